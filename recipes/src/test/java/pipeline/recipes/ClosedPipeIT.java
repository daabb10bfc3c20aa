package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose reader has gone, as {@code head} goes when it has had enough. */
class ClosedPipeIT {

    private static final List<String> INTO_A_CLOSED_PIPE =
            List.of("sh", "-c", "{ \"$@\"; echo $? >status; } | true; until [ -s status ]; do sleep 0.1; done", "sh");

    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws Exception {
        Files.writeString(directory.resolve("pipeline.cfg"), "[remote]\nmethod = local\n");
        Files.writeString(directory.resolve("map"), "n1 = [ a, b, c ]\n");
        PipelineCall run = PipelineCall.run(
                directory, "foreach", "-j", "x", directory.resolve("map").toString(), "--", "echo", "{}");
        assertThat(run.err()).contains("succeeded = 3 of 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "foreach --help",
                "jobs",
                "jobs show 1",
                "jobs progress",
                "jobs query {}",
                "jobs export",
                "connections --all",
                "foreach -j x --fresh map -- echo {}"
            })
    void that_nobody_reads_on_is_no_failure(String typed) throws Exception {
        List<String> words = new ArrayList<>(Arrays.asList(typed.split(" ", -1)));
        try (PipelineProcess process =
                PipelineProcess.start(INTO_A_CLOSED_PIPE, directory, Map.of(), words.toArray(String[]::new))) {
            process.exitCode();
            assertThat(process.err()).doesNotContain("\tat ", "written completely", "roken pipe");
            assertThat(directory.resolve("status")).as(process.err()).content().isEqualTo("0\n");
        }
    }
}

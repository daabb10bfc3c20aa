package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in the background, started by the real command. */
class DetachedRunIT {

    private static final Pattern PROCESS = Pattern.compile("night runs in the background, process ([0-9]+)\n");

    @TempDir
    Path directory;

    @BeforeEach
    void configure() throws IOException {
        // everything runs on this machine, which needs no servers
        Files.writeString(directory.resolve("pipeline.cfg"), "[remote]\nmethod = local\n");
        Files.writeString(directory.resolve("in.mapfile"), "n1 = [ a ]\nn2 = [ b ]\nn3 = [ c ]\n");
    }

    private PipelineProcess detached(String map) throws Exception {
        return PipelineProcess.run(
                directory,
                "foreach",
                "--detach",
                "-j",
                "night",
                "--shell",
                map,
                "--",
                "while [ ! -e go ]; do sleep 0.1; done; echo did {}");
    }

    @Test
    void it_goes_on_when_its_starter_has_ended_and_its_job_name_is_taken() throws Exception {
        ProcessHandle run = null;
        try (PipelineProcess start = detached("in.mapfile")) {
            assertThat(start.exitCode()).as(start.err()).isZero();
            Matcher process = PROCESS.matcher(start.out());
            assertThat(process.find()).as(start.out()).isTrue();
            run = ProcessHandle.of(Long.parseLong(process.group(1))).orElseThrow();
            assertThat(start.out())
                    .contains("how it stands: ", "status -j night\n", "stop it: kill " + run.pid())
                    .containsPattern("log: .*/pipeline.log\n");
            assertThat(sessionOf(run.pid())).as("a session of its own").isEqualTo(run.pid());

            try (PipelineProcess second = detached("in.mapfile")) {
                assertThat(second.exitCode()).as(second.err()).isEqualTo(6);
                assertThat(second.err()).contains("night");
                assertThat(second.out()).isEmpty();
            }
            Files.createFile(directory.resolve("go"));
            ProcessHandle ended = run;
            await().until(() -> !ended.isAlive());
        } finally {
            if (run != null) {
                run.destroyForcibly();
            }
        }
        assertThat(console()).contains("did a\n", "did b\n", "did c\n", "succeeded = 3 of 3\n");
        assertThat(PipelineCall.run(directory, "status", "-j", "night").out())
                .contains("100 % of 3 jobs: 3 done")
                .containsPattern("  prints to .*-" + run.pid() + "\\.console\n");
    }

    @Test
    void what_is_wrong_at_the_start_is_seen_at_once() throws Exception {
        try (PipelineProcess start = detached("none.mapfile")) {
            assertThat(start.exitCode()).isEqualTo(3);
            assertThat(start.err()).contains("none.mapfile: no such file");
            assertThat(start.out()).isEmpty();
        }
        Files.writeString(directory.resolve("pipeline.cfg"), "[remote]\nmethd = local\n");
        try (PipelineProcess start = detached("in.mapfile")) {
            assertThat(start.exitCode()).isEqualTo(3);
            assertThat(start.err()).contains("unknown key `methd`");
        }
    }

    private static long sessionOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[3]);
    }

    private List<String> console() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(".local/state/pipeline/night/logs"))) {
            return files.filter(file -> file.toString().endsWith(".console"))
                    .map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .flatMap(text -> text.lines().map(line -> line + "\n"))
                    .toList();
        }
    }
}

package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;

/** A master that is killed between the steps of a pipeline: what was started is not started again, whether it has ended or not. */
class KilledPipelineIT {

    private static final List<String> FILES = List.of("f1", "f2", "f3", "f4", "f5", "f6");

    /** Each job writes its step and its file to a list; in the second step those but the first two wait until they may end. */
    private static final String RECIPE = """
            import java.nio.file.Path;
            import java.util.*;
            import pipeline.job.*;
            import pipeline.mapfile.*;
            import pipeline.recipe.*;

            public class Three extends Recipe {
                @Override
                protected int run() throws Exception {
                    Path one = jobDirectory().resolve("one.map");
                    Path two = jobDirectory().resolve("two.map");
                    step("one").input("mapfile", arg(0, "MAPFILE")).input("name", "one").input("output-map", one)
                            .runRecipe(Pass.class);
                    step("two").input("mapfile", one).input("name", "two").input("output-map", two).runRecipe(Pass.class);
                    step("three").input("mapfile", two).input("name", "three")
                            .input("output-map", jobDirectory().resolve("three.map")).runRecipe(Pass.class);
                    return error.isSet() ? 1 : 0;
                }
            }

            class Pass extends Recipe {
                private final Input<DataMap> map = input("mapfile", "the files").mapfile().required();
                private final Input<String> name = input("name", "of the step").text().required();
                private final Input<Path> outputMap = input("output-map", "the files again").outputFile().required();

                @Override
                protected int run() throws Exception {
                    writeMap(outputMap.get(), map.get(), scheduleJobs(map.get().active().stream().map(entry ->
                            ComputeJob.command(entry.host(), "sh", "-c",
                                    "echo $1 $2 >> started; case $1$2 in twof[3-6]) until test -e go; do sleep 0.05; done ;; esac",
                                    "sh", name.get(), entry.file())).toList()));
                    return 0;
                }
            }
            """;

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    Path directory;

    @Test
    void after_the_master_was_killed_in_the_second_step_nothing_runs_twice() throws Exception {
        Files.writeString(directory.resolve("pipeline.cfg"), """
                [DEFAULT]
                runtime_directory = %s
                working_directory = %s
                [remote]
                method = local
                node_directory = %s
                max_per_node = 3
                """.formatted(
                        directory.resolve("state"), directory, directory.resolve("node")));
        Files.writeString(directory.resolve("Three.java"), RECIPE);
        Files.writeString(directory.resolve("files"), "h1 = [ f1, f3, f5 ]\nh2 = [ f2, f4, f6 ]\n");
        Path started = Files.createFile(directory.resolve("started"));
        String[] command = {
            "Three.java", "-j", "killed", directory.resolve("files").toString()
        };

        try (PipelineProcess master = PipelineProcess.start(directory, command)) {
            // three run or have ended, and none of the others can come to its end
            await().atMost(Duration.ofMinutes(1))
                    .failFast(
                            () -> assertThat(master.isAlive()).as(master.err()).isTrue())
                    .until(() -> Files.readAllLines(started).size() >= FILES.size() + 3);
            master.signal("KILL");
            assertThat(master.exitCode()).as(master.err()).isEqualTo(137);
        }
        assertThat(Files.readAllLines(started)).noneMatch(line -> line.startsWith("three"));

        try (PipelineProcess next = PipelineProcess.start(directory, command)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> next.err().contains("of processes that are gone"));
            Files.createFile(directory.resolve("go"));
            assertThat(next.exitCode()).as(next.err()).isZero();
        }
        assertThat(Files.readAllLines(started))
                .containsExactlyInAnyOrderElementsOf(Stream.of("one", "two", "three")
                        .flatMap(step -> FILES.stream().map(file -> step + " " + file))
                        .toList());
        assertThat(PipelineCall.run(directory, command).exitCode()).isZero();
        assertThat(Files.readAllLines(started)).hasSize(3 * FILES.size());
    }
}

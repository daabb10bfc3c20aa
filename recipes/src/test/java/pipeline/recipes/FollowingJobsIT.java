package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;
import pipeline.testing.OpenSshServer;

/** A recipe in a file whose jobs follow from outcomes, on a real OpenSSH server, with a master that is killed in the middle. */
class FollowingJobsIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final String JAVA = """
            import java.util.*;
            import pipeline.job.*;
            import pipeline.mapfile.*;
            import pipeline.recipe.*;

            public class Follow extends Recipe {
                private final Output<Long> images = output("images", "how many there are").integer();

                @Override protected int run() throws Exception {
                    List<ComputeJob> jobs = new ArrayList<>();
                    for (MapEntry entry : mapfile(0).active()) {
                        jobs.add(sh(entry.host(), "echo cal $1 >>%1$s/counter", entry.file()));
                    }
                    JobSet calibrated = submit("calibrate", jobs);
                    JobSet imaged = submit("image", List.of());
                    JobSet slow = submit("slow", List.of(ComputeJob.command("h2", "sleep", "987654").independent()));
                    for (Outcome outcome : calibrated) {
                        imaged.add(sh(outcome.job().host(), "echo start $1 >>%1$s/counter; until [ -e %1$s/go ]; do sleep 0.1; done;"
                                + " echo end $1 >>%1$s/counter", outcome.job().label().get() + ".cal").after(outcome));
                    }
                    images.set((long) imaged.await().successCount());
                    slow.cancel();
                    for (Outcome outcome : slow) {
                        logger().warn("slow: {}", outcome.failure().get().kind());
                    }
                    error.clear();
                    return 0;
                }

                private static ComputeJob sh(String host, String script, String file) {
                    return ComputeJob.command(host, "sh", "-c", script, "sh", file).label(file);
                }
            }
            """;

    private static final String PYTHON = """
            from pipeline_recipe import ComputeJob, Recipe, ingredient, load_data_map

            class follow(Recipe):
                outputs = {"images": ingredient.IntField()}

                def go(self):
                    calibrated = self.submit([self.sh(host, "echo cal $1 >>%1$s/counter", file)
                                              for host, file in load_data_map(self.inputs["args"][0])], step="calibrate")
                    imaged = self.submit(step="image")
                    slow = self.submit([ComputeJob("h2", ["sleep", "987654"], independent=True)], step="slow")
                    for job in calibrated:
                        imaged.add(self.sh(
                            job.host,
                            "echo start $1 >>%1$s/counter; until [ -e %1$s/go ]; do sleep 0.1; done; echo end $1 >>%1$s/counter",
                            job.words["label"] + ".cal", after=[job]))
                    self.outputs["images"] = sum(job.outcome == "succeeded" for job in imaged.wait())
                    slow.cancel()
                    for job in slow:
                        self.logger.warning("slow: %%s", job.failure.upper())
                    self.error.clear()
                    return 0

                @staticmethod
                def sh(host, script, file, **words):
                    return ComputeJob(host, ["sh", "-c", script, "sh"], arguments=[file], label=file, **words)
            """;

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @RegisterExtension
    @Order(1)
    static final OpenSshServer SERVER = OpenSshServer.create();

    @TempDir
    Path directory;

    private Path counter;

    @BeforeEach
    void prepare() throws IOException {
        counter = Files.createFile(directory.resolve("counter"));
        Files.writeString(directory.resolve("pipeline.cfg"), """
                [DEFAULT]
                runtime_directory = %s
                [remote]
                ssh_config = %s
                node_directory = %s
                """.formatted(
                        directory.resolve("state"), SERVER.sshConfig(), directory.resolve("node")));
        Files.writeString(directory.resolve("map"), "h2 = [ a, b ]\nh3 = [ c ]\n");
    }

    private void awaitLines(PipelineProcess master, int lines) {
        await().atMost(LIMIT)
                .failFast(() -> assertThat(master.isAlive()).as(master.err()).isTrue())
                .until(() -> Files.readAllLines(counter).size() >= lines);
    }

    private void killedInTheMiddle(String recipe) throws Exception {
        String map = directory.resolve("map").toString();
        String[] words = {directory.resolve(recipe).toString(), "-j", "f-" + System.nanoTime(), "-v", "-p", "4", map};
        try (PipelineProcess master = PipelineProcess.start(directory, words)) {
            awaitLines(master, 6);
            master.signal("KILL");
            assertThat(master.exitCode()).isEqualTo(137);
        }
        Files.createFile(directory.resolve("go"));

        PipelineCall next = PipelineCall.run(directory, words);
        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(next.out() + next.err())
                .contains("images = 3")
                .contains("slow: CANCELLED")
                .contains("3 of 3 jobs were done before");
        assertThat(Files.readAllLines(counter))
                .containsExactlyInAnyOrderElementsOf(List.of(
                        "cal a",
                        "cal b",
                        "cal c",
                        "start a.cal",
                        "start b.cal",
                        "start c.cal",
                        "end a.cal",
                        "end b.cal",
                        "end c.cal"));
        assertThat(ProcessHandle.allProcesses()
                        .flatMap(process -> process.info().commandLine().stream())
                        .filter(line -> line.contains("sleep 987654")))
                .isEmpty();

        PipelineCall last = PipelineCall.run(directory, words);
        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(Files.readAllLines(counter)).hasSize(9);
    }

    @Test
    void jobs_that_follow_are_picked_up_after_the_master_was_killed_and_none_runs_twice() throws Exception {
        Files.writeString(directory.resolve("Follow.java"), JAVA.formatted(directory));
        killedInTheMiddle("Follow.java");
    }

    @Test
    void so_are_those_of_a_recipe_in_python() throws Exception {
        Files.writeString(directory.resolve("follow.py"), PYTHON.formatted(directory));
        killedInTheMiddle("follow.py");
    }
}

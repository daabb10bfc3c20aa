package pipeline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.ground.Surroundings;
import pipeline.cli.ground.Tty;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.recipe.JobRunner;
import pipeline.testing.FakeJobRunner;

class InterruptionIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TERMINATED = 143;

    @TempDir
    Path directory;

    private Path out;
    private Path err;
    private Process process;

    @BeforeEach
    void name_the_files() {
        out = directory.resolve("out");
        err = directory.resolve("err");
    }

    @AfterEach
    void end_the_process() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Test
    void a_run_that_is_told_to_end_stops_its_jobs_and_comes_to_its_end() throws Exception {
        start("obedient");

        process.destroy();

        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(TERMINATED);
        assertThat(out).content().isEqualTo("Results:\ntold = [jobs]\n");
        assertThat(err)
                .content()
                .contains("interrupted: ending 3 running jobs, which takes 15 s at most\n")
                .contains("stopped because interrupted\n")
                .contains("3 jobs not started:\n  lce[001-003]: interrupted\n");
        assertThat(directory.resolve("state/pipeline/x/logs")).isDirectoryRecursivelyContaining("glob:**/pipeline.log");
    }

    @Test
    void a_run_that_does_not_end_is_given_up_and_further_signals_do_not_matter() throws Exception {
        start("stubborn");

        process.destroy();
        await().atMost(LIMIT).until(() -> Files.readString(err).contains("interrupted: ending 0 running jobs"));
        process.destroy();

        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(TERMINATED);
        assertThat(err).content().endsWith("interrupted: the recipe did not end within 1 s and is given up\n");
    }

    private void start(String manner) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        process = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        manner,
                        directory.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        await().atMost(LIMIT).until(() -> Files.readString(err).contains("ready\n"));
    }

    /** The process that is told to end. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) throws Exception {
            System.setProperty("log4j.shutdownHookEnabled", "false");
            PrintStream stderr = new PrintStream(System.err, true, UTF_8);
            if (args[0].equals("stubborn")) {
                try (Interruption interruption = Interruption.arm(stderr, Duration.ofSeconds(1))) {
                    interruption.watch(() -> 0, reason -> {});
                    stderr.print("ready\n");
                    new CountDownLatch(1).await();
                }
            }
            Path directory = Path.of(args[1]);
            PrintStream stdout = new PrintStream(System.out, false, UTF_8);
            Surroundings surroundings = new Surroundings(
                    stdout,
                    stderr,
                    Tty.nobody(),
                    directory,
                    Map.of(
                            "HOME",
                            directory.toString(),
                            "XDG_STATE_HOME",
                            directory.resolve("state").toString()),
                    Clock.systemUTC());
            int status = Main.run(
                    List.of("scripted_recipe", "-j", "x", "jobs"),
                    surroundings,
                    () -> new RecipeCatalogue(List.of(ScriptedRecipe.class)),
                    configuration -> new FakePlan(setting -> new WaitingEngine(stderr)));
            System.exit(status);
        }
    }

    /** Its jobs run until it is stopped. */
    private static final class WaitingEngine implements Engine {

        private final PrintStream stderr;
        private final CountDownLatch stopped = new CountDownLatch(1);

        WaitingEngine(PrintStream stderr) {
            this.stderr = stderr;
        }

        @Override
        public JobRunner runner() {
            return (step, jobs, maxPerNode, listener) -> {
                for (ComputeJob job : jobs) {
                    listener.started(job, FakeJobRunner.attempt().number());
                }
                stderr.print("ready\n");
                stopped.await();
                return Outcomes.of(
                        jobs.stream()
                                .map(job -> Outcome.notStarted(job, "interrupted"))
                                .toList(),
                        Outcomes.Stop.INTERRUPTED);
            };
        }

        @Override
        public Refresher refresher() {
            throw new UnsupportedOperationException("the recipe of this test has no source");
        }

        @Override
        public void stop(String reason) {
            stderr.print("stopped because " + reason + "\n");
            stopped.countDown();
        }

        @Override
        public void close() {
            stopped.countDown();
        }
    }
}

package pipeline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.catalogue.RecipeCatalogue;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.console.Tty;
import pipeline.cli.engine.Engine;
import pipeline.cli.engine.FakePlan;
import pipeline.cli.engine.FakeRunSource;
import pipeline.cli.engine.FakeRunSteps;
import pipeline.cli.engine.Refresher;
import pipeline.cli.engine.RunSteps;
import pipeline.dispatch.AwayHost;
import pipeline.dispatch.JobRunner;
import pipeline.dispatch.rules.StopMode;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.testing.FakeJobRunner;
import pipeline.web.RunSource;

class SignalHandlerIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int HUNG_UP = 129;
    private static final int INTERRUPTED = 130;
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
        signal("TERM");
        assertThat(status()).isEqualTo(TERMINATED);
        assertThat(out).content().isEqualTo("Results:\ntold = [jobs]\n");
        assertThat(err)
                .content()
                .contains("interrupted: ending 3 running jobs; what has not ended after 10 s is killed")
                .contains("END because interrupted\n")
                .contains("3 jobs not started:\n  lce[001-003] (3 hosts): interrupted\n");
        assertThat(directory.resolve("state/pipeline/x/logs")).isDirectoryRecursivelyContaining("glob:**/pipeline.log");
    }

    @Test
    void a_second_interrupt_kills_what_runs_and_a_third_one_ends_the_process_at_once() throws Exception {
        start("patient");
        signal("INT");
        awaitText("END because interrupted");
        signal("INT");
        awaitText("interrupted: killing 3 running jobs; once more ends this process at once\nKILL because interrupted");
        signal("INT");
        assertThat(status()).isEqualTo(INTERRUPTED);
        assertThat(out).isEmptyFile();
        assertThat(err).content().endsWith("the next start with this job name goes on from here\n");
    }

    @Test
    void a_recipe_that_sleeps_between_its_calls_is_interrupted() throws Exception {
        start("sleep");
        signal("TERM");
        assertThat(status()).isEqualTo(TERMINATED);
        assertThat(err)
                .content()
                .containsPattern(
                        "recipe scripted_recipe was interrupted at ScriptedRecipe.run\\(ScriptedRecipe.java:\\d+\\)")
                .contains("again: pipeline scripted_recipe -j x sleep\n")
                .doesNotContain("broke off", "\tat ");
    }

    @Test
    void a_recipe_that_takes_the_interrupt_and_returns_is_interrupted_all_the_same() throws Exception {
        start("sleep on");
        signal("INT");
        assertThat(status()).isEqualTo(INTERRUPTED);
        assertThat(err).content().contains("so it is\n");
        assertThat(out).content().contains("told = [sleep on]");
    }

    @Test
    void a_recipe_that_hears_of_no_interrupt_is_left_where_it_stands_when_all_is_closed() throws Exception {
        start("jobs then loop", "--grace", "1s");
        signal("TERM");
        awaitText("ready\n");
        assertThat(status()).isEqualTo(TERMINATED);
        assertThat(err)
                .content()
                .containsPattern("interrupted: the recipe did not end within 1 s of its interrupt and is left at"
                        + " ScriptedRecipe.loop\\(ScriptedRecipe.java:\\d+\\); the next start with this job name goes on"
                        + " from here\n(.*\n)*closed\n$");
    }

    @Test
    void an_interrupt_leaves_what_runs_behind_if_that_was_asked_for() throws Exception {
        start("obedient", "--detach-on-interrupt");
        signal("INT");
        assertThat(status()).isEqualTo(INTERRUPTED);
        assertThat(err)
                .content()
                .contains("interrupted: 3 running jobs left behind; the next start with this job name picks them up\n")
                .contains("LEAVE because interrupted\n");
    }

    @Test
    void somebody_at_the_terminal_may_leave_what_runs_behind() throws Exception {
        start("asked");
        signal("INT");
        awaitText("DRAIN because interrupted");
        awaitText("3 running jobs are ended in 3 s. Type d and Enter to leave them running");
        type("d\n");
        assertThat(status()).isEqualTo(INTERRUPTED);
        assertThat(err).content().contains("LEAVE because interrupted\n").doesNotContain("END because");
    }

    @Test
    void what_runs_is_ended_when_nobody_at_the_terminal_answers() throws Exception {
        start("asked");
        signal("INT");
        assertThat(status()).isEqualTo(INTERRUPTED);
        assertThat(err).content().contains("END because interrupted\n");
    }

    @Test
    void an_impatient_second_interrupt_is_an_answer_too() throws Exception {
        start("asked");
        signal("INT");
        awaitText("Type d and Enter");
        signal("INT");
        assertThat(status()).isEqualTo(INTERRUPTED);
        assertThat(err).content().contains("KILL because interrupted\n").doesNotContain("END because");
    }

    @Test
    void a_run_waits_for_what_runs_when_its_terminal_goes_away() throws Exception {
        start("asked");
        signal("HUP");
        assertThat(status()).isEqualTo(HUNG_UP);
        assertThat(err)
                .content()
                .contains("the run was hung up (HUP): waiting for 3 running jobs; nothing more is started\n")
                .contains("DRAIN because the run was hung up (HUP)\n");
    }

    @Test
    void without_a_terminal_a_hangup_ends_what_runs() throws Exception {
        start("obedient");
        signal("HUP");
        assertThat(status()).isEqualTo(HUNG_UP);
        assertThat(err).content().contains("END because the run was hung up (HUP)\n");
    }

    @Test
    void what_nohup_ignores_stays_ignored() throws Exception {
        start(List.of("env", "--ignore-signal=HUP"), "obedient");
        signal("HUP");
        signal("TERM");
        assertThat(status()).isEqualTo(TERMINATED);
        assertThat(err).content().doesNotContain("hung up");
    }

    private void start(String... manner) throws IOException {
        // a test in the background of a script has INT ignored, and children would inherit that
        start(List.of("env", "--default-signal=INT"), manner);
    }

    private void start(List<String> before, String... manner) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> words = new ArrayList<>(before);
        words.addAll(List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        words.addAll(List.of(Child.class.getName(), directory.toString()));
        words.addAll(List.of(manner));
        process = new ProcessBuilder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        awaitText("ready\n");
    }

    private void awaitText(String text) {
        await().atMost(LIMIT).until(() -> Files.readString(err).contains(text));
    }

    private void signal(String name) throws Exception {
        int status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    private void type(String text) throws IOException {
        process.outputWriter(UTF_8).append(text).flush();
    }

    private int status() throws InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** The process that is told to end. */
    static final class Child {

        /** How the engine takes it, with a recipe that runs jobs; other manners are the recipe's. */
        private static final List<String> ASKING = List.of("obedient", "patient", "asked");

        private Child() {}

        public static void main(String[] args) throws Exception {
            PrintStream stderr = new PrintStream(System.err, true, UTF_8);
            String manner = args[1];
            Path directory = Path.of(args[0]);
            Tty tty = manner.equals("asked")
                    ? Tty.of(new InputStreamReader(System.in, UTF_8), OptionalInt.empty())
                    : Tty.nobody();
            CliEnvironment environment = new CliEnvironment(
                    new PrintStream(System.out, false, UTF_8),
                    stderr,
                    tty,
                    directory,
                    Map.of(
                            "HOME",
                            directory.toString(),
                            "XDG_STATE_HOME",
                            directory.resolve("state").toString()),
                    Clock.systemUTC());
            List<String> words = new ArrayList<>(List.of("scripted_recipe", "-j", "x"));
            words.addAll(List.of(args).subList(2, args.length));
            words.add(ASKING.contains(manner) ? "jobs" : manner);
            int status = Main.run(
                    words,
                    environment,
                    () -> new RecipeCatalogue(List.of(ScriptedRecipe.class)),
                    configuration -> new FakePlan(
                            setting -> new WaitingEngine(stderr, manner.equals("patient"), tty.isAnswering())));
            System.exit(status);
        }
    }

    /** Its jobs run until it is stopped; a patient one only says that it is. */
    private static final class WaitingEngine implements Engine {

        private final PrintStream stderr;
        private final boolean isPatient;
        private final boolean isAsked;
        private final CountDownLatch stopped = new CountDownLatch(1);

        WaitingEngine(PrintStream stderr, boolean isPatient, boolean isAsked) {
            this.stderr = stderr;
            this.isPatient = isPatient;
            this.isAsked = isAsked;
        }

        @Override
        public JobRunner runner() {
            return (step, jobs, maxPerNode, listener, provenance) -> {
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
        public List<AwayHost> awayHosts() {
            return List.of();
        }

        @Override
        public RunSteps steps() {
            return new FakeRunSteps();
        }

        @Override
        public RunSource pages() {
            return new FakeRunSource();
        }

        @Override
        public Refresher refresher() {
            throw new UnsupportedOperationException("the recipe of this test has no source");
        }

        @Override
        public void stop(StopMode how, String reason) {
            stderr.print(how + " because " + reason + "\n");
            boolean isQuestion = isAsked && how == StopMode.DRAIN && reason.equals("interrupted");
            if (!isPatient && !isQuestion) {
                stopped.countDown();
            }
        }

        @Override
        public void close() {
            stopped.countDown();
            stderr.print("closed\n");
        }
    }
}

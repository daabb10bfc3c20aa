package pipeline.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.config.Configuration;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StepSelection;
import pipeline.dispatch.rules.StopMode;
import pipeline.dispatch.table.Membership;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.identity.ContentsRule;
import pipeline.job.identity.Lineage;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.JobEvent;
import pipeline.log.LogLevel;
import pipeline.log.server.LoggingSettings;
import pipeline.log.server.MasterLogging;
import pipeline.remote.SlotTrace;
import pipeline.store.AttemptRow;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.testing.LeakCheck;
import pipeline.testing.Masters;

/** Which jobs count as done in a later run, and which run again. */
@Timeout(60)
class ReuseIT {

    @RegisterExtension
    private final LeakCheck leaks = new LeakCheck();

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private MasterLogging logging;
    private JobTable table;

    @BeforeEach
    void start() throws Exception {
        LoggingSettings lines = new LoggingSettings(Optional.empty(), "%(message)s", "");
        logging = MasterLogging.start(lines, LogLevel.WARNING, TestRun.RECIPE, console);
        table = JobTables.inMemory();
    }

    @AfterEach
    void stop() {
        table.close();
        logging.close();
    }

    @Test
    void another_map_in_between_has_nothing_run_twice_but_another_parameter_has() throws Exception {
        assertThat(runs(filter("10"), files("x", "y"))).isEqualTo(2);
        assertThat(runs(filter("10"), files("p", "q"))).isEqualTo(2);
        assertThat(runs(filter("10"), files("x", "y"))).isZero();
        assertThat(runs(filter("20"), files("x"))).isEqualTo(1);
        assertThat(runs(filter("10"), files("x", "y"))).as("y was left alone").isEqualTo(1);
        assertThat(console.toString(UTF_8))
                .contains("1 of 2 jobs runs again: other jobs of the step ran since, which may have overwritten");
        assertThat(runs(filter("10"), files("x", "y"))).isZero();
    }

    @Test
    void jobs_that_name_no_file_of_a_map_may_be_overwritten_by_any_other_of_their_step() throws Exception {
        ComputeJob first = ComputeJob.command("a", "reduce", "10");
        ComputeJob second = ComputeJob.command("a", "reduce", "20");
        assertThat(runs(first)).isEqualTo(1);
        assertThat(runs(first)).isZero();
        assertThat(runs(second)).isEqualTo(1);
        assertThat(runs(first)).isEqualTo(1);
        assertThat(runs(first)).isZero();
    }

    @Test
    void a_file_is_found_within_a_line_of_shell_and_on_its_own_host_only() throws Exception {
        Map<String, Set<String>> files = Map.of("a", Set.of("in 1", "/d/x"), "b", Set.of("in 1"));
        List<ComputeJob> jobs = List.of(
                ComputeJob.command("a", "sh", "-c", "sum 1 'in 1'"),
                ComputeJob.command("a", "sh", "-c", "sum 1 </d/x|cat"),
                ComputeJob.command("b", "sh", "-c", "sum 1 'in 1'"));
        assertThat(runs(jobs, files)).isEqualTo(3);
        assertThat(runs(List.of(ComputeJob.command("a", "sh", "-c", "sum 2 'in 1'")), files))
                .isEqualTo(1);
        assertThat(runs(jobs, files)).isEqualTo(1);
    }

    @Test
    void a_job_made_from_other_attempts_runs_again_unless_it_says_that_it_is_not() throws Exception {
        List<ComputeJob> jobs = List.of(
                ComputeJob.command("a", "plain"),
                ComputeJob.command("a", "free").independent(),
                ComputeJob.command("a", "forever").always());
        Outcomes one;
        Outcomes two;
        try (TestRun run = run()) {
            one = run.run("one", List.of(ComputeJob.command("a", "one")));
            two = run.run("two", List.of(ComputeJob.command("a", "two")));
        }
        assertThat(runs(after(one, two, jobs), from(one, two))).isEqualTo(4);
        assertThat(runs(after(one, two, jobs), from(one, two))).as("always").isEqualTo(1);
        table.change(JobEvent.RETRY, QueryCondition.equal(JobFields.STEP, "two"), "");
        Outcomes again;
        try (TestRun run = run()) {
            again = run.run("two", List.of(ComputeJob.command("a", "two")));
        }
        assertThat(runs(after(one, again, jobs), from(one, again)))
                .as("plain and always, but neither what is independent nor what was made from one")
                .isEqualTo(2);
        assertThat(console.toString(UTF_8))
                .contains("1 of 4 jobs runs again: what step two made has changed")
                .contains("1 of 4 jobs runs again: they always do");
    }

    @Test
    void an_item_left_out_is_not_run_again_until_its_job_would_do_something_else_or_somebody_retries_it()
            throws Exception {
        ComputeJob job = ComputeJob.command("a", "flag").skipExit(42);
        assertThat(skips(job, RunRules.DEFAULT)).isEqualTo(1);
        assertThat(skips(job, RunRules.DEFAULT)).isZero();
        assertThat(console.toString(UTF_8))
                .contains("1 of 1 job was left out by the job itself before and is not run again");
        assertThat(skips(job.environment("FLAG", "hard"), RunRules.DEFAULT))
                .as("changed")
                .isEqualTo(1);
        assertThat(skips(job.environment("FLAG", "hard"), TestRun.repeating(true, false)))
                .as("fresh")
                .isEqualTo(1);
        assertThat(table.change(JobEvent.RETRY, QueryCondition.always(), "").changed())
                .isEqualTo(1);
        assertThat(skips(job, RunRules.DEFAULT)).as("retried").isEqualTo(1);
        assertThat(table.attempts(1))
                .extracting(AttemptRow::ending)
                .hasSize(4)
                .containsOnly(AttemptRow.AttemptEnd.SKIPPED);
        try (TestRun run = run()) {
            run.transport.host("a").code = script -> 42;
            Outcome failed =
                    run.run("s", List.of(ComputeJob.command("a", "flag"))).get(0);
            assertThat(failed.failure()).as("the code means that no longer").isPresent();
        }
        assertThat(console.toString(UTF_8)).contains("the exit code with which they left their item out means that no");
    }

    @Test
    void what_people_left_out_stays_so_whatever_its_job_would_do() throws Exception {
        ComputeJob job = ComputeJob.command("a", "flag").skipExit(42);
        try (TestRun run = run()) {
            run.transport.host("a").code = script -> 1;
            run.run("s", List.of(job));
        }
        table.change(JobEvent.IGNORE, QueryCondition.always(), "bad weather");
        try (TestRun run = run()) {
            Outcome outcome =
                    run.run("s", List.of(job.environment("FLAG", "hard"))).get(0);
            assertThat(outcome.state()).isEqualTo(Outcome.State.IGNORED);
            assertThat(outcome.message()).isEqualTo("bad weather");
        }
    }

    @Test
    void an_item_left_out_is_taken_for_no_success_by_the_steps_that_follow() throws Exception {
        ComputeJob job = ComputeJob.command("a", "flag").skipExit(42);
        ComputeJob next = ComputeJob.command("a", "image");
        Outcomes flagged;
        try (TestRun run = run()) {
            flagged = run.run("flag", List.of(job));
        }
        assertThat(runs(List.of(next), from("flag", flagged))).isEqualTo(1);
        table.change(JobEvent.RETRY, QueryCondition.equal(JobFields.STEP, "flag"), "");
        try (TestRun run = run()) {
            run.transport.host("a").code = script -> 42;
            flagged = run.run("flag", List.of(job));
        }
        assertThat(flagged.skipCount()).isEqualTo(1);
        assertThat(flagged.errors()).isEmpty();
        assertThat(flagged.remaining()).isZero();
        assertThat(runs(List.of(next), from("flag", flagged)))
                .as("it was made from a file that is left out now")
                .isEqualTo(1);
    }

    private static Provenance from(String step, Outcomes outcomes) {
        return new Provenance(Lineage.NONE.plus(step, outcomes), Map.of());
    }

    /** Runs a job that ends with code 42, in a run of its own, and returns how often it was sent. */
    private int skips(ComputeJob job, RunRules rules) throws Exception {
        try (TestRun run = new TestRun(table, directory, rules, Configuration.empty(Map.of(), Map.of()))) {
            run.transport.host("a").code = script -> 42;
            Outcome outcome = run.run("s", List.of(job)).get(0);
            assertThat(outcome.state()).isEqualTo(Outcome.State.SKIPPED);
            assertThat(outcome.message()).isEqualTo("exit code 42");
            return run.transport.host("a").runs.get();
        }
    }

    private static List<ComputeJob> after(Outcomes one, Outcomes two, List<ComputeJob> jobs) {
        assertThat(two).isNotEmpty();
        List<ComputeJob> all = new ArrayList<>(jobs);
        all.add(ComputeJob.command("a", "narrow").after(one));
        return all;
    }

    private static Provenance from(Outcomes one, Outcomes two) {
        return new Provenance(Lineage.NONE.plus("one", one).plus("two", two), Map.of());
    }

    @Test
    void what_was_done_before_anybody_noted_what_jobs_see_is_kept_which_is_said_once() throws Exception {
        try (Membership older = Masters.enter(table, TestRun.RECIPE, TestRun.JOB_NAME, RunRules.DEFAULT)) {
            StepName step = new StepName(TestRun.RECIPE, TestRun.JOB_NAME, "s");
            JobRow row = table.submit(Submission.of(step, older.id(), Duration.ZERO, 5, List.of(filter("1"))))
                    .rows()
                    .get(0);
            table.finishAndReserve(
                    older.id(),
                    List.of(new Finish(
                            table.finishAndReserve(older.id(), List.of(), List.of(row.id()))
                                    .reserved()
                                    .get(0)
                                    .orElseThrow(),
                            new Finish.Succeeded(null),
                            null)),
                    List.of());
        }
        assertThat(runs(filter("1"))).isZero();
        String said = "1 job was done before it was noted what a job sees; it counts as done (--fresh runs all)";
        assertThat(console.toString(UTF_8)).containsOnlyOnce(said);
        assertThat(runs(filter("1"))).isZero();
        assertThat(console.toString(UTF_8)).containsOnlyOnce(said);
    }

    @Test
    void a_file_that_holds_something_else_has_its_job_run_again_if_contents_are_looked_at() throws Exception {
        String first = stamps("3 noon", "3 noon");
        String second = stamps("3 noon", "4 noon");
        assertThat(reading(ContentsRule.NAME, false, "not asked")).isEqualTo(2);
        assertThat(reading(ContentsRule.SIZE_TIME, false, first)).isEqualTo(2);
        assertThat(console.toString(UTF_8))
                .contains("2 of 2 jobs run again: what files held that they read was not noted (job 1 on a: /d/x)");
        assertThat(reading(ContentsRule.SIZE_TIME, false, first)).isZero();
        assertThat(reading(ContentsRule.SIZE_TIME, false, second)).isEqualTo(1);
        assertThat(console.toString(UTF_8))
                .contains("1 of 2 jobs runs again: what files hold that they read has changed"
                        + " (job 2 on a: /d/y was 3 bytes of noon, is 4 bytes of noon)");
        assertThat(reading(ContentsRule.NAME, false, "not asked")).isZero();
        assertThat(reading(ContentsRule.SIZE_TIME, false, second)).isZero();
        assertThat(reading(ContentsRule.SIZE_TIME, true, first)).isZero();
        assertThat(console.toString(UTF_8)).contains("1 job would do something else now; it counts as done (--accept)");
        assertThat(reading(ContentsRule.SIZE_TIME, false, first)).isZero();
        assertThat(reading(ContentsRule.SIZE_TIME, false, "nonsense")).isEqualTo(2);
        assertThat(console.toString(UTF_8))
                .contains("so these jobs run again")
                .contains("2 of 2 jobs run again: it is not known what files hold that they read");
        assertThat(reading(ContentsRule.SIZE_TIME, false, first))
                .as("nobody knows what they held when the jobs ran")
                .isEqualTo(2);
        assertThat(reading(ContentsRule.SIZE_TIME, false, first)).isZero();
    }

    @Test
    void a_run_that_ends_before_hosts_have_answered_leaves_what_was_done_as_it_is() throws Exception {
        assertThat(reading(ContentsRule.SIZE_TIME, false, stamps("3 noon", "3 noon")))
                .isEqualTo(2);
        try (TestRun run = comparing(ContentsRule.SIZE_TIME, false)) {
            run.transport.host("a").answer = new CompletableFuture<>();
            CompletableFuture<Outcomes> call = run.begin("s", readers());
            await().until(() -> !run.transport.host("a").questions.isEmpty());
            run.dispatcher.stop(StopMode.END, "enough");
            assertThat(call.get()).allMatch(outcome -> outcome.state() == Outcome.State.NOT_STARTED);
        }
        assertThat(reading(ContentsRule.SIZE_TIME, false, stamps("3 noon", "3 noon")))
                .isZero();
    }

    private static List<ComputeJob> readers() {
        return Stream.of("/d/x", "/d/y")
                .map(file -> ComputeJob.command("a", "read", file).reads(file))
                .toList();
    }

    private static String stamps(String x, String y) {
        return "0 file \n1 file \nstamps 0 1\n%s\n%s\ndone\ndone\n".formatted(x, y);
    }

    private TestRun comparing(ContentsRule rule, boolean accepts) throws Exception {
        RunRules plain = RunRules.DEFAULT;
        RunRules rules = new RunRules(
                new RunRules.Repeat(false, false, accepts, StepSelection.all(), rule),
                plain.limit(),
                plain.attempts(),
                5,
                plain.presence());
        return new TestRun(table, directory, rules);
    }

    /** Runs jobs that read a file each, in a run of their own, and returns how many of them were sent. */
    private int reading(ContentsRule rule, boolean accepts, String answer) throws Exception {
        try (TestRun run = comparing(rule, accepts)) {
            run.transport.host("a").answer = CompletableFuture.completedFuture(answer);
            assertThat(run.run("s", readers())).allMatch(Outcome::isSuccess);
            return run.transport.host("a").runs.get();
        }
    }

    @Test
    void an_attempt_of_a_former_master_that_does_something_else_is_ended_and_not_taken_for_this_one() throws Exception {
        SlotTrace trace = new SlotTrace("/slots/1", "token", null, null);
        for (String other : List.of("one", "two")) {
            String step = "then " + other;
            long number;
            try (TestRun run = run()) {
                run.transport.host("a").holdsJobs = true;
                CompletableFuture<Outcomes> call = run.begin(step, List.of(calibrating("one")));
                run.transport.host("a").held.take().lose();
                assertThat(call.get().get(0).state()).isEqualTo(Outcome.State.PARKED);
                number = table.startedAfter(new StepName(TestRun.RECIPE, TestRun.JOB_NAME, step), 0)
                        .get(0)
                        .id();
            }
            try (TestRun run = run()) {
                FakeHost host = run.transport.host("a");
                host.left = Map.of(number + ".1", trace);
                Outcome outcome = run.run(step, List.of(calibrating(other))).get(0);
                assertThat(outcome.isSuccess()).as(outcome.toString()).isTrue();
                assertThat(host.runs).as(other).hasValue(1);
                assertThat(host.followed).as(other).isEqualTo(other.equals("one") ? List.of(trace) : List.of());
                assertThat(host.killed).as(other).containsExactly(trace);
            }
        }
    }

    private static ComputeJob calibrating(String how) {
        return ComputeJob.command("a", "calibrate").environment("HOW", how);
    }

    @Test
    void a_job_that_a_killed_run_left_running_is_ended_before_another_runs_that_may_write_the_same() throws Exception {
        try (TestRun run = run()) {
            run.transport.host("a").holdsJobs = true;
            CompletableFuture<Outcomes> call = run.begin("s", List.of(ComputeJob.command("a", "reduce", "10")));
            run.transport.host("a").held.take().lose();
            assertThat(call.get().get(0).state()).isEqualTo(Outcome.State.PARKED);
        }
        SlotTrace trace = new SlotTrace("/slots/1", "token", null, null);
        try (TestRun run = run()) {
            FakeHost host = run.transport.host("a");
            host.left = Map.of("1.1", trace);
            run.run("other step", List.of(ComputeJob.command("a", "reduce", "20")));
            assertThat(host.killed).isEmpty();
            run.run("s", List.of(ComputeJob.command("a", "reduce", "20")));
            assertThat(host.killed).containsExactly(trace);
        }
        assertThat(table.get(1).orElseThrow().ending().message()).contains("whose jobs may write the same files");
        assertThat(console.toString(UTF_8)).contains("1 job of an earlier run may still be running");
    }

    private ComputeJob filter(String parameter) {
        return ComputeJob.command("a", "filter", parameter);
    }

    private static Provenance files(String... names) {
        return new Provenance(Lineage.NONE, Map.of("a", Set.of(names)));
    }

    private int runs(ComputeJob template, Provenance provenance) throws Exception {
        List<ComputeJob> jobs = new ArrayList<>();
        for (String file : provenance.files().getOrDefault("a", Set.of())) {
            List<String> words = new ArrayList<>(((JobCommand.Executable) template.command()).words());
            words.add(file);
            jobs.add(ComputeJob.command("a", words));
        }
        return runs(jobs, provenance);
    }

    private int runs(ComputeJob job) throws Exception {
        return runs(List.of(job), Provenance.NONE);
    }

    private int runs(List<ComputeJob> jobs, Map<String, Set<String>> files) throws Exception {
        return runs(jobs, new Provenance(Lineage.NONE, files));
    }

    /** Runs jobs in a run of their own, and returns how many of them were sent. */
    private int runs(List<ComputeJob> jobs, Provenance provenance) throws Exception {
        try (TestRun run = run()) {
            assertThat(run.dispatcher.run("s", jobs, 2, JobListener.NONE, provenance))
                    .allMatch(Outcome::isSuccess);
            return run.transport.host("a").runs.get()
                    + run.transport.host("b").runs.get();
        }
    }

    private TestRun run() throws Exception {
        return new TestRun(table, directory, RunRules.DEFAULT, Configuration.empty(Map.of(), Map.of()));
    }
}

package pipeline.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.config.Configuration;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.table.Membership;
import pipeline.job.ComputeJob;
import pipeline.job.ExitCodes;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.Outcomes.Stop;
import pipeline.job.Scratch;
import pipeline.job.TimeLimit;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.AttemptRules;
import pipeline.job.lifecycle.JobStatus;
import pipeline.log.LogLevel;
import pipeline.log.server.LogServer;
import pipeline.log.server.LoggingSettings;
import pipeline.log.server.MasterLogging;
import pipeline.remote.local.LocalTransport;
import pipeline.store.AttemptRow;
import pipeline.store.JobTable;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.testing.LeakCheck;
import pipeline.testing.Masters;

/** Time limits, retries and stop rules with real processes on this machine. */
@Timeout(60)
class AttemptRulesIT {

    @RegisterExtension
    @Order(0)
    static final LeakCheck LEAKS = new LeakCheck();

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final JobTable table = JobTables.inMemory();
    private MasterLogging logging;

    @BeforeEach
    void start() throws Exception {
        logging = MasterLogging.start(LoggingSettings.defaults(), LogLevel.WARNING, TestRun.RECIPE, console);
    }

    @AfterEach
    void stop() {
        table.close();
        logging.close();
    }

    @Test
    void a_job_whose_time_is_over_is_ended_with_all_its_processes_and_what_it_printed_is_kept() throws Exception {
        Path marker = directory.resolve("late");
        Outcome outcome = run(
                        timeout(new TimeLimit.Fixed(Duration.ofSeconds(1))),
                        sh("echo begun; (trap '' TERM; sleep 2; touch " + marker + ") & sleep 600"))
                .get(0);
        assertThat(outcome.failure())
                .contains(new Failure(FailureKind.TIMEOUT, 124, "ran longer than its limit of 1 s"));
        assertThat(outcome.attempt().orElseThrow().stdout()).hasContent("begun\n");
        assertThat(table.get(1).orElseThrow().ending().kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(table.get(1).orElseThrow().ending().exitCode()).isEqualTo(124);
    }

    @Test
    void a_limit_of_the_job_goes_before_that_of_the_run() throws Exception {
        Outcomes outcomes = run(
                timeout(new TimeLimit.Fixed(Duration.ofMillis(500))),
                sh("sleep 1.2").timeout(Duration.ofMinutes(1)),
                sh("sleep 30"),
                sh("true"));
        assertThat(outcomes)
                .extracting(Outcome::message)
                .containsExactly("", "ran longer than its limit of 0.500 s", "");
    }

    @Test
    void a_straggler_is_ended_when_the_median_turns_out_to_be_short() throws Exception {
        Outcomes outcomes = run(
                timeout(new TimeLimit.OfMedian(300)),
                sh("sleep 30"),
                sh("sleep 0.3"),
                sh("sleep 0.3"),
                sh("sleep 0.3"));
        assertThat(outcomes.successCount()).isEqualTo(3);
        assertThat(outcomes.get(0).message())
                .matches("ran longer than its limit of (1|\\d\\.\\d+) s, 300% of the median 0\\.\\d+ s");
    }

    @Test
    void the_median_of_earlier_runs_counts_and_two_successes_are_too_few() throws Exception {
        TimeLimit triple = new TimeLimit.OfMedian(300);
        assertThat(run(timeout(triple), "1", List.of(sh("sleep 0.1"), sh("sleep 0.1"), sh("sleep 0.9"))))
                .allMatch(Outcome::isSuccess);
        Outcome outcome = run(RunRules.DEFAULT, "2", List.of(sh("sleep 30").timeout(triple)))
                .get(0);
        assertThat(outcome.failure().map(Failure::kind)).contains(FailureKind.TIMEOUT);
    }

    @Test
    void what_ran_out_of_time_may_be_tried_again() throws Exception {
        Path marker = directory.resolve("marker");
        AttemptRules rules =
                new AttemptRules(1, ExitCodes.NONE, Optional.of(new TimeLimit.Fixed(Duration.ofMillis(700))));
        assertThat(run(
                        TestRun.attempting(rules),
                        sh("test -e " + marker + " || { touch " + marker + "; sleep 30; }; echo second")))
                .allMatch(Outcome::isSuccess);
        assertThat(table.attempts(1)).extracting(AttemptRow::kind).containsExactly(FailureKind.TIMEOUT, null);
        assertThat(table.attempts(1).get(0).exitCode()).isEqualTo(124);
    }

    @Test
    void a_worker_ends_what_takes_too_long() throws Exception {
        RunRules rules = timeout(new TimeLimit.OfMedian(300));
        Outcomes first = run(rules, sh("sleep 0.1"), sh("sleep 0.1"), sh("sleep 0.1"));
        assertThat(first).allMatch(Outcome::isSuccess);
        Outcomes outcomes = pull(rules, sh("sleep 30"));
        assertThat(outcomes.get(0).failure().map(Failure::kind)).contains(FailureKind.TIMEOUT);
    }

    @Test
    void a_worker_stops_when_its_rule_strikes() throws Exception {
        Outcomes outcomes =
                pull(TestRun.halting("soon,fail=2"), sh("exit 1"), sh("exit 2"), sh("exit 3"), sh("exit 4"));
        assertThat(outcomes.errors()).hasSize(2);
        assertThat(outcomes.remaining()).isEqualTo(2);
        assertThat(outcomes.stop()).isEqualTo(Stop.HALTED);
    }

    @Test
    void retries_of_the_job_go_before_those_of_the_run_and_some_exit_codes_are_final() throws Exception {
        AttemptRules rules = new AttemptRules(1, ExitCodes.parse("64-78"), Optional.empty());
        run(
                TestRun.attempting(rules),
                sh("exit 1"),
                sh("exit 70"),
                sh("exit 1 #").retries(0));
        assertThat(IntStream.rangeClosed(1, 3).mapToObj(id -> table.attempts(id).size()))
                .containsExactly(2, 1, 1);
        assertThat(console.toString(UTF_8)).containsPattern("exit code 1; attempt 2 follows in [01]\\.\\d s");
    }

    @Test
    void a_job_with_retries_of_its_own_has_them_in_a_run_without() throws Exception {
        run(RunRules.DEFAULT, sh("exit 1").retries(1));
        assertThat(table.attempts(1)).hasSize(2);
    }

    @Test
    void an_item_left_out_is_not_tried_again_counts_as_no_failure_and_leaves_no_scratch() throws Exception {
        AttemptRules rules = new AttemptRules(3, ExitCodes.NONE, Optional.empty());
        Path marker = directory.resolve("scratch");
        Outcome outcome = run(
                        TestRun.attempting(rules),
                        sh("echo \"$PIPELINE_SCRATCH\" > " + marker + "; echo no data >&2; exit 42")
                                .skipExit(42)
                                .scratch(Scratch.CONFIGURED.keptOnFailure())
                                .outputs("/nonexistent/out"))
                .get(0);
        assertThat(outcome.state()).isEqualTo(Outcome.State.SKIPPED);
        assertThat(outcome.message()).isEqualTo("exit code 42: no data");
        assertThat(table.attempts(1)).hasSize(1);
        assertThat(Path.of(Files.readString(marker).strip())).doesNotExist();
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.IGNORE, 1L));
    }

    @Test
    void soon_lets_what_runs_go_on_and_starts_nothing_more() throws Exception {
        Outcomes outcomes = run(
                TestRun.halting("soon,fail=2"),
                sh("sleep 1.5"),
                sh("exit 1"),
                sh("exit 2"),
                // what may start between the two failures
                sh("sleep 2"),
                sh("sleep 2 #"));
        assertThat(outcomes.stop()).isEqualTo(Stop.HALTED);
        assertThat(outcomes.errors()).hasSize(2);
        assertThat(outcomes.get(0).isSuccess()).isTrue();
        assertThat(console.toString(UTF_8)).contains("so --halt soon,fail=2 stops the run; nothing more is started");
        assertThat(table.count(QueryCondition.always()))
                .containsEntry(JobStatus.ERROR, 2L)
                .doesNotContainKey(JobStatus.RESERVED);
    }

    @Test
    void now_ends_what_runs_and_leaves_it_pending() throws Exception {
        Outcomes outcomes = run(TestRun.halting("now,fail=1"), sh("sleep 30"), sh("exit 1"), sh("sleep 30 #"));
        assertThat(outcomes.stop()).isEqualTo(Stop.HALTED);
        assertThat(outcomes.errors()).hasSize(1);
        assertThat(table.count(QueryCondition.always())).isEqualTo(Map.of(JobStatus.ERROR, 1L, JobStatus.PENDING, 2L));
        assertThat(console.toString(UTF_8))
                .contains("1 job failed and 0 succeeded, so --halt now,fail=1 stops the run");
    }

    @Test
    void a_failure_that_is_tried_again_does_not_count() throws Exception {
        Path marker = directory.resolve("marker");
        RunRules plain = TestRun.halting("now,fail=1");
        RunRules rules = new RunRules(
                plain.repeat(),
                plain.limit(),
                new AttemptRules(1, ExitCodes.NONE, Optional.empty()),
                5,
                plain.presence());
        assertThat(run(rules, sh("test -e " + marker + " || { touch " + marker + "; exit 1; }"), sh("sleep 0.2")))
                .allMatch(Outcome::isSuccess);
    }

    @Test
    void a_share_of_all_jobs_stops_the_run() throws Exception {
        ComputeJob[] jobs = IntStream.range(0, 10)
                .mapToObj(i -> sh("exit $((" + i + " % 2))"))
                .toArray(ComputeJob[]::new);
        Outcomes outcomes = run(TestRun.halting("soon,fail=30%"), jobs);
        assertThat(outcomes.errors()).as("two others may run meanwhile").hasSizeBetween(3, 5);
        assertThat(outcomes.stop()).isEqualTo(Stop.HALTED);
    }

    @Test
    void a_run_may_stop_at_a_success() throws Exception {
        Outcomes outcomes =
                run(TestRun.halting("now,success=1"), sh("sleep 30"), sh("true"), sh("sleep 30 #"), sh("sleep 30 ##"));
        assertThat(outcomes.successCount()).isEqualTo(1);
        assertThat(outcomes.errors()).isEmpty();
        assertThat(outcomes.stop()).isEqualTo(Stop.HALTED);
    }

    private static RunRules timeout(TimeLimit limit) {
        return TestRun.attempting(new AttemptRules(0, ExitCodes.NONE, Optional.of(limit)));
    }

    private Outcomes run(RunRules rules, ComputeJob... jobs) throws Exception {
        return run(rules, "1", List.of(jobs));
    }

    private Outcomes run(RunRules rules, String step, List<ComputeJob> jobs) throws Exception {
        Membership membership = Masters.enter(table, TestRun.RECIPE, TestRun.JOB_NAME, rules);
        try (LogServer logServer = logServer();
                LocalTransport transport = new LocalTransport(Duration.ofSeconds(15));
                membership;
                Dispatcher dispatcher =
                        new Dispatcher(TestRun.identity(directory), settings(), transport, logServer, membership)) {
            return dispatcher.run(step, jobs, 3, JobListener.NONE, Provenance.NONE);
        }
    }

    /** Brings jobs into the table and has a worker pull them, one after the other. */
    private Outcomes pull(RunRules rules, ComputeJob... jobs) throws Exception {
        Membership membership = Masters.enterWorker(table, TestRun.RECIPE, TestRun.JOB_NAME, rules);
        table.submit(Submission.of(
                new StepName(TestRun.RECIPE, TestRun.JOB_NAME, "pulled"),
                membership.id(),
                Duration.ZERO,
                5,
                List.of(jobs)));
        try (LogServer logServer = logServer();
                LocalTransport transport = new LocalTransport(Duration.ofSeconds(15));
                membership;
                Worker worker = new Worker(TestRun.identity(directory), settings(), transport, logServer, membership)) {
            return worker.work(new PullOptions(Set.of(), 1, Optional.empty()), JobListener.NONE);
        }
    }

    /** Everything lies in the directory of the test. */
    private DispatchSettings settings() throws Exception {
        Path file = Files.writeString(
                directory.resolve("pipeline.cfg"), "[remote]\nnode_directory = " + directory.resolve("node") + "\n");
        return DispatchSettings.from(Configuration.read(file, Map.of(), Map.of()))
                .onThisMachine();
    }

    private static LogServer logServer() throws Exception {
        return LogServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), record -> {});
    }

    private static ComputeJob sh(String command) {
        return ComputeJob.command("a", "sh", "-c", command);
    }
}

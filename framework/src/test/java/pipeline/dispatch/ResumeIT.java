package pipeline.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopMode;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.JobKey;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.Outcome.State;
import pipeline.job.Outcomes;
import pipeline.job.Outcomes.Stop;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.log.LogLevel;
import pipeline.log.server.LoggingSettings;
import pipeline.log.server.MasterLogging;
import pipeline.store.AttemptRow;
import pipeline.store.JobTable;
import pipeline.store.NewJob;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.testing.LeakCheck;

/** What a run does with what earlier runs left in the table, and where it stops. */
@Timeout(60)
class ResumeIT {

    @RegisterExtension
    private final LeakCheck leaks = new LeakCheck();

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final JobTable table = JobTables.inMemory();
    private MasterLogging logging;

    @BeforeEach
    void start() throws Exception {
        LoggingSettings lines = new LoggingSettings(Optional.empty(), "%(levelname)s %(message)s", "");
        logging = MasterLogging.start(lines, LogLevel.WARNING, TestRun.RECIPE, console);
    }

    @AfterEach
    void stop() {
        table.close();
        logging.close();
    }

    @Test
    void what_was_done_before_is_not_run_again_and_says_what_it_said_then() throws Exception {
        Outcomes before = run(RunRules.DEFAULT, "1", 0, 0, 7);
        assertThat(console.toString(UTF_8).lines()).hasSize(1).allMatch(line -> line.contains("failed: exit code 7"));
        console.reset();
        Outcomes after = run(RunRules.DEFAULT, "1", 9, 9, 0);
        assertThat(states(before)).containsExactly(State.SUCCEEDED, State.SUCCEEDED, State.FAILED);
        assertThat(after).allMatch(Outcome::isSuccess);
        assertThat(after.get(0).attempt().orElseThrow().number())
                .isEqualTo(before.get(0).attempt().orElseThrow().number());
        assertThat(console.toString(UTF_8).lines())
                .containsExactly("WARNING 2 of 3 jobs were done before and are not run again (--fresh runs all);"
                        + " 1 failed before and is run again");
    }

    @Test
    void an_attempt_is_the_same_when_it_has_ended_and_when_the_table_tells_of_it() throws Exception {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Outcomes live = run(TestRun.repeating(false, true), "1", 0, 7);
        Outcomes told = run(TestRun.repeating(false, true), "1", 0, 7);
        for (int i = 0; i < live.size(); i++) {
            Attempt attempt = live.get(i).attempt().orElseThrow();
            assertThat(told.get(i).attempt()).contains(attempt);
            assertThat(attempt.started()).isBetween(before, Instant.now());
            assertThat(told.get(i).failure()).isEqualTo(live.get(i).failure());
        }
        assertThat(table.attempts(1)).extracting(AttemptRow::exitCode).containsExactly(0);
        assertThat(table.attempts(2)).extracting(AttemptRow::exitCode).containsExactly(7);
    }

    @Test
    void errors_are_kept_when_that_is_asked_for() throws Exception {
        run(RunRules.DEFAULT, "1", 0, 7);
        Outcomes kept = run(TestRun.repeating(false, true), "1", 9, 0);
        assertThat(states(kept)).containsExactly(State.SUCCEEDED, State.FAILED);
        assertThat(kept.get(1).failure().orElseThrow().exitCode()).isEqualTo(7);
        assertThat(kept.get(1).message()).isEqualTo("exit code 7");
        assertThat(kept.errors())
                .containsExactly(new Outcomes.JobError(JobKey.ofEach(jobs(2)).get(1), "exit code 7"));
        assertThat(kept.stop()).isEqualTo(Stop.ALL_DONE);
    }

    @Test
    void a_fresh_run_runs_all() throws Exception {
        run(RunRules.DEFAULT, "1", 0, 7);
        Outcomes fresh = run(TestRun.repeating(true, false), "1", 3, 0);
        assertThat(states(fresh)).containsExactly(State.FAILED, State.SUCCEEDED);
        assertThat(table.attempts(1))
                .extracting(AttemptRow::ending)
                .containsExactly(AttemptRow.AttemptEnd.SUCCESS, AttemptRow.AttemptEnd.ERROR);
    }

    @Test
    void equal_jobs_of_another_step_are_other_jobs() throws Exception {
        run(RunRules.DEFAULT, "1", 0);
        assertThat(states(run(RunRules.DEFAULT, "2", 5))).containsExactly(State.FAILED);
    }

    @Test
    void what_is_marked_to_be_left_out_is_left_out_and_says_why() throws Exception {
        run(RunRules.DEFAULT, "1", 0, 7);
        table.change(JobEvent.IGNORE, QueryCondition.equal(JobFields.JOB_ID, 2L), "the file is broken");
        Outcomes outcomes = run(RunRules.DEFAULT, "1", 0, 0);
        assertThat(states(outcomes)).containsExactly(State.SUCCEEDED, State.IGNORED);
        assertThat(outcomes.get(1).message()).isEqualTo("the file is broken");
        assertThat(outcomes.remaining()).isZero();
    }

    @Test
    void an_interrupted_run_goes_on_where_it_stood() throws Exception {
        List<ComputeJob> jobs = jobs(20);
        CompletableFuture<Outcomes> call;
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            FakeHost host = run.holding("a");
            call = run.begin("1", jobs);
            for (int i = 0; i < 5; i++) {
                host.held.take().end(0);
            }
            host.held.take();
            run.dispatcher.stop(StopMode.END, "interrupted");
            Outcomes first = call.get();
            assertThat(first.successCount()).isEqualTo(5);
            assertThat(first.remaining()).isEqualTo(15);
            assertThat(first.stop()).isEqualTo(Stop.INTERRUPTED);
            assertThat(run.run("2", jobs(1)).stop()).isEqualTo(Stop.INTERRUPTED);
        }
        assertThat(table.count(QueryCondition.always()))
                .isEqualTo(Map.of(JobStatus.SUCCESS, 5L, JobStatus.PENDING, 15L));
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            Outcomes rest = run.run("1", jobs);
            assertThat(rest).hasSize(20).allMatch(Outcome::isSuccess);
            assertThat(run.transport.host("a").runs).hasValue(15);
        }
    }

    @Test
    void the_more_urgent_go_first_and_the_less_urgent_may_be_left() throws Exception {
        List<ComputeJob> jobs = IntStream.of(9, 2, 7, 2, 5)
                .mapToObj(priority -> job("p" + priority).priority(priority))
                .toList();
        try (TestRun run =
                new TestRun(table, directory, TestRun.limited(true, OptionalInt.of(5), OptionalLong.empty()))) {
            FakeHost host = run.holding("a");
            CompletableFuture<Outcomes> call = CompletableFuture.supplyAsync(() -> {
                try {
                    return run.dispatcher.run("1", jobs, 1, JobListener.NONE, Provenance.NONE);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(script(host)).contains("set -- true p2\n");
            assertThat(script(host)).contains("set -- true p2\n");
            assertThat(script(host)).contains("set -- true p5\n");
            Outcomes outcomes = call.get();
            assertThat(states(outcomes))
                    .containsExactly(
                            State.NOT_STARTED, State.SUCCEEDED, State.NOT_STARTED, State.SUCCEEDED, State.SUCCEEDED);
            assertThat(outcomes.get(0).message()).isEqualTo("its priority 9 is less urgent than 5");
            assertThat(outcomes.stop()).isEqualTo(Stop.LESS_URGENT_LEFT);
            assertThat(outcomes.remaining()).isEqualTo(2);
        }
    }

    @Test
    void no_more_are_started_than_may_be_over_all_calls() throws Exception {
        try (TestRun run =
                new TestRun(table, directory, TestRun.limited(true, OptionalInt.empty(), OptionalLong.of(3)))) {
            Outcomes first = run.run("1", jobs(2));
            Outcomes second = run.run("2", jobs(4));
            assertThat(first.stop()).isEqualTo(Stop.ALL_DONE);
            assertThat(second.successCount()).isEqualTo(1);
            assertThat(second.stop()).isEqualTo(Stop.MAX_CALLS);
            assertThat(run.run("3", jobs(1)).get(0).message())
                    .isEqualTo("the run has started 3 jobs, as many as it may");
            assertThat(run.transport.host("a").runs).hasValue(3);
        }
        assertThat(table.count(QueryCondition.always()))
                .isEqualTo(Map.of(JobStatus.SUCCESS, 3L, JobStatus.PENDING, 4L));
    }

    @Test
    void after_the_first_failure_nothing_is_started_if_the_run_does_not_keep_going() throws Exception {
        try (TestRun run =
                new TestRun(table, directory, TestRun.limited(false, OptionalInt.empty(), OptionalLong.empty()))) {
            FakeHost host = run.holding("a");
            CompletableFuture<Outcomes> call = run.begin("1", jobs(6));
            FakeHost.FakeSlot first = host.held.take();
            FakeHost.FakeSlot second = host.held.take();
            first.end(1);
            assertThat(run.run("2", List.of(ComputeJob.command("b", "true"))).stop())
                    .isEqualTo(Stop.HALTED);
            second.end(0);
            Outcomes outcomes = call.get();
            assertThat(outcomes.successCount()).isEqualTo(1);
            assertThat(outcomes).filteredOn(o -> o.state() == State.NOT_STARTED).hasSize(4);
            assertThat(outcomes.stop()).isEqualTo(Stop.HALTED);
            assertThat(run.run("3", jobs(1)).stop()).isEqualTo(Stop.HALTED);
        }
        assertThat(table.count(QueryCondition.always())).doesNotContainKey(JobStatus.RESERVED);
    }

    @Test
    void a_job_that_failed_is_tried_again_as_often_as_the_rules_say() throws Exception {
        Outcomes outcomes;
        try (TestRun run = new TestRun(table, directory, TestRun.retrying(1))) {
            FakeHost host = run.holding("a");
            CompletableFuture<Outcomes> call = run.begin("1", jobs(2));
            host.held.take().end(3);
            host.held.take().end(3);
            host.held.take().end(0);
            host.held.take().end(4);
            outcomes = call.get();
        }
        assertThat(states(outcomes)).containsExactlyInAnyOrder(State.SUCCEEDED, State.FAILED);
        assertThat(table.attempts(1)).hasSize(2);
        Instant scheduled = table.get(1).orElseThrow().state().scheduled();
        assertThat(table.attempts(1).get(0).completed()).isBefore(scheduled);
        assertThat(table.attempts(1).get(1).reserved()).isAfterOrEqualTo(scheduled);
        assertThat(console.toString(UTF_8)).containsPattern("failed: exit code 3; attempt 2 follows in [01]\\.\\d s");
    }

    @Test
    void a_job_whose_time_has_not_come_is_waited_for() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            table.submit(new Submission(
                    new StepName(TestRun.RECIPE, TestRun.JOB_NAME, "1"),
                    run.membership.id(),
                    Duration.ofMillis(100),
                    List.of(new NewJob(jobs(1).get(0), JobKey.ofEach(jobs(1)).get(0), 5, null))));
            assertThat(run.run("1", jobs(1))).allMatch(Outcome::isSuccess);
            assertThat(table.attempts(1))
                    .singleElement()
                    .satisfies(attempt -> assertThat(attempt.reserved())
                            .isAfterOrEqualTo(table.get(1).orElseThrow().state().scheduled()));
        }
    }

    @Test
    void parked_jobs_say_why_in_the_table_until_they_run() throws Exception {
        try (TestRun run = new TestRun(table, directory, RunRules.DEFAULT)) {
            run.transport.host("a").allowed = 0;
            Outcomes outcomes = run.run("1", jobs(2));
            assertThat(outcomes.stop()).isEqualTo(Stop.PARKED);
            assertThat(outcomes.remaining()).isEqualTo(2);
            assertThat(table.get(1).orElseThrow().state().reason()).isEqualTo("a: nobody answers");
            run.transport.host("a").allowed = 2;
            assertThat(run.run("1", jobs(2))).allMatch(Outcome::isSuccess);
            assertThat(table.get(1).orElseThrow().state().reason()).isEmpty();
            assertThat(table.get(1).orElseThrow().attempts()).isEqualTo(1);
        }
    }

    private Outcomes run(RunRules rules, String step, int... codes) throws Exception {
        try (TestRun run = new TestRun(table, directory, rules)) {
            FakeHost host = run.transport.host("a");
            host.code = script -> codes[Integer.parseInt(script.replaceAll("(?s).*'job (\\d+)'.*", "$1"))];
            return run.run(step, jobs(codes.length));
        }
    }

    private static String script(FakeHost host) throws InterruptedException {
        FakeHost.FakeSlot slot = host.held.take();
        String script = slot.script;
        slot.end(0);
        return script;
    }

    private static List<State> states(Outcomes outcomes) {
        return outcomes.stream().map(Outcome::state).toList();
    }

    private static ComputeJob job(String word) {
        return ComputeJob.command("a", "true", word);
    }

    private static List<ComputeJob> jobs(int count) {
        return IntStream.range(0, count).mapToObj(i -> job("job " + i)).toList();
    }
}

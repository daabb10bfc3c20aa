package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.attempt.BegunAttempts;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.Timeouts;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.job.lifecycle.JobStatus;

/** What becomes of the jobs of a gang when the first of them ends, in virtual time and without hosts. */
@Timeout(60)
class GangCompletionTest {

    private static final Failure EXIT_3 = new Failure(FailureKind.PROGRAM, 3, "exit code 3");

    @TempDir
    private Path directory;

    private LoopTestBed bed;
    private GangCompletion gangs;
    private List<RunningAttempt> attempts;

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void none_of_a_gang_is_done_before_all_are() throws Exception {
        start(RunRules.DEFAULT);
        end(0, succeeded(0));
        end(1, succeeded(1));
        assertThat(bed.outcomes).isEmpty();
        assertThat(statuses()).containsOnly(JobStatus.RESERVED);
        end(2, succeeded(2));
        awaitOutcomes();
        assertThat(bed.outcomes).allMatch(Outcome::isSuccess);
        assertThat(statuses()).containsOnly(JobStatus.SUCCESS);
    }

    @Test
    void the_first_that_fails_ends_the_others_and_all_fail_because_of_it() throws Exception {
        start(RunRules.DEFAULT);
        end(1, failed(1, EXIT_3));
        assertThat(killed()).containsExactly(true, false, true);
        end(0, failed(0, new Failure(FailureKind.CANCELLED, null, reason())));
        assertThat(bed.outcomes).isEmpty();
        end(2, succeeded(2));
        awaitOutcomes();
        assertThat(bed.outcomes)
                .extracting(outcome -> outcome.failure().orElseThrow().kind())
                .containsOnly(FailureKind.PROGRAM);
        assertThat(bed.outcomes).extracting(Outcome::message).containsExactly("exit code 3", reason(), reason());
        assertThat(statuses()).containsOnly(JobStatus.ERROR);
    }

    @Test
    void an_exit_code_ends_the_others_before_the_outcome_is_known() throws Exception {
        start(RunRules.DEFAULT);
        bed.onLoop(() -> gangs.exited(attempts.get(1), 0));
        assertThat(killed()).containsOnly(false);
        bed.onLoop(() -> gangs.exited(attempts.get(1), 3));
        assertThat(killed()).containsExactly(true, false, true);
    }

    @Test
    void with_the_first_that_failed_all_are_tried_again() throws Exception {
        start(TestRun.retrying(1));
        end(0, failed(0, EXIT_3));
        end(1, succeeded(1));
        end(2, failed(2, new Failure(FailureKind.CANCELLED, null, reason())));
        assertThat(phases()).containsOnly(JobPhase.DELAYED);
        assertThat(statuses()).containsOnly(JobStatus.PENDING);
        assertThat(bed.outcomes).isEmpty();
    }

    @Test
    void what_one_of_a_gang_leaves_out_all_do() throws Exception {
        start(RunRules.DEFAULT);
        end(0, Outcome.skipped(job(0), LoopTestBed.attempt(attempts.get(0).job()), 42, "exit code 42"));
        end(1, succeeded(1));
        end(2, succeeded(2));
        awaitOutcomes();
        assertThat(bed.outcomes).extracting(Outcome::state).containsOnly(Outcome.State.SKIPPED);
        assertThat(bed.outcomes).last().extracting(Outcome::message).asString().contains("is left out: exit code 42");
    }

    @Test
    void one_that_somebody_ended_fails_by_itself_and_what_the_others_did_does_not_count() throws Exception {
        start(TestRun.retrying(1));
        end(0, failed(0, new Failure(FailureKind.CANCELLED, null, "interrupted")));
        end(1, succeeded(1));
        end(2, succeeded(2));
        awaitOutcomes();
        assertThat(bed.outcomes)
                .extracting(outcome -> outcome.failure().orElseThrow().kind())
                .containsOnly(FailureKind.CANCELLED);
        assertThat(statuses()).containsOnly(JobStatus.PENDING);
    }

    @Test
    void when_a_host_is_away_the_others_are_parked_with_its_job() throws Exception {
        start(RunRules.DEFAULT);
        end(0, Outcome.parked(job(0), "a: connection lost"));
        end(1, failed(1, new Failure(FailureKind.CANCELLED, null, reason())));
        end(2, succeeded(2));
        awaitOutcomes();
        assertThat(bed.outcomes).extracting(Outcome::state).containsOnly(Outcome.State.PARKED);
        assertThat(statuses()).as("of the first the host is asked").containsOnly(JobStatus.PENDING);
    }

    @Test
    void when_the_table_does_not_take_the_first_failure_the_others_have_outcomes_too() throws Exception {
        start(RunRules.DEFAULT);
        bed.writer.close();
        for (int rank = 0; rank < attempts.size(); rank++) {
            Outcome outcome = rank == 0 ? failed(0, EXIT_3) : succeeded(rank);
            RunningAttempt attempt = attempts.get(rank);
            assertThat(bed.onLoop(() -> gangs.ended(attempt, outcome))).isTrue();
        }
        await().until(() -> bed.onLoop(() -> {
            bed.parts.recorder().reportUnrecorded();
            return bed.outcomes.size() == attempts.size();
        }));
        assertThat(bed.outcomes).extracting(Outcome::message).containsExactly("exit code 3", reason(), reason());
    }

    @Test
    void an_attempt_of_no_gang_is_not_taken() throws Exception {
        bed = new LoopTestBed(directory, RunRules.DEFAULT);
        RunningAttempt alone = bed.running("a");
        GangCompletion none = completion();
        assertThat(bed.onLoop(
                        () -> none.ended(alone, Outcome.notStarted(alone.job().job(), "left"))))
                .isFalse();
    }

    private void start(RunRules rules) throws Exception {
        bed = new LoopTestBed(directory, rules);
        gangs = completion();
        attempts = LoopTestBed.gang("h0", "h1", "h2").stream()
                .map(job -> BegunAttempts.sent(bed.running(bed.job(job))))
                .toList();
        RunningGang gang = new RunningGang("g", 3);
        bed.onLoop(() -> attempts.forEach(attempt -> gangs.started(attempt, gang)));
    }

    private GangCompletion completion() {
        return new GangCompletion(bed.parts.state(), bed.completion, Timeouts.DEFAULT, bed.runner.logger());
    }

    private void end(int rank, Outcome outcome) {
        assertThat(bed.onLoop(() -> gangs.ended(attempts.get(rank), outcome))).isTrue();
        bed.settle();
    }

    private ComputeJob job(int rank) {
        return attempts.get(rank).job().job();
    }

    private Outcome succeeded(int rank) {
        return Outcome.succeeded(
                job(rank), LoopTestBed.attempt(attempts.get(rank).job()), null);
    }

    private Outcome failed(int rank, Failure failure) {
        return Outcome.failed(job(rank), LoopTestBed.attempt(attempts.get(rank).job()), failure);
    }

    /** Returns why the others were ended. */
    private String reason() {
        return attempts.stream()
                .map(RunningAttempt::ended)
                .filter(ended -> ended != null)
                .findFirst()
                .orElseThrow()
                .message();
    }

    private List<Boolean> killed() {
        return attempts.stream()
                .map(attempt -> ((FakeHost.FakeSlot) attempt.slot()).isKilled)
                .toList();
    }

    private List<JobStatus> statuses() {
        return attempts.stream()
                .map(attempt -> bed.row(attempt.job()).state().status())
                .toList();
    }

    private List<JobPhase> phases() {
        return attempts.stream().map(attempt -> attempt.job().phase()).toList();
    }

    private void awaitOutcomes() {
        await().until(() -> bed.outcomes.size() == attempts.size());
    }
}

package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pipeline.dispatch.attempt.BegunAttempts;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.KeptSlots;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopReason;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.remote.TransportException;
import pipeline.store.AttemptRow;
import pipeline.store.JobRow;
import pipeline.store.Reservation;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;

/** What becomes of a job when an attempt at it is over, in virtual time and without hosts. */
@Timeout(60)
class AttemptCompletionTest {

    private static final Failure EXIT_3 = new Failure(FailureKind.PROGRAM, 3, "exit code 3");
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(1250);

    /** Parked jobs stay so. */
    private static final Map<String, String> PATIENT = Map.of("park_wait", "1h");

    @TempDir
    private Path directory;

    private LoopTestBed bed;

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void a_success_is_in_the_table_before_it_is_told_and_the_host_may_forget_it() throws Exception {
        RunningAttempt attempt = sent(RunRules.DEFAULT);
        complete(completion -> completion.own(attempt, succeeded(attempt)));
        assertThat(bed.outcome().isSuccess()).isTrue();
        assertThat(bed.row(attempt.job()).state().status()).isEqualTo(JobStatus.SUCCESS);
        assertThat(attempt.job().phase()).isEqualTo(JobPhase.DONE);
        assertThat(settled(attempt)).containsExactly(attempt.job().number() + ".1");
        assertThat(bed.heard).containsExactly("ended SUCCEEDED");
    }

    @Test
    void a_failure_is_final_if_the_rules_have_no_retries() throws Exception {
        RunningAttempt attempt = sent(RunRules.DEFAULT);
        complete(completion -> completion.own(attempt, failed(attempt)));
        assertThat(bed.outcome().failure()).contains(EXIT_3);
        assertThat(bed.row(attempt.job()).state().status()).isEqualTo(JobStatus.ERROR);
    }

    @Test
    void a_job_that_failed_waits_for_its_pause_and_then_for_its_turn_and_fails_for_good_when_its_retries_are_used_up()
            throws Exception {
        RunningAttempt attempt = sent(TestRun.retrying(1));
        QueuedJob job = attempt.job();
        complete(completion -> completion.own(attempt, failed(attempt)));
        assertThat(job.phase()).isEqualTo(JobPhase.DELAYED);
        assertThat(bed.row(job).state().status()).isEqualTo(JobStatus.PENDING);
        assertThat(bed.time.untilNext()).isBetween(Duration.ofMillis(750), LONGEST_PAUSE);
        bed.pass(bed.time.untilNext().minusNanos(1));
        assertThat(job.phase()).isEqualTo(JobPhase.DELAYED);
        bed.pass(Duration.ofNanos(1));
        assertThat(job.phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(job.reservation()).isNull();
        await().until(() -> bed.heard.equals(List.of("waits " + job.number())));
        assertThat(bed.outcomes).isEmpty();
    }

    @Test
    void a_failure_that_is_the_hosts_fault_takes_nothing_from_the_retries_and_the_job_waits_for_its_turn()
            throws Exception {
        RunningAttempt attempt = sent(RunRules.DEFAULT);
        QueuedJob job = attempt.job();
        complete(completion -> completion.conclude(new HostFailureDetector.Diagnosis(attempt, failed(attempt), true)));
        assertThat(job.phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(job.reservation()).isNull();
        assertThat(bed.row(job).state().status()).isEqualTo(JobStatus.PENDING);
        AttemptRow row = bed.table.attempts(job.number()).get(0);
        assertThat(row.kind()).isEqualTo(FailureKind.CONNECTION);
        assertThat(row.exitCode()).isEqualTo(3);
        assertThat(bed.outcomes).isEmpty();
    }

    @Test
    void a_failure_that_is_the_hosts_fault_parks_the_job_if_the_host_has_been_set_aside() throws Exception {
        RunningAttempt attempt = sent(RunRules.DEFAULT);
        bed.onLoop(() -> bed.parts.state().hostHealth().blame(bed.slots("a"), "a: bad", 0));
        complete(completion -> completion.conclude(new HostFailureDetector.Diagnosis(attempt, failed(attempt), true)));
        assertThat(attempt.job().phase()).isEqualTo(JobPhase.DONE);
        assertThat(bed.outcome().state()).isEqualTo(Outcome.State.PARKED);
        assertThat(bed.outcome().message()).isEqualTo("a: bad");
    }

    @Test
    void a_failure_that_is_the_jobs_own_is_told_as_it_is() throws Exception {
        RunningAttempt attempt = sent(RunRules.DEFAULT);
        complete(completion -> completion.conclude(new HostFailureDetector.Diagnosis(attempt, failed(attempt), false)));
        assertThat(bed.outcome().failure()).contains(EXIT_3);
    }

    @Test
    void a_worker_leaves_a_job_to_others_whose_host_is_at_fault() throws Exception {
        bed = new LoopTestBed(directory, RunRules.DEFAULT);
        JobBatch pulled = JobBatch.pulled(1, bed);
        RunningAttempt attempt = BegunAttempts.sent(bed.running(bed.job(ComputeJob.command("a", "true"), pulled)));
        complete(completion -> completion.conclude(new HostFailureDetector.Diagnosis(attempt, failed(attempt), true)));
        assertThat(bed.outcome().state()).isEqualTo(Outcome.State.PARKED);
        assertThat(pulled.await().stop()).isEqualTo(Outcomes.Stop.PARKED);
        assertThat(bed.row(attempt.job()).state().status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void a_worker_leaves_the_next_attempt_to_others() throws Exception {
        bed = new LoopTestBed(directory, TestRun.retrying(1));
        RunningAttempt attempt =
                BegunAttempts.sent(bed.running(bed.job(ComputeJob.command("a", "true"), JobBatch.pulled(1, bed))));
        complete(completion -> completion.own(attempt, failed(attempt)));
        assertThat(bed.outcome().state()).isEqualTo(Outcome.State.NOT_STARTED);
        assertThat(bed.outcome().message()).matches("exit code 3; attempt 2 follows in [01]\\.\\d s");
        assertThat(bed.row(attempt.job()).state().status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void a_job_that_its_host_refused_before_its_start_waits_longer_each_time_and_is_parked_with_the_host()
            throws Exception {
        bed = new LoopTestBed(directory, RunRules.DEFAULT, PATIENT);
        bed.waiting("a");
        List<RunningAttempt> attempts = List.of(bed.running("a"), bed.running("a"), bed.running("a"));
        refuse(attempts.get(0));
        assertThat(attempts.get(0).job().phase()).isEqualTo(JobPhase.DELAYED);
        assertThat(bed.time.untilNext()).isBetween(Duration.ofMillis(375), Duration.ofMillis(500));
        bed.pass(Duration.ofMillis(500));
        assertThat(attempts.get(0).job().phase()).isEqualTo(JobPhase.QUEUED);
        refuse(attempts.get(1));
        assertThat(bed.time.untilNext()).isBetween(Duration.ofMillis(750), Duration.ofSeconds(1));
        refuse(attempts.get(2));
        assertThat(bed.onLoop(() -> bed.parts.state().hostHealth().isAside(bed.slots("a"))))
                .isTrue();
        assertThat(attempts.get(2).job().phase()).isEqualTo(JobPhase.PARKED);
        assertThat(bed.table.attempts(attempts.get(2).job().number()))
                .as("it was none")
                .isEmpty();
    }

    @Test
    void a_job_that_needs_another_host_waits_for_that_one_as_its_own_jobs_do() throws Exception {
        bed = new LoopTestBed(directory, RunRules.DEFAULT, PATIENT);
        RunningAttempt attempt = bed.running(bed.job(ComputeJob.copy("far", "/x", "near", "/x")));
        TransportException away = new TransportException(TransportException.Cause.UNREACHABLE, "far", "nobody answers");
        BegunAttempts.waitingFor(attempt, away);
        complete(completion ->
                completion.own(attempt, Outcome.parked(attempt.job().job(), "far: nobody answers")));
        assertThat(attempt.job().phase()).isEqualTo(JobPhase.PARKED);
        assertThat(bed.onLoop(() -> bed.parts.state().hostHealth().isAside(bed.slots("far"))))
                .isTrue();
        assertThat(bed.onLoop(() -> bed.parts.state().hostHealth().isAside(bed.slots("near"))))
                .isFalse();
    }

    @Test
    void a_job_whose_connection_was_lost_is_parked_for_the_next_run_and_its_host_keeps_what_becomes_of_it()
            throws Exception {
        RunningAttempt attempt = sent(RunRules.DEFAULT);
        complete(completion ->
                completion.own(attempt, Outcome.parked(attempt.job().job(), "a: connection lost")));
        assertThat(bed.outcome().state()).isEqualTo(Outcome.State.PARKED);
        assertThat(settled(attempt)).isEmpty();
        assertThat(bed.table.attempts(attempt.job().number()).get(0).ending()).isEqualTo(AttemptRow.AttemptEnd.LOST);
    }

    @Test
    void an_attempt_that_was_ended_because_another_host_is_away_runs_again_or_is_parked() throws Exception {
        RunningAttempt attempt = sent(RunRules.DEFAULT);
        complete(completion -> completion.again(attempt, excuse(attempt), false));
        assertThat(attempt.job().phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(bed.outcomes).isEmpty();

        RunningAttempt other = BegunAttempts.sent(bed.running("b"));
        complete(completion -> completion.again(other, excuse(other), true));
        assertThat(bed.outcome().state()).isEqualTo(Outcome.State.PARKED);
        assertThat(other.job().batch().await().stop()).isEqualTo(Outcomes.Stop.PARKED);
        assertThat(bed.row(other.job()).state().status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void what_the_table_says_counts_if_somebody_cancelled_the_job_meanwhile() throws Exception {
        RunningAttempt attempt = sent(TestRun.retrying(3));
        bed.table.change(JobEvent.CANCEL, only(attempt.job()), "not needed");
        complete(completion -> completion.own(attempt, succeeded(attempt)));
        assertThat(bed.outcome().failure().map(Failure::kind)).contains(FailureKind.CANCELLED);
        assertThat(bed.outcome().message()).isEqualTo("not needed");
        assertThat(settled(attempt)).as("nobody will ask for it").hasSize(1);
    }

    @Test
    void a_reservation_that_was_lost_to_another_process_leaves_the_outcome_to_it_and_the_host_keeps_ours()
            throws Exception {
        RunningAttempt attempt = sent(RunRules.DEFAULT);
        QueuedJob job = attempt.job();
        bed.takeAway(attempt);
        complete(completion -> completion.own(attempt, succeeded(attempt)));
        assertThat(bed.outcome().isSuccess()).as("as far as this run knows").isTrue();
        JobRow row = bed.row(job);
        assertThat(row.state().status()).isEqualTo(JobStatus.RESERVED);
        assertThat(settled(attempt)).isEmpty();
        assertThat(bed.onLoop(() -> KeptSlots.isKept(bed.slots("a")))).isTrue();
    }

    @Test
    void a_failure_is_not_tried_again_once_the_run_has_been_stopped() throws Exception {
        RunningAttempt attempt = sent(TestRun.retrying(3));
        stop();
        complete(completion -> completion.own(attempt, failed(attempt)));
        assertThat(bed.outcome().failure()).contains(EXIT_3);
        assertThat(bed.row(attempt.job()).state().status()).isEqualTo(JobStatus.ERROR);
    }

    @Test
    void a_job_that_was_not_sent_because_the_run_has_been_stopped_is_pending_with_the_reason() throws Exception {
        bed = new LoopTestBed(directory, RunRules.DEFAULT);
        RunningAttempt attempt = bed.running("a");
        stop();
        complete(completion ->
                completion.own(attempt, Outcome.notStarted(attempt.job().job(), "interrupted")));
        assertThat(bed.outcome().state()).isEqualTo(Outcome.State.NOT_STARTED);
        await().until(() -> !bed.row(attempt.job()).state().reason().isEmpty());
        assertThat(bed.row(attempt.job()).state().status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void one_of_a_gang_hears_whether_it_is_tried_again() throws Exception {
        RunningAttempt attempt = sent(TestRun.retrying(1));
        List<Boolean> told = new CopyOnWriteArrayList<>();
        complete(completion -> completion.ofGang(attempt, failed(attempt), true, told::add));
        RunningAttempt other = BegunAttempts.sent(bed.running("b"));
        complete(completion -> completion.ofGang(other, failed(other), false, told::add));
        assertThat(told).containsExactly(true, false);
        assertThat(attempt.job().phase()).isEqualTo(JobPhase.DELAYED);
        assertThat(other.job().phase()).isEqualTo(JobPhase.DONE);
    }

    @Test
    void a_job_that_its_host_can_never_run_fails_without_having_been_started() throws Exception {
        bed = new LoopTestBed(directory, TestRun.retrying(3));
        QueuedJob job = bed.waiting("a");
        bed.onLoop(() -> bed.parts.state().hosts().drain());
        Reservation reservation = bed.reserve(job);
        complete(completion -> completion.unschedulable(job.reserve(reservation, 0), reservation, "a has 1 core"));
        assertThat(bed.outcome().state()).isEqualTo(Outcome.State.FAILED);
        assertThat(bed.outcome().message()).contains("a has 1 core");
        assertThat(bed.row(job).state().status()).isEqualTo(JobStatus.ERROR);
    }

    @Test
    void an_attempt_that_is_given_up_is_told_at_once_and_its_host_keeps_what_becomes_of_it() throws Exception {
        RunningAttempt attempt = sent(RunRules.DEFAULT);
        bed.onLoop(() -> bed.completion.givenUp(attempt, failed(attempt)));
        assertThat(bed.outcome().state()).isEqualTo(Outcome.State.FAILED);
        assertThat(attempt.job().phase()).isEqualTo(JobPhase.DONE);
        assertThat(bed.onLoop(() -> KeptSlots.isKept(bed.slots("a")))).isTrue();
    }

    private RunningAttempt sent(RunRules rules) throws Exception {
        bed = new LoopTestBed(directory, rules);
        return BegunAttempts.sent(bed.running("a"));
    }

    private void complete(Consumer<AttemptCompletion> event) {
        bed.onLoop(() -> event.accept(bed.completion));
        bed.settle();
    }

    /** The host of an attempt has no shell for it, though it answers. */
    private void refuse(RunningAttempt attempt) {
        complete(completion ->
                completion.own(attempt, Outcome.parked(attempt.job().job(), "a: refused")));
    }

    private void stop() {
        bed.onLoop(() -> bed.parts.state().limits().stop(new StopReason(Outcomes.Stop.INTERRUPTED, "interrupted")));
    }

    private static QueryCondition only(QueuedJob job) {
        return QueryCondition.in(JobFields.JOB_ID, List.of(job.number()));
    }

    private static Outcome succeeded(RunningAttempt attempt) {
        return Outcome.succeeded(attempt.job().job(), LoopTestBed.attempt(attempt.job()), null);
    }

    private static Outcome failed(RunningAttempt attempt) {
        return Outcome.failed(attempt.job().job(), LoopTestBed.attempt(attempt.job()), EXIT_3);
    }

    private static Outcome excuse(RunningAttempt attempt) {
        return Outcome.failed(
                attempt.job().job(),
                LoopTestBed.attempt(attempt.job()),
                new Failure(FailureKind.CONNECTION, null, "b is away"));
    }

    private static List<String> settled(RunningAttempt attempt) {
        return ((FakeHost.FakeSlot) attempt.slot()).settled;
    }
}

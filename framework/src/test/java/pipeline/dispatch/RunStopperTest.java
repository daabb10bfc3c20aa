package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.KeptSlots;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopMode;
import pipeline.dispatch.rules.StopReason;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.job.lifecycle.JobStatus;

/** How a run ends before all is done. */
@Timeout(60)
class RunStopperTest {

    private static final StopReason HALTED = new StopReason(Outcomes.Stop.HALTED, "2 jobs failed");

    @TempDir
    private Path directory;

    private LoopTestBed bed;
    private RunStopper stopper;

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void what_waits_is_left_with_the_reason_wherever_it_waits() throws Exception {
        start(RunRules.DEFAULT);
        QueuedJob queued = bed.waiting("a");
        QueuedJob delayed = bed.job(ComputeJob.command("a", "true"));
        bed.onLoop(() -> bed.parts.pendingJobs().enqueue(delayed, Duration.ofMinutes(1)));
        bed.waiting("b");
        bed.onLoop(() -> bed.parts.state().hostHealth().suspect(bed.slots("b"), "odd"));
        stop(stopper -> stopper.interrupt(StopMode.END, "interrupted"));
        await().until(() -> bed.outcomes.size() == 3);
        assertThat(bed.outcomes).extracting(Outcome::state).containsOnly(Outcome.State.NOT_STARTED);
        assertThat(bed.outcomes).extracting(Outcome::message).containsOnly("interrupted");
        for (QueuedJob job : List.of(queued, delayed)) {
            assertThat(job.batch().await().stop()).isEqualTo(Outcomes.Stop.INTERRUPTED);
            await().until(() -> bed.row(job).state().reason().contains("interrupted"));
            assertThat(bed.row(job).state().status()).isEqualTo(JobStatus.PENDING);
        }
        assertThat(bed.parts.state().jobs().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(StopMode.class)
    void only_who_leaves_what_runs_has_the_hosts_keep_what_becomes_of_it(StopMode how) throws Exception {
        start(RunRules.DEFAULT);
        bed.onLoop(() -> bed.slots("a"));
        stop(stopper -> stopper.interrupt(how, "interrupted"));
        assertThat(bed.onLoop(() -> KeptSlots.isKept(bed.slots("a")))).isEqualTo(how == StopMode.LEAVE);
    }

    @Test
    void the_first_reason_counts() throws Exception {
        start(RunRules.DEFAULT);
        stop(stopper -> stopper.interrupt(StopMode.DRAIN, "first"));
        stop(stopper -> stopper.interrupt(StopMode.KILL, "second"));
        stop(stopper -> stopper.endOnce(HALTED));
        stop(stopper -> stopper.broken(new IllegalStateException("third")));
        assertThat(stopped().reason()).isEqualTo("first");
    }

    @Test
    void a_rule_that_ends_nothing_leaves_the_run_to_its_running_jobs() throws Exception {
        start(TestRun.halting("soon,fail=1"));
        bed.waiting("a");
        Outcome failure = failure();
        bed.onLoop(() -> bed.parts.state().limits().ended(failure));
        stop(stopper -> stopper.byRule(bed.parts.state().limits().takeFailure()));
        assertThat(bed.outcome().message()).contains("--halt");
        assertThat(stopped()).as("what runs goes on").isNull();
    }

    @Test
    void a_rule_that_wants_an_end_now_stops_the_run() throws Exception {
        start(TestRun.halting("now,fail=1"));
        bed.waiting("a");
        stop(stopper -> stopper.byRule(HALTED));
        assertThat(bed.outcome().message()).isEqualTo("2 jobs failed");
        assertThat(stopped()).isEqualTo(HALTED);
    }

    @Test
    void without_the_table_what_runs_is_left_to_the_next_start() throws Exception {
        start(RunRules.DEFAULT);
        QueuedJob job = bed.waiting("a");
        stop(stopper -> stopper.tableLost(new IllegalStateException("disk full")));
        assertThat(bed.outcome().message()).isEqualTo("the job table cannot be used any more: disk full");
        assertThat(job.batch().await().stop()).isEqualTo(Outcomes.Stop.TABLE_LOST);
        assertThat(bed.onLoop(() -> KeptSlots.isKept(bed.slots("a")))).isTrue();
        assertThat(bed.row(job).state().reason()).as("the table is not told").isEmpty();
    }

    @Test
    void a_fault_of_ours_stops_the_run_and_a_job_that_was_lost_from_sight_has_its_outcome_when_nothing_moves()
            throws Exception {
        start(RunRules.DEFAULT);
        QueuedJob lost = bed.job(ComputeJob.command("a", "true"));
        stop(stopper -> stopper.broken(new IllegalStateException("a fault on purpose")));
        assertThat(stopped().stop()).isEqualTo(Outcomes.Stop.BROKEN);
        assertThat(lost.phase()).isEqualTo(JobPhase.SUBMITTED);
        stop(RunStopper::stalled);
        assertThat(bed.outcome().message()).startsWith("nothing can move any more");
        assertThat(lost.batch().await().stop()).isEqualTo(Outcomes.Stop.BROKEN);
    }

    private void start(RunRules rules) throws Exception {
        bed = new LoopTestBed(directory, rules);
        stopper = new RunStopper(bed.parts, bed.runner.logger());
    }

    private void stop(Consumer<RunStopper> event) {
        bed.onLoop(() -> event.accept(stopper));
        bed.settle();
    }

    private StopReason stopped() {
        return bed.parts.state().limits().stopped();
    }

    private Outcome failure() {
        QueuedJob job = bed.job(ComputeJob.command("c", "false"));
        bed.onLoop(() -> bed.parts.state().jobs().finish(job));
        return Outcome.failed(job.job(), LoopTestBed.attempt(job), new Failure(FailureKind.PROGRAM, 3, "exit code 3"));
    }
}

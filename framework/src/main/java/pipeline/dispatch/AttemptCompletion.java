package pipeline.dispatch;

import java.time.Duration;
import java.util.function.Consumer;
import pipeline.dispatch.attempt.OutcomeClassifier;
import pipeline.dispatch.attempt.OutcomeReporter;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.hosts.HostHealthMonitor;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.AttemptFailures;
import pipeline.dispatch.rules.StopReason;
import pipeline.dispatch.table.AttemptResult;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.OutcomeRecorder;
import pipeline.dispatch.table.RetryPolicy;
import pipeline.job.Failure;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.remote.TransportException;
import pipeline.store.Reservation;

/** What is done with a run of which it is known how it ended. Confined to the dispatcher's loop. */
final class AttemptCompletion {

    private final Hosts hosts;
    private final RunLimits limits;
    private final PendingJobs pendingJobs;
    private final HostHealthMonitor hostHealth;
    private final OutcomeRecorder recorder;
    private final OutcomeReporter reporter;

    AttemptCompletion(RunState state, PendingJobs pendingJobs, OutcomeRecorder recorder, OutcomeReporter reporter) {
        this.hosts = state.hosts();
        this.limits = state.limits();
        this.pendingJobs = pendingJobs;
        this.hostHealth = state.hostHealth();
        this.recorder = recorder;
        this.reporter = reporter;
    }

    /** Does with an attempt what was found out about its failure. */
    void conclude(HostFailureDetector.Diagnosis diagnosis) {
        if (diagnosis.isHostToBlame()) {
            excused(diagnosis.attempt(), diagnosis.outcome());
        } else {
            own(diagnosis.attempt(), diagnosis.outcome());
        }
    }

    /** Goes on without an attempt of which nothing has been heard since it was told to end; its host keeps what becomes of it. */
    void givenUp(RunningAttempt run, Outcome outcome) {
        reporter.report(run.job(), outcome);
        hosts.slots(run.job().host()).keep();
        pendingJobs.over(run.job(), outcome);
    }

    /** Fails a reserved job that its host can never run. */
    void unschedulable(QueuedJob job, Reservation reservation, String reason) {
        Outcome outcome = OutcomeClassifier.unschedulable(job, reservation, reason);
        recorder.write(job, AttemptResult.released(reservation, outcome), written -> written(job, outcome, written));
    }

    /** Goes on with an attempt whose outcome is its own. */
    void own(RunningAttempt run, Outcome outcome) {
        ofGang(run, outcome, true, isTriedAgain -> {});
    }

    /**
     * Goes on with an attempt that shares its fate with others.
     *
     * @param mayRepeat whether it may be tried again, if the rules allow it
     * @param then is given whether it is, and that it may be when the table does not take it: what is written of it later decides
     */
    void ofGang(RunningAttempt run, Outcome outcome, boolean mayRepeat, Consumer<Boolean> then) {
        AttemptResult ended = run.ended(outcome, mayRepeat && limits.stopReason(run.job()) == null);
        recorder.write(
                run.job(),
                ended,
                written -> {
                    settled(run, ended, written);
                    StopReason stopReason = limits.stopReason(run.job());
                    if (written.accepted() && outcome.state() == Outcome.State.NOT_STARTED && stopReason != null) {
                        pendingJobs.noteLeft(run.job(), stopReason);
                    }
                    if (written.accepted() && outcome.state() == Outcome.State.PARKED && !ended.wasSent()) {
                        refused(run, outcome);
                    } else {
                        written(run.job(), outcome, written);
                    }
                    then.accept(written.next() != null);
                },
                () -> then.accept(true));
    }

    /** The host keeps what became of an attempt as long as somebody may ask for it, such as the process that has the job now. */
    private void settled(RunningAttempt run, AttemptResult ended, JobTableWriter.Written written) {
        boolean isKnown = !ended.isQuestion() && written.isKnown();
        run.settled(isKnown);
        if (!isKnown) {
            hosts.slots(run.job().host()).keep();
        }
    }

    /** Has a job wait of which an attempt is over. */
    private void putBack(QueuedJob job, QueuedJob waiting, Duration pause) {
        recorder.waits(job);
        pendingJobs.enqueue(waiting, pause);
    }

    /** The host answered, but the job did not get as far as its start: it waits for the host as others do. */
    private void refused(RunningAttempt run, Outcome outcome) {
        QueuedJob job = run.job();
        TransportException other = run.otherHost();
        if (other != null) {
            hostHealth.cutOffFrom(other);
            putBack(job, job.release(), Duration.ZERO);
        } else if (job.batch().isPulled()) {
            recorder.waits(job);
            reporter.report(job, outcome);
            pendingJobs.over(job, outcome);
        } else {
            Duration pause = hostHealth.refused(hosts.slots(job.host()), outcome.message());
            putBack(job, job.release(), pause);
        }
    }

    /**
     * Takes back an attempt that was ended because another host is away.
     *
     * @param isParked whether it waits for another run
     */
    void again(RunningAttempt run, Outcome excuse, boolean isParked) {
        QueuedJob job = run.job();
        AttemptResult ended = run.ended(excuse, false);
        recorder.write(job, ended, written -> {
            settled(run, ended, written);
            if (!written.accepted()) {
                written(job, excuse, written);
            } else if (isParked) {
                job.batch().note(Outcomes.Stop.PARKED);
                recorder.waits(job);
                recorder.report(job, Outcome.parked(job.job(), excuse.message()));
            } else {
                putBack(job, job.release(), Duration.ZERO);
            }
        });
    }

    private void excused(RunningAttempt run, Outcome outcome) {
        QueuedJob job = run.job();
        Integer code = outcome.failure().map(Failure::exitCode).orElse(null);
        Outcome excuse = Outcome.failed(
                job.job(), outcome.attempt().orElseThrow(), AttemptFailures.ofHost(code, outcome.message()));
        AttemptResult ended = run.ended(excuse, false);
        recorder.write(job, ended, written -> {
            settled(run, ended, written);
            if (!written.accepted()) {
                written(job, outcome, written);
            } else if (job.batch().isPulled()) {
                job.batch().note(Outcomes.Stop.PARKED);
                recorder.waits(job);
                recorder.report(job, Outcome.parked(job.job(), outcome.message()));
            } else {
                putBack(job, job.release(), Duration.ZERO);
            }
        });
    }

    /** Goes on with a job of which the table has how it ended, or has not taken it. */
    private void written(QueuedJob job, Outcome outcome, JobTableWriter.Written written) {
        RetryPolicy.Next next = written.next();
        if (!written.accepted()) {
            pendingJobs.over(job, reporter.afterLoss(job, outcome, written.snapshot()));
        } else if (next == null) {
            reporter.report(job, outcome);
            pendingJobs.over(job, outcome);
        } else {
            String message = reporter.reportAgain(job, outcome, next);
            if (job.batch().isPulled()) {
                recorder.waits(job);
                recorder.report(job, Outcome.notStarted(job.job(), message));
            } else {
                QueuedJob again = job.release(
                        job.position().priority(), job.position().scheduled().plus(next.pause()));
                putBack(job, again, next.pause());
            }
        }
    }
}

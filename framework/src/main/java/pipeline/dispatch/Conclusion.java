package pipeline.dispatch;

import java.time.Duration;
import pipeline.dispatch.attempt.Aftermath;
import pipeline.dispatch.attempt.JobRun;
import pipeline.dispatch.ledger.Ended;
import pipeline.dispatch.ledger.Ledger;
import pipeline.dispatch.ledger.Retries;
import pipeline.dispatch.ledger.Settlement;
import pipeline.dispatch.queue.Fleet;
import pipeline.dispatch.queue.PlacedJob;
import pipeline.dispatch.rules.Refusal;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;

/** What is done with a run of which it is known how it ended. Confined to the dispatcher's loop. */
final class Conclusion implements Suspicions.Verdict {

    private final Fleet fleet;
    private final Limits limits;
    private final Backlog backlog;
    private final Settlement settlement;
    private final Aftermath aftermath;

    Conclusion(Fleet fleet, Limits limits, Backlog backlog, Settlement settlement, Aftermath aftermath) {
        this.fleet = fleet;
        this.limits = limits;
        this.backlog = backlog;
        this.settlement = settlement;
        this.aftermath = aftermath;
    }

    @Override
    public void own(JobRun run, Outcome outcome) {
        Ended ended = run.ended(outcome, limits.refusal(run.job()) == null);
        settlement.write(run.job(), ended, written -> {
            settled(run, ended, written);
            Refusal refusal = limits.refusal(run.job());
            if (written.accepted() && outcome.state() == Outcome.State.NOT_STARTED && refusal != null) {
                backlog.noteLeft(run.job(), refusal);
            }
            if (written.accepted() && outcome.state() == Outcome.State.PARKED && !ended.wasSent()) {
                stumbled(run.job(), outcome);
            } else {
                written(run.job(), outcome, written);
            }
        });
    }

    /** The host keeps what became of an attempt as long as somebody may ask for it, such as whoever has the job now. */
    private void settled(JobRun run, Ended ended, Ledger.Written written) {
        boolean isKnown = !ended.isQuestion() && written.isKnown();
        run.settled(isKnown);
        if (!isKnown) {
            fleet.slots(run.job().host()).keep();
        }
    }

    /** The host answered, but the job did not get as far as its start: it waits for the host as others do. */
    private void stumbled(PlacedJob job, Outcome outcome) {
        if (job.call().isPulled()) {
            aftermath.tell(job, outcome);
            backlog.over(job, outcome);
        } else {
            Duration pause = backlog.wards().stumbled(fleet.slots(job.host()), outcome.message());
            backlog.enqueue(job.again(), pause);
        }
    }

    @Override
    public void excused(JobRun run, Outcome outcome) {
        PlacedJob job = run.job();
        Integer code = outcome.failure().map(Failure::exitCode).orElse(null);
        Outcome excuse = Outcome.failed(
                job.job(),
                outcome.attempt().orElseThrow(),
                new Failure(FailureKind.CONNECTION, code, outcome.message()));
        Ended ended = run.ended(excuse, false);
        settlement.write(job, ended, written -> {
            settled(run, ended, written);
            if (!written.accepted()) {
                written(job, outcome, written);
            } else if (job.call().isPulled()) {
                job.call().note(Outcomes.Stop.PARKED);
                settlement.tell(job, Outcome.parked(job.job(), outcome.message()));
            } else {
                backlog.enqueue(job.again(), Duration.ZERO);
            }
        });
    }

    /** Goes on with a job of which the table has how it ended, or has not taken it. */
    void written(PlacedJob job, Outcome outcome, Ledger.Written written) {
        Retries.Next next = written.next();
        if (!written.accepted()) {
            backlog.over(job, aftermath.afterLoss(job, outcome, written.sight()));
        } else if (next == null) {
            aftermath.tell(job, outcome);
            backlog.over(job, outcome);
        } else {
            String message = aftermath.tellAgain(job, outcome, next);
            if (job.call().isPulled()) {
                settlement.tell(job, Outcome.notStarted(job.job(), message));
            } else {
                PlacedJob again =
                        job.again(job.turn().priority(), job.turn().scheduled().plus(next.pause()));
                backlog.enqueue(again, next.pause());
            }
        }
    }
}

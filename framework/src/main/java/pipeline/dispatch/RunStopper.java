package pipeline.dispatch;

import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.StopMode;
import pipeline.dispatch.rules.StopReason;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.text.Plural;

/**
 * Ends a run before all is done: because somebody wants it, a rule does, the table cannot be used, or we have made a mistake. What
 * has not started is left to the next start, and what runs is ended or left. Confined to the dispatcher's loop.
 */
final class RunStopper {

    private final LoopParts parts;
    private final RunLimits limits;
    private final Hosts hosts;
    private final Logger logger;
    private @Nullable StopMode stopMode;

    RunStopper(LoopParts parts, Logger logger) {
        this.parts = parts;
        this.limits = parts.state().limits();
        this.hosts = parts.state().hosts();
        this.logger = logger;
    }

    /** Does what somebody wants; may be done again for a sharper end. */
    void interrupt(StopMode how, String reason) {
        if (how == StopMode.LEAVE) {
            hosts.keep();
        }
        stop(how, new StopReason(Outcomes.Stop.INTERRUPTED, reason));
    }

    /** Ends what runs, unless the run has been stopped before. */
    void endOnce(StopReason reason) {
        if (limits.stopped() == null) {
            stop(StopMode.END, reason);
        }
    }

    /** A stop rule wants nothing more to be started. */
    void byRule(StopReason reason) {
        if (limits.endsWhatRuns()) {
            logger.warn("{}; what runs is ended", reason.reason());
            endOnce(reason);
        } else {
            logger.warn("{}; nothing more is started", reason.reason());
            parts.pendingJobs().leaveRefused();
        }
    }

    /** The table cannot be used any more, which is no fault of the jobs: what runs is left to the next start. */
    void tableLost(@Nullable Throwable fault) {
        String reason = "the job table cannot be used any more: " + (fault == null ? "" : fault.getMessage());
        if (limits.stopped() == null) {
            logger.error("{}; what runs goes on, and the next start of this job name picks it up", reason);
        }
        hosts.keep();
        if (stopMode == null || stopMode == StopMode.DRAIN) {
            stop(StopMode.LEAVE, new StopReason(Outcomes.Stop.TABLE_LOST, reason));
        }
    }

    /** After a fault of ours nothing more is started, so that no call waits for a job that was lost from sight. */
    void broken(Throwable fault) {
        logger.error("internal error in the dispatcher; please report it", fault);
        breakOff("internal error in the dispatcher: " + fault);
    }

    /** Nothing can move any more, though jobs have no outcome. */
    void stalled() {
        String reason = "nothing can move any more: nothing runs, and nothing that jobs could wait for is under way";
        int left = parts.state().jobs().unfinished().size();
        logger.error("{}; please report it. Jobs that are left: {}", reason, left);
        breakOff(reason);
        for (QueuedJob job : parts.state().jobs().unfinished()) {
            job.batch().note(Outcomes.Stop.BROKEN);
            parts.recorder().report(job, Outcome.notStarted(job.job(), reason));
        }
    }

    /** What runs is left to the next start: it is no fault of the jobs. */
    private void breakOff(String reason) {
        if (limits.stopped() == null) {
            hosts.keep();
            stop(StopMode.LEAVE, new StopReason(Outcomes.Stop.BROKEN, reason));
        }
    }

    private void stop(StopMode how, StopReason reason) {
        if (limits.stop(reason)) {
            parts.attempts().concludeAll();
            int left = parts.pendingJobs().leaveRefused();
            parts.reservations().giveUp(reason);
            if (left > 0) {
                logger.warn("{}: {} left for the next start", reason.reason(), Plural.of(left, "job"));
            }
        }
        stopMode = how;
        parts.attempts().stop(how, reason.reason());
    }
}

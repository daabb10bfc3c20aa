package pipeline.dispatch.table;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.JobsInRun;
import pipeline.dispatch.queue.ListenerNotifier;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.store.Reservation;

/**
 * Outcomes on their way into the job table: nobody hears of one before the table has it. Where the table cannot be used,
 * the outcome is told all the same. Confined to the dispatcher's loop.
 */
public final class OutcomeRecorder {

    private final JobsInRun jobs;
    private final JobTableWriter writer;
    private final ListenerNotifier notifier;
    private final EventLoop events;
    private final IdentityHashMap<QueuedJob, Outcome> pending = new IdentityHashMap<>();

    /** Outcomes that the table does not have and will not take. */
    private Map<QueuedJob, Outcome> unrecorded = new LinkedHashMap<>();

    private @Nullable Throwable tableFault;

    public OutcomeRecorder(JobsInRun jobs, JobTableWriter writer, ListenerNotifier notifier, EventLoop events) {
        this.jobs = jobs;
        this.writer = writer;
        this.notifier = notifier;
        this.events = events;
    }

    public boolean isEmpty() {
        return pending.isEmpty() && unrecorded.isEmpty();
    }

    /** Returns how many outcomes are on their way. */
    public int size() {
        return pending.size();
    }

    /** Writes an ending, and hands what the table says of it on. */
    public void write(QueuedJob job, AttemptResult ended, Consumer<JobTableWriter.Written> then) {
        jobs.note(job, JobPhase.Event.OUTCOME_SENT);
        pending.put(job, ended.outcome());
        writer.end(ended)
                .whenComplete((written, fault) -> events.post(() -> {
                    if (fault == null) {
                        settled(job, () -> then.accept(written));
                    } else {
                        lost(job, fault);
                    }
                }));
    }

    /** Tells an outcome that the table has. */
    public void tell(QueuedJob job, Outcome outcome) {
        if (jobs.finish(job)) {
            notifier.ended(job, outcome);
        }
    }

    /** Gives back the reservation of a job that was not started, if it has one, and tells its outcome. */
    public void giveBack(QueuedJob job, Outcome outcome) {
        Reservation reservation = job.reservation();
        if (reservation == null) {
            tell(job, outcome);
        } else {
            write(job, AttemptResult.released(reservation, outcome), written -> tell(job, outcome));
        }
    }

    /** Notes why jobs wait, gives back those that were reserved, and tells all of them. */
    public void park(List<QueuedJob> jobs, String reason) {
        List<QueuedJob> unreserved = new ArrayList<>();
        for (QueuedJob job : jobs) {
            Outcome outcome = Outcome.parked(job.job(), reason);
            job.batch().note(Outcomes.Stop.PARKED);
            if (job.reservation() != null) {
                giveBack(job, outcome);
            } else {
                unreserved.add(job);
                this.jobs.note(job, JobPhase.Event.OUTCOME_SENT);
                pending.put(job, outcome);
            }
        }
        if (unreserved.isEmpty()) {
            return;
        }
        writer.park(unreserved.stream().map(QueuedJob::number).toList(), reason)
                .whenComplete((done, fault) -> events.post(() -> unreserved.forEach(job -> {
                    if (fault == null) {
                        settled(job, () -> tell(job, Outcome.parked(job.job(), reason)));
                    } else {
                        lost(job, fault);
                    }
                })));
    }

    private void settled(QueuedJob job, Runnable then) {
        if (pending.remove(job) != null) {
            then.run();
        }
    }

    /** Notes that the table cannot be used. */
    public void tableLost(Throwable fault) {
        tableFault = fault;
    }

    /** Returns and forgets why the table cannot be used; null if nothing has come up. */
    public @Nullable Throwable takeTableFault() {
        Throwable taken = tableFault;
        tableFault = null;
        return taken;
    }

    /** Tells the outcomes that the table does not take, once the run has been stopped for that. */
    public void tellUnrecorded() {
        Map<QueuedJob, Outcome> taken = unrecorded;
        unrecorded = new LinkedHashMap<>();
        taken.forEach(this::tell);
    }

    private void lost(QueuedJob job, Throwable fault) {
        tableLost(fault);
        Outcome outcome = pending.remove(job);
        if (outcome != null) {
            job.batch().note(Outcomes.Stop.TABLE_LOST);
            unrecorded.put(job, outcome);
        }
    }

    /** Tells what is on its way, without waiting for the table any longer. */
    public void tellAll() {
        pending.forEach(this::tell);
        pending.clear();
    }
}

package pipeline.dispatch.table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.JobsInRun;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.job.Outcome;
import pipeline.job.Outcomes;
import pipeline.store.Reservation;

/**
 * Outcomes on their way into the job table and to the listeners: nobody hears of one before the table has it. Where the table
 * cannot be used, the outcome is reported all the same. Listeners hear of starts and ends on a thread of their own, in order; a call is
 * complete after its listener. Once it is closed, the thread that has something to report does so itself: no call is left waiting.
 * Confined to the dispatcher's loop, but for {@link #refuse} and {@link #close}.
 */
public final class OutcomeRecorder implements AutoCloseable {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.dispatch");

    /** How long the last listeners may take on close. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final JobsInRun jobs;
    private final JobTableWriter writer;
    private final ThreadPoolExecutor listeners = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
                Thread made = new Thread(task, "job-listeners");
                made.setDaemon(true);
                return made;
            },
            (task, closed) -> task.run());

    private final EventLoop events;
    private final IdentityHashMap<QueuedJob, Outcome> pending = new IdentityHashMap<>();

    /** Outcomes that the table does not have and will not take. */
    private Map<QueuedJob, Outcome> unrecorded = new LinkedHashMap<>();

    private @Nullable Throwable tableFault;

    public OutcomeRecorder(JobsInRun jobs, JobTableWriter writer, EventLoop events) {
        this.jobs = jobs;
        this.writer = writer;
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
        write(job, ended, then, () -> {});
    }

    /**
     * Writes an ending, and hands what the table says of it on.
     *
     * @param orLost is done when the table does not take it, whose outcome is reported with those that are not recorded
     */
    public void write(QueuedJob job, AttemptResult ended, Consumer<JobTableWriter.Written> then, Runnable orLost) {
        jobs.note(job, JobPhase.Event.OUTCOME_SENT);
        pending.put(job, ended.outcome());
        writer.end(ended)
                .whenComplete((written, fault) -> events.post(() -> {
                    if (fault == null) {
                        settled(job, () -> then.accept(written));
                    } else if (lost(job, fault)) {
                        orLost.run();
                    }
                }));
    }

    /** Reports that a job starts. */
    public void started(QueuedJob job) {
        listeners.execute(() -> call(() -> job.batch().listener().started(job.job(), job.number())));
    }

    /** Reports that an attempt is over that was not the end of the job. */
    public void waits(QueuedJob job) {
        listeners.execute(() -> call(() -> job.batch().listener().waits(job.job(), job.number())));
    }

    /** Reports an outcome that the table has. */
    public void report(QueuedJob job, Outcome outcome) {
        if (jobs.finish(job)) {
            refuse(job, outcome);
        }
    }

    /** Reports the outcome of a job that never became one of the run's, unless it has one. May be called from any thread. */
    public void refuse(QueuedJob job, Outcome outcome) {
        if (!job.batch().ended(job.index())) {
            return;
        }
        listeners.execute(() -> {
            try {
                call(() -> job.batch().listener().ended(outcome));
            } finally {
                job.batch().complete(job.index(), outcome);
            }
        });
    }

    private static void call(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOGGER.warn("a job listener failed; the jobs go on", e);
        }
    }

    /** Gives back the reservation of a job that was not started, if it has one, and reports its outcome. */
    public void giveBack(QueuedJob job, Outcome outcome) {
        Reservation reservation = job.reservation();
        if (reservation == null) {
            report(job, outcome);
        } else {
            write(job, AttemptResult.released(reservation, outcome), written -> report(job, outcome));
        }
    }

    /** Notes why jobs wait, gives back those that were reserved, and reports all of them. */
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
                        settled(job, () -> report(job, Outcome.parked(job.job(), reason)));
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

    /** Reports the outcomes that the table does not take, once the run has been stopped for that. */
    public void reportUnrecorded() {
        Map<QueuedJob, Outcome> taken = unrecorded;
        unrecorded = new LinkedHashMap<>();
        taken.forEach(this::report);
    }

    /** Keeps an outcome that the table does not take; returns false if it has been reported already. */
    private boolean lost(QueuedJob job, Throwable fault) {
        tableLost(fault);
        Outcome outcome = pending.remove(job);
        if (outcome == null) {
            return false;
        }
        job.batch().note(Outcomes.Stop.TABLE_LOST);
        unrecorded.put(job, outcome);
        return true;
    }

    /** Reports what is on its way, without waiting for the table any longer. */
    public void reportAll() {
        pending.forEach(this::report);
        pending.clear();
    }

    /** Waits for the listeners, though not for ever. */
    @Override
    public void close() {
        CompletableFuture<Boolean> isReportedAll = CompletableFuture.supplyAsync(() -> true, listeners);
        listeners.shutdown();
        if (!events.scheduler()
                .completeOnTimeout(isReportedAll, false, CLOSE_LIMIT)
                .join()) {
            LOGGER.warn(
                    "a job listener has not returned within {} s and is not waited for any longer",
                    CLOSE_LIMIT.toSeconds());
        }
    }
}

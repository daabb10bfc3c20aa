package pipeline.dispatch.attempt;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.gang.GangSession;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.AttemptFailures;
import pipeline.dispatch.rules.Timeouts;
import pipeline.dispatch.table.AttemptResult;
import pipeline.dispatch.table.LostAttempt;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.job.Outcome;
import pipeline.remote.Slot;
import pipeline.remote.SlotOwner;
import pipeline.remote.TransportException;
import pipeline.store.Reservation;
import pipeline.time.Scheduler;

/** A job that has its slot: from its start to its outcome. Thread-safe; the lock guards whether it is sent or cancelled. */
public final class RunningAttempt {

    private final QueuedJob job;
    private final SlotOwner owner;
    private final Reservation reservation;
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Scheduler scheduler;
    private final long begun;
    private Slot slot;
    private boolean sent;
    private boolean sentAgain;
    private boolean isOver;
    private boolean settled;
    private @Nullable Runnable afterwards;
    private @Nullable Function<Duration, CompletableFuture<Boolean>> killer;
    private @Nullable Failure ended;
    private @Nullable GangSession gang;
    private @Nullable CompletableFuture<@Nullable Void> killing;
    private @Nullable Long began;
    private @Nullable TransportException otherHost;
    private AttemptResult.Details details = AttemptResult.Details.NONE;

    /**
     * Makes a run that has not begun.
     *
     * @param owner whose slots run it
     */
    public RunningAttempt(QueuedJob job, Slot slot, SlotOwner owner, Reservation reservation, Scheduler scheduler) {
        this.scheduler = scheduler;
        this.begun = scheduler.nanos();
        this.job = job;
        this.slot = slot;
        this.owner = owner;
        this.reservation = reservation;
    }

    /** Has it begin when all of its gang can; to be called before it is started. */
    public synchronized void joins(GangSession session) {
        gang = session;
    }

    /** Returns the start of the gang that it belongs to; null if it runs by itself. */
    synchronized @Nullable GangSession gang() {
        return gang;
    }

    Reservation reservation() {
        return reservation;
    }

    /** Returns the name under which the host keeps what becomes of this attempt. */
    String id() {
        return LostAttempt.id(reservation.job(), reservation.attempt());
    }

    public QueuedJob job() {
        return job;
    }

    /** Returns how long ago it got its slot. */
    public Duration age() {
        return scheduler.since(begun);
    }

    public synchronized Slot slot() {
        return slot;
    }

    SlotOwner owner() {
        return owner;
    }

    synchronized boolean isSentAgain() {
        return sentAgain;
    }

    /** Takes another slot in place of one that broke before it was used; returns false if the job was cancelled before. */
    synchronized boolean moveTo(Slot other) {
        if (ended != null) {
            return false;
        }
        // the one that broke keeps nothing of it
        slot.settled(id());
        slot = other;
        sentAgain = true;
        return true;
    }

    /** Completes when the program on the host has ended, or nothing more will be heard of it. */
    public CompletableFuture<Integer> exitCode() {
        return exitCode;
    }

    /**
     * The program has ended, or will not be heard of any more. If somebody ends the job, that is so when all that it started is
     * ended too.
     *
     * @param code null if it is not known, because of the failure
     */
    void exited(@Nullable Integer code, @Nullable Throwable failure) {
        CompletableFuture<@Nullable Void> ending;
        synchronized (this) {
            ending = killing;
        }
        (ending == null ? CompletableFuture.completedFuture(null) : ending).thenRun(() -> {
            if (failure == null) {
                exitCode.complete(code);
            } else {
                exitCode.completeExceptionally(failure);
            }
        });
    }

    /** Completes after {@link #exitCode()}, when the records of the job are in; earlier if it was never sent. */
    public CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** Notes that the script is sent now; returns false if the job was cancelled before: then it must not be. */
    synchronized boolean send() {
        sent = ended == null;
        return sent;
    }

    /** Notes that the job waits for another host, from which its file comes: on its own host nothing of it is left. */
    synchronized void waitsFor(TransportException other) {
        otherHost = other;
        sent = false;
    }

    /** Returns why another host is not to be reached that the job needs; null if it lacks none. */
    public synchronized @Nullable TransportException otherHost() {
        return otherHost;
    }

    /** Returns why somebody ended the job; null if nobody did. */
    synchronized @Nullable String cancelled() {
        return ended == null ? null : ended.message();
    }

    /** Returns the failure of a job that somebody ended; null if nobody did. */
    public synchronized @Nullable Failure ended() {
        return ended;
    }

    /** Notes when the job began on its host, by the monotonic clock. */
    synchronized void began(long nanos) {
        began = nanos;
    }

    /** Returns how long the job has run at a moment; null if it has not begun. */
    public synchronized @Nullable Duration ran(long nanos) {
        return began == null ? null : Duration.ofNanos(nanos - began);
    }

    /** Takes what the host said of the attempt besides its outcome. */
    synchronized void details(AttemptResult.Details said) {
        details = said;
    }

    /** Returns what goes into the table of a run that has its outcome. */
    public synchronized AttemptResult ended(Outcome known, boolean mayRepeat) {
        return new AttemptResult(reservation, known, sent, details, isOver(), mayRepeat);
    }

    /** Returns whether nothing of the job runs any more, as far as its host says; only to be asked when it has its outcome. */
    synchronized boolean isOver() {
        return !sent || isOver || !exitCode.isCompletedExceptionally();
    }

    /** Leaves the job running for the process that has it now. */
    public void letGo(TransportException why) {
        exitCode.completeExceptionally(why);
    }

    /** Returns what goes into the table of a run whose processes may still be there. */
    public synchronized AttemptResult notKnownToBeOver(Outcome known) {
        return new AttemptResult(reservation, known, sent, details, false, false);
    }

    /**
     * Ends the job's processes unless they have ended: TERM, and KILL after the grace. Where the host does not answer, the job
     * is given up in the end; a job that was not sent yet never is. May be called again with a shorter grace.
     *
     * @param timeouts says how long the host may take besides the grace
     */
    public void cancel(String reason, Duration grace, Timeouts timeouts) {
        end(AttemptFailures.cancelled(reason), grace, timeouts);
    }

    /** Ends the job's processes as {@link #cancel} does, since their time is over. */
    public void timeOut(String reason, Timeouts timeouts) {
        end(AttemptFailures.timedOut(reason), timeouts.grace(), timeouts);
    }

    private void end(Failure wanted, Duration grace, Timeouts timeouts) {
        Failure why;
        boolean wasSent;
        CompletableFuture<@Nullable Void> ending;
        synchronized (this) {
            if (exitCode.isDone()) {
                return;
            }
            ended = ended == null ? wanted : ended;
            why = ended;
            wasSent = sent;
            ending = killing == null ? new CompletableFuture<>() : killing;
            killing = ending;
        }
        if (!wasSent) {
            outcome.complete(Outcome.notStarted(job.job(), why.message()));
            return;
        }
        scheduler
                .failOnTimeout(kill(grace).copy(), grace.plus(timeouts.way()))
                .exceptionally(late -> false)
                .thenAccept(isCertain -> {
                    synchronized (this) {
                        isOver |= isCertain;
                    }
                    ending.complete(null);
                    Runnable done = () -> exitCode.completeExceptionally(new CancelledException(why.message()));
                    if (isCertain && why.kind() == FailureKind.TIMEOUT) {
                        // its last words may still be on their way
                        scheduler.after(timeouts.way(), done);
                    } else {
                        done.run();
                    }
                });
    }

    private CompletableFuture<Boolean> kill(Duration grace) {
        Function<Duration, CompletableFuture<Boolean>> other;
        Slot own;
        synchronized (this) {
            other = killer;
            own = slot;
        }
        return other != null ? other.apply(grace) : own.kill(grace);
    }

    /** Says how the job is ended that does not run in the slot; null if it runs there. */
    synchronized void killBy(@Nullable Function<Duration, CompletableFuture<Boolean>> other) {
        killer = other;
    }

    /**
     * The table has what became of it.
     *
     * @param isKnown whether that is so; otherwise somebody will ask the host
     */
    public void settled(boolean isKnown) {
        Runnable then;
        synchronized (this) {
            settled = true;
            then = afterwards;
        }
        if (isKnown) {
            slot().settled(id());
        }
        if (then != null) {
            then.run();
        }
    }

    /** Does something as soon as the table has what became of it. */
    public void onSettled(Runnable then) {
        synchronized (this) {
            if (!settled) {
                afterwards = then;
                return;
            }
        }
        then.run();
    }

    /** Says that a job was given up. */
    static final class CancelledException extends Exception {
        private static final long serialVersionUID = 1;

        CancelledException(String reason) {
            super(reason);
        }
    }
}

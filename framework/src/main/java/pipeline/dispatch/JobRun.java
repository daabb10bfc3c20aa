package pipeline.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pipeline.job.Outcome;
import pipeline.remote.Slot;
import pipeline.store.Reservation;

/** A job that has its slot: from its start to its outcome. Thread-safe; the lock guards whether it is sent or cancelled. */
final class JobRun {

    private final PlacedJob job;
    private final Slot slot;
    private final Reservation reservation;
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private boolean sent;
    private @Nullable String cancelled;
    private @Nullable String stack;

    JobRun(PlacedJob job, Slot slot, Reservation reservation) {
        this.job = job;
        this.slot = slot;
        this.reservation = reservation;
    }

    Reservation reservation() {
        return reservation;
    }

    PlacedJob job() {
        return job;
    }

    Slot slot() {
        return slot;
    }

    /** Completes when the program on the host has ended, or nothing more will be heard of it. */
    CompletableFuture<Integer> exitCode() {
        return exitCode;
    }

    /** Completes after {@link #exitCode()}, when the records of the job are in; earlier if it was never sent. */
    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** Notes that the script is sent now; gives false if the job was cancelled before: then it must not be. */
    synchronized boolean send() {
        sent = cancelled == null;
        return sent;
    }

    /** Gives why somebody ended the job; null if nobody did. */
    synchronized @Nullable String cancelled() {
        return cancelled;
    }

    /** Takes the stack trace that a node program gave with its failure. */
    synchronized void stack(@Nullable String text) {
        stack = text;
    }

    /** Gives what goes into the table of a run of which everything is known. */
    synchronized Ended ended(Outcome known, boolean mayRepeat) {
        return new Ended(reservation, known, sent, stack, true, mayRepeat);
    }

    /** Gives what goes into the table of a run whose processes may still be there. */
    synchronized Ended notKnownToBeOver(Outcome known) {
        return new Ended(reservation, known, sent, stack, false, false);
    }

    /**
     * Ends the job's processes unless they have ended. Where the host does not answer, the job is given up in the end; a
     * job that was not sent yet never is.
     */
    void cancel(String reason, Patience patience) {
        boolean wasSent;
        synchronized (this) {
            if (exitCode.isDone() || cancelled != null) {
                return;
            }
            cancelled = reason;
            wasSent = sent;
        }
        if (!wasSent) {
            outcome.complete(Outcome.notStarted(job.job(), reason));
            return;
        }
        slot.kill(patience.grace())
                .copy()
                .orTimeout(patience.kill().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ok, failure) -> exitCode.completeExceptionally(new CancelledException(reason)));
    }

    /** Says that a job was given up. */
    static final class CancelledException extends Exception {
        private static final long serialVersionUID = 1;

        CancelledException(String reason) {
            super(reason);
        }
    }
}

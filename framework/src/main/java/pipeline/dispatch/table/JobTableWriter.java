package pipeline.dispatch.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.UncaughtErrors;
import pipeline.store.Reservation;
import pipeline.time.MonotonicClock;

/**
 * The one thread that changes the job table while jobs run. What comes in while it is busy is done in one transaction, so
 * that many jobs cost hardly more than one, and nobody else ever waits for the database. Thread-safe; the lock makes sure
 * that whatever was taken is answered. Futures are completed on this thread: what hangs on them must be short.
 *
 * <p>After the first failure of the table everything is refused; what ended is kept, and written when the writer closes if
 * the table is there again.
 */
public final class JobTableWriter implements AutoCloseable {

    /** So much goes into one transaction, and no more, so that other processes get their turn. */
    private static final int MOST_AT_ONCE = 1000;

    /**
     * What comes can wait for the ends of other jobs that run, and a job's end for the next job's beginning: where jobs are
     * short they come a moment later, and each would cost a transaction of its own.
     */
    private static final long LINGER_NANOS = 3_000_000;

    /** What the writer is asked for. */
    sealed interface Request {
        void fail(Throwable fault);

        /** Reserve a job. */
        record Reserve(long job, CompletableFuture<Answer> answer) implements Request {
            @Override
            public void fail(Throwable fault) {
                answer.completeExceptionally(fault);
            }
        }

        /** Write down what became of a reservation. */
        record WriteResult(AttemptResult ended, CompletableFuture<Written> answer) implements Request {
            @Override
            public void fail(Throwable fault) {
                answer.completeExceptionally(fault);
            }
        }

        /** Note why jobs wait. */
        record Park(List<Long> jobs, String reason, CompletableFuture<@Nullable Void> answer) implements Request {
            @Override
            public void fail(Throwable fault) {
                answer.completeExceptionally(fault);
            }
        }

        /** Find the attempts of which nobody knows how they ended. */
        record FindLostAttempts(Reservation reservation, CompletableFuture<List<LostAttempt>> answer)
                implements Request {
            @Override
            public void fail(Throwable fault) {
                answer.completeExceptionally(fault);
            }
        }

        /** Find out which jobs somebody has cancelled. */
        record FindCancelled(List<Long> jobs, CompletableFuture<Set<Long>> answer) implements Request {
            @Override
            public void fail(Throwable fault) {
                answer.completeExceptionally(fault);
            }
        }

        /** Look at a job until nobody has it reserved. */
        record Watch(long job, CompletableFuture<@Nullable JobSnapshot> answer) implements Request {
            @Override
            public void fail(Throwable fault) {
                answer.completeExceptionally(fault);
            }
        }
    }

    /**
     * The answer to a request for a reservation: it, or what stands in its way.
     *
     * @param snapshot the job as it is, if it was not to be had; null if it is not in the table any more
     */
    public record Answer(
            @Nullable Reservation reservation, @Nullable JobSnapshot snapshot) {}

    /**
     * What became of an ending.
     *
     * @param accepted whether the reservation still held
     * @param next the next attempt; null if there is to be none
     * @param snapshot the job as it is, if the ending was refused; null if it is not in the table any more
     */
    public record Written(
            boolean accepted,
            RetryPolicy.@Nullable Next next,
            @Nullable JobSnapshot snapshot) {

        /** Returns whether nobody will ask what became of the attempt: the table has it, or that of somebody else. */
        public boolean isKnown() {
            return accepted
                    || snapshot == null
                    || switch (snapshot.row().state().status()) {
                        case SUCCESS, ERROR, IGNORE -> true;
                        case PENDING, RESERVED -> false;
                    };
        }
    }

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final String owner;
    private final MonotonicClock clock;
    private final WriteBatch writeBatch;
    private final Thread thread;
    private boolean closed;

    public JobTableWriter(Membership membership) {
        this.owner = membership.uuid();
        this.clock = membership.scheduler();
        this.writeBatch = new WriteBatch(membership);
        this.thread = new Thread(this::work, "job-table");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the name of the owner of this writer, among all masters and workers that ever were. */
    public String owner() {
        return owner;
    }

    /** Reserves a job; fails if the table cannot be used. */
    public CompletableFuture<Answer> reserve(long job) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        take(new Request.Reserve(job, answer));
        return answer;
    }

    /**
     * Returns the attempts before a reservation of which the table does not know how they ended, the youngest first; fails if
     * the table cannot be used.
     */
    public CompletableFuture<List<LostAttempt>> lostBefore(Reservation reservation) {
        CompletableFuture<List<LostAttempt>> answer = new CompletableFuture<>();
        if (reservation.attempt() == 1) {
            answer.complete(List.of());
        } else {
            take(new Request.FindLostAttempts(reservation, answer));
        }
        return answer;
    }

    /** Writes down what became of a reservation; fails if the table cannot be used. */
    public CompletableFuture<Written> end(AttemptResult ended) {
        CompletableFuture<Written> answer = new CompletableFuture<>();
        take(new Request.WriteResult(ended, answer));
        return answer;
    }

    /** Notes why jobs wait; fails if the table cannot be used. */
    public CompletableFuture<@Nullable Void> park(List<Long> jobs, String reason) {
        CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
        take(new Request.Park(jobs, reason, answer));
        return answer;
    }

    /** Returns which of these jobs somebody has cancelled; fails if the table cannot be used. */
    public CompletableFuture<Set<Long>> cancelled(List<Long> jobs) {
        CompletableFuture<Set<Long>> answer = new CompletableFuture<>();
        take(new Request.FindCancelled(jobs, answer));
        return answer;
    }

    /**
     * Looks at a job now and then until nobody has it reserved, or the future is cancelled; returns null if it is not in the
     * table any more, and fails if the table cannot be used.
     */
    public CompletableFuture<@Nullable JobSnapshot> watch(long job) {
        CompletableFuture<@Nullable JobSnapshot> answer = new CompletableFuture<>();
        take(new Request.Watch(job, answer));
        return answer;
    }

    private void take(Request request) {
        synchronized (this) {
            if (!closed) {
                requests.add(request);
                return;
            }
        }
        request.fail(new IllegalStateException("the run has ended"));
    }

    private void work() {
        List<Request> batch = new ArrayList<>();
        while (!isOver()) {
            try {
                Request first = requests.poll(writeBatch.pause().toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    gather(batch);
                }
            } catch (InterruptedException e) {
                // Nobody but close() ends this thread, and not so.
            }
            try {
                writeBatch.fulfil(batch);
            } catch (Error e) {
                UncaughtErrors.report(e);
                batch.forEach(request -> request.fail(e));
            }
            batch.clear();
        }
        writeBatch.close();
    }

    private void gather(List<Request> batch) throws InterruptedException {
        long until = clock.nanos() + LINGER_NANOS;
        requests.drainTo(batch, MOST_AT_ONCE - batch.size());
        while (batch.size() < MOST_AT_ONCE && isMoreToCome(batch)) {
            Request next = requests.poll(until - clock.nanos(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            batch.add(next);
            requests.drainTo(batch, MOST_AT_ONCE - batch.size());
        }
    }

    /** Returns whether a job may still end that is not among those that did, or one may begin in the place of one that did. */
    private boolean isMoreToCome(List<Request> batch) {
        long ends = batch.stream().filter(Request.WriteResult.class::isInstance).count();
        return ends < writeBatch.reserved() || ends == batch.size();
    }

    private synchronized boolean isOver() {
        return closed && requests.isEmpty();
    }

    /** Writes down what was given so far, and ends the thread. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                // wakes the thread
                requests.add(new Request.Park(List.of(), "", new CompletableFuture<>()));
            }
        }
        EventLoop.join(thread);
    }
}

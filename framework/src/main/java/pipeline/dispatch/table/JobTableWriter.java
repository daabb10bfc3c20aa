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

/**
 * The one thread that changes the job table while jobs run. What comes in while it is busy is done in one transaction, so
 * that many jobs cost hardly more than one, and nobody else ever waits for the database. Thread-safe; the lock makes sure
 * that whatever was taken is answered. Futures are completed on this thread: what hangs on them must be short.
 *
 * <p>After the first failure of the table everything is refused; what ended is kept, and written when the ledger closes if
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

    /** Somebody's wish. */
    sealed interface Wish {
        void fail(Throwable fault);

        /** Reserve a job. */
        record Want(long job, CompletableFuture<Answer> answer) implements Wish {
            @Override
            public void fail(Throwable fault) {
                answer.completeExceptionally(fault);
            }
        }

        /** Write down what became of a reservation. */
        record End(AttemptResult ended, CompletableFuture<Written> answer) implements Wish {
            @Override
            public void fail(Throwable fault) {
                answer.completeExceptionally(fault);
            }
        }

        /** Note why jobs wait. */
        record Park(List<Long> jobs, String reason, CompletableFuture<@Nullable Void> answer) implements Wish {
            @Override
            public void fail(Throwable fault) {
                answer.completeExceptionally(fault);
            }
        }

        /** Find the attempts of which nobody knows how they ended. */
        record Trail(Reservation reservation, CompletableFuture<List<LostAttempt>> answer) implements Wish {
            @Override
            public void fail(Throwable fault) {
                answer.completeExceptionally(fault);
            }
        }

        /** Find out which jobs somebody has cancelled. */
        record Doubt(List<Long> jobs, CompletableFuture<Set<Long>> answer) implements Wish {
            @Override
            public void fail(Throwable fault) {
                answer.completeExceptionally(fault);
            }
        }

        /** Look at a job until nobody has it reserved. */
        record Watch(long job, CompletableFuture<@Nullable JobSnapshot> answer) implements Wish {
            @Override
            public void fail(Throwable fault) {
                answer.completeExceptionally(fault);
            }
        }
    }

    /**
     * The answer to a wish for a reservation: it, or what stands in its way.
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

        /** Tells whether nobody will ask what became of the attempt: the table has it, or that of somebody else. */
        public boolean isKnown() {
            return accepted
                    || snapshot == null
                    || switch (snapshot.row().state().status()) {
                        case SUCCESS, ERROR, IGNORE -> true;
                        case PENDING, RESERVED -> false;
                    };
        }
    }

    private final BlockingQueue<Wish> wishes = new LinkedBlockingQueue<>();
    private final String owner;
    private final WriteBatch page;
    private final Thread thread;
    private boolean closed;

    public JobTableWriter(Membership membership) {
        this.owner = membership.uuid();
        this.page = new WriteBatch(membership);
        this.thread = new Thread(this::work, "job-table");
        thread.setDaemon(true);
        thread.start();
    }

    /** Gives the name of whoever keeps this ledger, among all masters and workers that ever were. */
    public String owner() {
        return owner;
    }

    /** Reserves a job; fails if the table cannot be used. */
    public CompletableFuture<Answer> reserve(long job) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        take(new Wish.Want(job, answer));
        return answer;
    }

    /**
     * Gives the attempts before a reservation of which the table does not know how they ended, the youngest first; fails if
     * the table cannot be used.
     */
    public CompletableFuture<List<LostAttempt>> lostBefore(Reservation reservation) {
        CompletableFuture<List<LostAttempt>> answer = new CompletableFuture<>();
        if (reservation.attempt() == 1) {
            answer.complete(List.of());
        } else {
            take(new Wish.Trail(reservation, answer));
        }
        return answer;
    }

    /** Writes down what became of a reservation; fails if the table cannot be used. */
    public CompletableFuture<Written> end(AttemptResult ended) {
        CompletableFuture<Written> answer = new CompletableFuture<>();
        take(new Wish.End(ended, answer));
        return answer;
    }

    /** Notes why jobs wait; fails if the table cannot be used. */
    public CompletableFuture<@Nullable Void> park(List<Long> jobs, String reason) {
        CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
        take(new Wish.Park(jobs, reason, answer));
        return answer;
    }

    /** Gives which of these jobs somebody has cancelled; fails if the table cannot be used. */
    public CompletableFuture<Set<Long>> cancelled(List<Long> jobs) {
        CompletableFuture<Set<Long>> answer = new CompletableFuture<>();
        take(new Wish.Doubt(jobs, answer));
        return answer;
    }

    /**
     * Looks at a job now and then until nobody has it reserved, or the future is cancelled; gives null if it is not in the
     * table any more, and fails if the table cannot be used.
     */
    public CompletableFuture<@Nullable JobSnapshot> watch(long job) {
        CompletableFuture<@Nullable JobSnapshot> answer = new CompletableFuture<>();
        take(new Wish.Watch(job, answer));
        return answer;
    }

    private void take(Wish wish) {
        synchronized (this) {
            if (!closed) {
                wishes.add(wish);
                return;
            }
        }
        wish.fail(new IllegalStateException("the run has ended"));
    }

    private void work() {
        List<Wish> batch = new ArrayList<>();
        while (!isOver()) {
            try {
                Wish first = wishes.poll(page.pause().toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    gather(batch);
                }
            } catch (InterruptedException e) {
                // Nobody but close() ends this thread, and not so.
            }
            try {
                page.fulfil(batch);
            } catch (Error e) {
                UncaughtErrors.report(e);
                batch.forEach(wish -> wish.fail(e));
            }
            batch.clear();
        }
        page.close();
    }

    private void gather(List<Wish> batch) throws InterruptedException {
        long until = System.nanoTime() + LINGER_NANOS;
        wishes.drainTo(batch, MOST_AT_ONCE - batch.size());
        while (batch.size() < MOST_AT_ONCE && isMoreToCome(batch)) {
            Wish next = wishes.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            batch.add(next);
            wishes.drainTo(batch, MOST_AT_ONCE - batch.size());
        }
    }

    /** Tells whether a job may still end that is not among those that did, or one may begin in the place of one that did. */
    private boolean isMoreToCome(List<Wish> batch) {
        long ends = batch.stream().filter(Wish.End.class::isInstance).count();
        return ends < page.reserved() || ends == batch.size();
    }

    private synchronized boolean isOver() {
        return closed && wishes.isEmpty();
    }

    /** Writes down what was given so far, and ends the thread. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                // wakes the thread
                wishes.add(new Wish.Park(List.of(), "", new CompletableFuture<>()));
            }
        }
        EventLoop.join(thread);
    }
}

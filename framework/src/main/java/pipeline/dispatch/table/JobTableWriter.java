package pipeline.dispatch.table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.UncaughtErrors;
import pipeline.store.Reservation;

/**
 * The one thread that changes the job table while jobs run. What comes in while it is busy is done in one transaction, so
 * that many jobs cost hardly more than one, and nobody else ever waits for the database. Thread-safe; what was taken
 * is always answered. Futures are completed on this thread: what hangs on them must be short.
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
    private static final Duration LINGER = Duration.ofMillis(3);

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

    private final RequestQueue requests;
    private final String owner;
    private final WriteBatch writeBatch;
    private final Thread thread;

    /**
     * Makes a writer and begins to take requests.
     *
     * @param random spreads the retries of jobs that failed together; used by the writer's thread alone
     */
    public JobTableWriter(Membership membership, RandomGenerator random) {
        this.owner = membership.uuid();
        this.requests = new RequestQueue(membership.scheduler());
        this.writeBatch = new WriteBatch(membership, random);
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
        take(new TableRequest.Reserve(job, answer));
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
            take(new TableRequest.FindLostAttempts(reservation, answer));
        }
        return answer;
    }

    /** Writes down what became of a reservation; fails if the table cannot be used. */
    public CompletableFuture<Written> end(AttemptResult ended) {
        CompletableFuture<Written> answer = new CompletableFuture<>();
        take(new TableRequest.WriteResult(ended, answer));
        return answer;
    }

    /** Notes why jobs wait; fails if the table cannot be used. */
    public CompletableFuture<@Nullable Void> park(List<Long> jobs, String reason) {
        CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
        take(new TableRequest.Park(jobs, reason, answer));
        return answer;
    }

    /** Returns which of these jobs somebody has cancelled; fails if the table cannot be used. */
    public CompletableFuture<Set<Long>> cancelled(List<Long> jobs) {
        CompletableFuture<Set<Long>> answer = new CompletableFuture<>();
        take(new TableRequest.FindCancelled(jobs, answer));
        return answer;
    }

    /**
     * Looks at a job now and then until nobody has it reserved, or the future is cancelled; returns null if it is not in the
     * table any more, and fails if the table cannot be used.
     */
    public CompletableFuture<@Nullable JobSnapshot> watch(long job) {
        CompletableFuture<@Nullable JobSnapshot> answer = new CompletableFuture<>();
        take(new TableRequest.Watch(job, answer));
        return answer;
    }

    private void take(TableRequest request) {
        if (!requests.add(request)) {
            request.fail(new IllegalStateException("the run has ended"));
        }
    }

    private void work() {
        List<TableRequest> batch = new ArrayList<>();
        while (!requests.isOver()) {
            try {
                requests.take(batch, MOST_AT_ONCE, writeBatch.pause(), LINGER, this::isMoreToCome);
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

    /** Returns whether a job may still end that is not among those that did, or one may begin in the place of one that did. */
    private boolean isMoreToCome(List<TableRequest> batch) {
        long ends = batch.stream()
                .filter(TableRequest.WriteResult.class::isInstance)
                .count();
        return ends < writeBatch.reserved() || ends == batch.size();
    }

    /** Writes down what was given so far, and ends the thread. */
    @Override
    public void close() {
        requests.close();
        EventLoop.join(thread);
    }
}

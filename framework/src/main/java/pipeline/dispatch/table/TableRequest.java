package pipeline.dispatch.table;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.store.Reservation;

/** What the thread that changes the job table is asked for, each with the answer to come. */
sealed interface TableRequest {

    CompletableFuture<?> answer();

    default void fail(Throwable fault) {
        answer().completeExceptionally(fault);
    }

    /** Reserve a job. */
    record Reserve(long job, CompletableFuture<JobTableWriter.Answer> answer) implements TableRequest {}

    /** Write down what became of a reservation. */
    record WriteResult(AttemptResult ended, CompletableFuture<JobTableWriter.Written> answer) implements TableRequest {}

    /** Note why jobs wait. */
    record Park(List<Long> jobs, String reason, CompletableFuture<@Nullable Void> answer) implements TableRequest {}

    /** Find the attempts of which nobody knows how they ended. */
    record FindLostAttempts(Reservation reservation, CompletableFuture<List<LostAttempt>> answer)
            implements TableRequest {}

    /** Find out which jobs somebody has cancelled. */
    record FindCancelled(List<Long> jobs, CompletableFuture<Set<Long>> answer) implements TableRequest {}

    /** Look at a job until nobody has it reserved. */
    record Watch(long job, CompletableFuture<@Nullable JobSnapshot> answer) implements TableRequest {}
}

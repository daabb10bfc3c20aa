package pipeline.dispatch.enqueue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.job.Outcome;

/**
 * A job of a call, and what is to be done with it.
 *
 * @param kept its outcome if the table has it already, else null
 * @param delay how long it must wait before it may start
 */
public record EnqueuedJob(
        QueuedJob job, EnqueueDecision decision, @Nullable Outcome kept, Duration delay) {}

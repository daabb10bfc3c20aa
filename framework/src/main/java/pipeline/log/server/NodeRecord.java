package pipeline.log.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pipeline.log.LogLevel;

/**
 * One log record of a job, as the master hands it on.
 *
 * @param jobId the job's number in this run
 * @param logger the job's logger or one below it
 * @param time the node's own time
 * @param exception the text of a stack trace; null if there is none
 */
public record NodeRecord(
        String jobId,
        String logger,
        LogLevel level,
        Instant time,
        String message,
        @Nullable String exception) {}

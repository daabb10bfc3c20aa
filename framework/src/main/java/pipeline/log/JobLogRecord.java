package pipeline.log;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One log record of a job.
 *
 * @param seq its number among those of its sender, from 1; 0 until it has one
 * @param exception the text of a stack trace; null if there is none
 */
public record JobLogRecord(
        long seq,
        Instant time,
        LogLevel level,
        String logger,
        String message,
        @Nullable String exception) implements LogMessage {

    public JobLogRecord {
        Objects.requireNonNull(time, "time is null");
        Objects.requireNonNull(level, "level is null");
        Objects.requireNonNull(logger, "logger is null");
        Objects.requireNonNull(message, "message is null");
    }

    JobLogRecord numbered(long number) {
        return new JobLogRecord(number, time, level, logger, message, exception);
    }

    /** Returns roughly how much memory the record holds, in characters. */
    int weight() {
        return 200 + message.length() + (exception == null ? 0 : exception.length());
    }

    /** Returns the record with every text cut to so many characters, and a mark that says how much is gone. */
    JobLogRecord cut(int limit) {
        return new JobLogRecord(
                seq,
                time,
                level,
                cut(logger, Math.min(limit, 1024)),
                cut(message, limit),
                exception == null ? null : cut(exception, limit));
    }

    private static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, end) + " … [" + (text.length() - end) + " more characters were cut off]";
    }
}

package pipeline.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.job.JobVariables;

/**
 * Where the log server is: what the environment says, until a master leaves another word beside the spool, in one line
 * {@code HOST PORT TOKEN}. Immutable.
 */
final class LogPlace {

    private static final String NOTE = "log-server";

    private final @Nullable LogAddress first;
    private final LogAddress pattern;
    private final @Nullable Path note;

    private LogPlace(@Nullable LogAddress first, LogAddress pattern, @Nullable Path note) {
        this.first = first;
        this.pattern = pattern;
        this.note = note;
    }

    /** Makes the place of a server that never moves. */
    static LogPlace fixed(LogAddress address) {
        return new LogPlace(address, address, null);
    }

    /**
     * Makes the place of a server that may come, go and move.
     *
     * @param first what the environment says; null if nothing
     */
    static LogPlace beside(RecordSpool spool, @Nullable LogAddress first, Map<String, String> environment) {
        LogMessage.Hello hello = new LogMessage.Hello(
                environment.getOrDefault(JobVariables.LOG_TOKEN, ""),
                environment.getOrDefault(JobVariables.JOB_ID, ""),
                environment.getOrDefault(JobVariables.LOGGER, "node"),
                spool.sender());
        LogAddress pattern = first == null
                ? new LogAddress("127.0.0.1", 1, hello)
                : new LogAddress(first.host(), first.port(), hello);
        return new LogPlace(
                first == null ? null : pattern, pattern, spool.directory().resolve(NOTE));
    }

    /** Gives where the server is now; null if nobody has said. */
    @Nullable
    LogAddress now() {
        if (note == null) {
            return first;
        }
        try {
            String[] words =
                    Files.readString(note, StandardCharsets.US_ASCII).strip().split(" ", -1);
            return words.length == 3 ? pattern.at(words[0], words[1], words[2]) : first;
        } catch (IOException | IllegalArgumentException e) {
            // no word was left; or what it says is of no use, and what was known before may still hold
            return first;
        }
    }

    @Override
    public String toString() {
        LogAddress address = now();
        return address == null ? "an unknown place" : address.toString();
    }
}

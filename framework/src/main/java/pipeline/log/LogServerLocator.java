package pipeline.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.job.wire.JobVariables;

/**
 * Finds the log server: the environment names it, until a master writes another address beside the spool, as one line
 * {@code HOST PORT TOKEN}. Immutable.
 */
final class LogServerLocator {

    private static final String NOTE = "log-server";

    private final @Nullable LogServerAddress first;
    private final LogServerAddress pattern;
    private final @Nullable Path note;

    private LogServerLocator(@Nullable LogServerAddress first, LogServerAddress pattern, @Nullable Path note) {
        this.first = first;
        this.pattern = pattern;
        this.note = note;
    }

    /** Makes the place of a server that never moves. */
    static LogServerLocator fixed(LogServerAddress address) {
        return new LogServerLocator(address, address, null);
    }

    /**
     * Makes the place of a server that may come, go and move.
     *
     * @param first what the environment says; null if nothing
     */
    static LogServerLocator beside(
            RecordSpool spool, @Nullable LogServerAddress first, Map<String, String> environment) {
        LogMessage.Hello hello = new LogMessage.Hello(
                environment.getOrDefault(JobVariables.LOG_TOKEN, ""),
                environment.getOrDefault(JobVariables.JOB_ID, ""),
                environment.getOrDefault(JobVariables.LOGGER, "node"),
                spool.sender());
        LogServerAddress pattern = first == null
                ? new LogServerAddress("127.0.0.1", 1, hello)
                : new LogServerAddress(first.host(), first.port(), hello);
        return new LogServerLocator(
                first == null ? null : pattern, pattern, spool.directory().resolve(NOTE));
    }

    /** Returns where the server is now; null if nobody has said. */
    @Nullable
    LogServerAddress now() {
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
        LogServerAddress address = now();
        return address == null ? "an unknown place" : address.toString();
    }
}

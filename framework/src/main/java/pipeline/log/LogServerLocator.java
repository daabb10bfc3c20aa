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
        return in(spool.directory(), first, hello(environment, spool.sender(), false));
    }

    /**
     * Makes the place of the server for a sender of requests.
     *
     * @param sender names it among all of the job
     * @return null if the environment says neither where it is nor where that will be said
     * @throws IllegalArgumentException if the environment does not say how to reach it
     */
    static @Nullable LogServerLocator forRequests(Map<String, String> environment, String sender) {
        LogServerAddress first = LogServerAddress.from(environment);
        LogMessage.Hello hello = hello(environment, sender, true);
        String directory = environment.getOrDefault(JobVariables.LOG_SPOOL, "");
        if (!directory.isEmpty()) {
            return in(Path.of(directory), first, hello);
        }
        return first == null ? null : fixed(new LogServerAddress(first.host(), first.port(), hello));
    }

    private static LogMessage.Hello hello(Map<String, String> environment, String sender, boolean asks) {
        return new LogMessage.Hello(
                environment.getOrDefault(JobVariables.LOG_TOKEN, ""),
                environment.getOrDefault(JobVariables.JOB_ID, ""),
                environment.getOrDefault(JobVariables.LOGGER, "node"),
                sender,
                asks);
    }

    private static LogServerLocator in(Path directory, @Nullable LogServerAddress first, LogMessage.Hello hello) {
        LogServerAddress pattern = first == null
                ? new LogServerAddress("127.0.0.1", 1, hello)
                : new LogServerAddress(first.host(), first.port(), hello);
        return new LogServerLocator(first == null ? null : pattern, pattern, directory.resolve(NOTE));
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

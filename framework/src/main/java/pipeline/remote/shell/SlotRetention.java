package pipeline.remote.shell;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.frame.Frame;

/** Counts the files that a host keeps for a slot: for which scripts they are still needed, and about how large they are. Thread-safe. */
final class SlotRetention {

    /** What is kept of scripts that are all settled is thrown away from this size on, in bytes. */
    private static final long TRIM = 1 << 20;

    /** From this size on no script should follow before all are settled, in bytes. */
    private static final long FULL = 16 << 20;

    /** What the journal and the ends of the streams hold of a script beside what it prints, in bytes; about. */
    private static final int TRACE = 300;

    private final Set<String> unsettled = new HashSet<>();
    private long bytes;
    private long loggedBytes;
    private @Nullable String lastEnded;

    /** Takes note of a script that starts; returns whether what is kept is to be thrown away before. */
    synchronized boolean begin(String id) {
        boolean trims = unsettled.isEmpty() && bytes + loggedBytes > TRIM;
        if (trims) {
            bytes = 0;
            loggedBytes = 0;
            lastEnded = null;
        }
        bytes += TRACE;
        unsettled.add(id);
        return trims;
    }

    synchronized void printed(int count) {
        bytes += count;
    }

    /**
     * Takes note of how many bytes are kept of what all scripts logged: the last number of a slot's word.
     *
     * @throws MalformedFrameException if there is none
     */
    synchronized void logged(String body) {
        String bytes = body.substring(body.lastIndexOf(' ') + 1);
        if (!bytes.matches("[0-9]{1,18}")) {
            throw new MalformedFrameException(Frame.LOGGED, body);
        }
        loggedBytes = Long.parseLong(bytes);
    }

    synchronized void ended(String id) {
        lastEnded = id;
    }

    /** Takes note that nobody will ask for a script. */
    synchronized void settled(String id) {
        unsettled.remove(id);
    }

    synchronized boolean areSettled() {
        return unsettled.isEmpty();
    }

    synchronized boolean areTooMuch() {
        return bytes + loggedBytes > FULL;
    }

    /** Returns the script that ended last of those that are kept; null if none has. */
    synchronized @Nullable String lastEnded() {
        return lastEnded;
    }
}

package pipeline.cli.overview;

import org.jspecify.annotations.Nullable;

/**
 * What a run does on one host.
 *
 * @param note why jobs wait for the host, or who drained it; empty if neither is so
 * @param median how long the jobs took that succeeded, in seconds; null if none did
 * @param slowest the longest of them, in seconds; null if none did
 * @param lastError why the job failed that has the highest number of those that failed there; empty if none did
 */
public record HostOverview(
        String host,
        String note,
        JobCounts counts,
        @Nullable Double median,
        @Nullable Double slowest,
        String lastError) {

    /** Returns a word for how it stands. */
    public String state() {
        if (!note.isEmpty()) {
            return note.startsWith("drained") ? "drained" : "set aside";
        }
        return counts.running() > 0 ? "busy" : counts.left() > 0 ? "waiting" : "ended";
    }
}

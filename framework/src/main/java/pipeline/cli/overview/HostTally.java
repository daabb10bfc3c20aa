package pipeline.cli.overview;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Counts the jobs of one host. Not thread-safe. */
final class HostTally {

    private JobCounts counts = JobCounts.NONE;
    private double[] durations = new double[16];
    private int measured;
    private String note = "";
    private String lastError = "";

    void add(JobCounts one) {
        counts = counts.plus(one);
    }

    void took(double seconds) {
        if (measured == durations.length) {
            durations = Arrays.copyOf(durations, 2 * measured);
        }
        durations[measured++] = seconds;
    }

    void waitsFor(String reason) {
        note = reason;
    }

    void failedWith(String message) {
        lastError = message;
    }

    HostOverview of(String host) {
        double[] sorted = Arrays.copyOf(durations, measured);
        Arrays.sort(sorted);
        return new HostOverview(
                host, note, counts, median(sorted), measured == 0 ? null : sorted[measured - 1], lastError);
    }

    private static @Nullable Double median(double[] sorted) {
        return sorted.length == 0 ? null : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}

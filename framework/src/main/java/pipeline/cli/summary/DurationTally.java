package pipeline.cli.summary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.JobLabel;

/** How long the jobs of one program took that succeeded, and those of them that took longest. Not thread-safe. */
final class DurationTally {

    /** A job that takes so many times the median is a straggler. */
    private static final int TIMES_MEDIAN = 3;

    /** What takes less is not worth a word. */
    private static final double SHORTEST = 1;

    private static final int FEWEST = 3;
    private static final int KEPT = 100;

    private record Timed(ComputeJob job, long number, double seconds) {}

    private final PriorityQueue<Timed> longest = new PriorityQueue<>(Comparator.comparingDouble(Timed::seconds));
    private double[] seconds = new double[16];
    private int count;

    void add(ComputeJob job, Attempt attempt) {
        double took = toSeconds(attempt.duration());
        if (count == seconds.length) {
            seconds = Arrays.copyOf(seconds, 2 * count);
        }
        seconds[count++] = took;
        longest.add(new Timed(job, attempt.number(), took));
        if (longest.size() > KEPT) {
            longest.remove();
        }
    }

    private static double toSeconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** Returns those beyond three times the median, the longest first; none as long as there are too few to compare. */
    List<Straggler> stragglers() {
        double[] sorted = Arrays.copyOf(seconds, count);
        Arrays.sort(sorted);
        List<Straggler> found = new ArrayList<>();
        if (count < FEWEST) {
            return found;
        }
        double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        for (Timed timed : longest) {
            if (timed.seconds() > TIMES_MEDIAN * median && timed.seconds() >= SHORTEST) {
                found.add(new Straggler(
                        timed.number(),
                        JobLabel.described(timed.job()),
                        timed.seconds(),
                        timed.seconds() / Math.max(median, 0.001)));
            }
        }
        found.sort(Comparator.comparingDouble(Straggler::seconds).reversed());
        return found;
    }
}

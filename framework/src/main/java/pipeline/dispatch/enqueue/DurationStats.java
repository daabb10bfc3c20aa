package pipeline.dispatch.enqueue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long the latest successes of a program took in a recipe. Not thread-safe. */
public final class DurationStats {

    /** So many successes count, the latest ones; it is the median of them that is of interest. */
    static final int MOST = 1000;

    /** Before there are so many, there is no median. */
    static final int FEWEST = 3;

    private final long[] nanos = new long[MOST];
    private long count;
    private @Nullable Duration median;

    /** Forgets what was known, and takes what the job table has, the latest first. */
    public void learn(List<Duration> latest) {
        count = 0;
        median = null;
        for (int i = Math.min(MOST, latest.size()) - 1; i >= 0; i--) {
            add(latest.get(i));
        }
    }

    public void add(Duration success) {
        nanos[(int) (count % MOST)] = success.toNanos();
        count++;
        median = null;
    }

    /** Returns the median; null while there are too few. */
    @Nullable
    public Duration median() {
        if (count < FEWEST) {
            return null;
        }
        Duration known = median;
        if (known == null) {
            long[] sorted = Arrays.copyOf(nanos, (int) Math.min(MOST, count));
            Arrays.sort(sorted);
            known = Duration.ofNanos((sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2);
            median = known;
        }
        return known;
    }
}

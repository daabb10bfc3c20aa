package pipeline.cli.summary;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many jobs of a run came to which end.
 *
 * @param scheduled all that the recipe scheduled
 * @param done those that succeeded
 * @param kept those of them that had succeeded in an earlier run
 * @param running those of which no end is known
 * @param others how many came to the other ends
 */
record RunCounts(int scheduled, int done, int kept, int running, Map<JobEnd, Integer> others) {

    RunCounts {
        Map<JobEnd, Integer> copy = new EnumMap<>(JobEnd.class);
        copy.putAll(others);
        others = copy;
    }

    int of(JobEnd end) {
        return end == JobEnd.DONE ? done : others.getOrDefault(end, 0);
    }

    /** Returns how many have no end and do not run. */
    int waiting() {
        int ended = done + others.values().stream().mapToInt(count -> count).sum();
        return Math.max(0, scheduled - ended - running);
    }
}

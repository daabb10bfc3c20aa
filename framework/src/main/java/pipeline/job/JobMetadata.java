package pipeline.job;

import org.jspecify.annotations.Nullable;
import pipeline.text.ShellQuoting;

/**
 * What a job says of itself that the program it runs does not see; null is "nothing said". Immutable.
 *
 * @param key what makes it the same work next time
 * @param label at most 255 characters
 * @param priority from 0, the most urgent, to 255
 * @param seat its place in a gang
 */
record JobMetadata(
        @Nullable JobKey key,
        @Nullable String label,
        @Nullable Integer priority,
        ReuseRule reuse,
        @Nullable GangSeat seat) {

    static final JobMetadata NONE = new JobMetadata(null, null, null, ReuseRule.AS_CALLED, null);

    private static final int LONGEST_LABEL = 255;

    JobMetadata {
        if (label != null && label.length() > LONGEST_LABEL) {
            throw new IllegalArgumentException("a label must have at most %d characters, but has %d: %s"
                    .formatted(LONGEST_LABEL, label.length(), ShellQuoting.quote(label)));
        }
        if (priority != null && (priority < 0 || priority > ComputeJob.LOWEST_PRIORITY)) {
            throw new IllegalArgumentException(
                    "a priority must be from 0 to " + ComputeJob.LOWEST_PRIORITY + ", but was " + priority);
        }
    }

    JobMetadata with(JobKey other) {
        return new JobMetadata(other, label, priority, reuse, seat);
    }

    JobMetadata withLabel(String other) {
        return new JobMetadata(key, other, priority, reuse, seat);
    }

    JobMetadata withPriority(int other) {
        return new JobMetadata(key, label, other, reuse, seat);
    }

    JobMetadata with(ReuseRule other) {
        return new JobMetadata(key, label, priority, other, seat);
    }

    JobMetadata with(GangSeat other) {
        return new JobMetadata(key, label, priority, reuse, other);
    }
}

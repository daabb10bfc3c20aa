package pipeline.store;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many finished jobs the table keeps; the oldest go first, and unfinished jobs stay.
 *
 * @param age finished jobs go when they are older
 * @param jobs at most so many finished jobs stay
 * @param bytes finished jobs go until the table takes up no more
 */
public record RetentionLimits(Optional<Duration> age, OptionalLong jobs, OptionalLong bytes) {

    /** Keeps everything. */
    public static final RetentionLimits UNLIMITED =
            new RetentionLimits(Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
}

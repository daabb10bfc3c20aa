package pipeline.store.support;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait for a database that cannot be used.
 *
 * @param longest empty for as long as it takes
 * @param isForMending whether to wait also for what people have to mend first, such as a full disk, since jobs run meanwhile
 */
public record RetryLimit(Optional<Duration> longest, boolean isForMending) {

    /** Returns the limit of a command that a person waits for, or of a program that can do nothing else. */
    public static RetryLimit of(Duration longest) {
        return new RetryLimit(Optional.of(longest), false);
    }

    /** Returns the same limit, but no longer than this, and not for what has to be mended. */
    public RetryLimit atMost(Duration most) {
        return of(shorter(most));
    }

    /** Returns this limit or a duration, the shorter of the two. */
    public Duration shorter(Duration other) {
        return longest.filter(it -> it.compareTo(other) < 0).orElse(other);
    }

    /** Returns whether it is worth waiting until an error has passed. */
    public boolean isWorthWaiting(StoreErrorKind error) {
        return error.isTransient() || (isForMending && error.isMendable());
    }
}

package pipeline.time;

import java.time.Duration;

/** Time that never jumps: the difference of two readings counts, a single reading means nothing. Thread-safe. */
@FunctionalInterface
public interface MonotonicClock {

    /** The clock of this JVM. */
    MonotonicClock SYSTEM = System::nanoTime;

    /** Returns the current reading in nanoseconds; compare two readings by their difference, as they may overflow. */
    long nanos();

    /** Returns how long ago a reading was taken. */
    default Duration since(long reading) {
        return Duration.ofNanos(nanos() - reading);
    }
}

package pipeline.store.support;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pipeline.time.MonotonicClock;

/**
 * Notes while a database cannot be used, for all threads of this process that wait for it: reports it once, then each minute;
 * when one of them has given up, the others do not wait once more. Thread-safe; the lock guards all fields that change, and
 * nothing is reported while it is held.
 */
public final class OutageTracker {

    /** How long it is waited before it is reported. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** How long a process still waits that is about to end. */
    private static final Duration LAST = Duration.ofSeconds(10);

    private final String table;
    private final MonotonicClock clock;
    private final Consumer<String> reporter;
    private boolean isOn;
    private boolean concernsWriting;
    private boolean isGivenUp;
    private long since;
    private @Nullable Long reported;
    private @Nullable Long end;

    /**
     * Makes one that has not begun.
     *
     * @param reporter is given lines for people
     */
    public OutageTracker(String table, MonotonicClock clock, Consumer<String> reporter) {
        this.table = table;
        this.clock = clock;
        this.reporter = reporter;
    }

    /** From now on it is waited for a few seconds only. */
    public synchronized void hurry() {
        if (end == null) {
            end = clock.nanos() + LAST.toNanos();
        }
    }

    /**
     * Something has failed that may work later.
     *
     * @param begun when it was tried first, as the clock says
     * @param complaint what the database says
     * @return whether to try it again
     */
    public boolean isWaitedFor(long begun, RetryLimit limit, boolean isWrite, String complaint) {
        String words;
        synchronized (this) {
            long now = clock.nanos();
            if (!isOn) {
                isOn = true;
                since = begun;
            }
            concernsWriting |= isWrite;
            boolean isTooLong =
                    limit.longest().map(it -> now - begun > it.toNanos()).orElse(false);
            Long last = end;
            if (isGivenUp || isTooLong || (last != null && now - last > 0)) {
                isGivenUp = true;
                return false;
            }
            words = words(now, limit, complaint);
        }
        if (words != null) {
            reporter.accept(words);
        }
        return true;
    }

    private @Nullable String words(long now, RetryLimit limit, String complaint) {
        Long before = reported;
        Duration lasted = Duration.ofNanos(now - since);
        if (before == null ? lasted.compareTo(SILENCE) <= 0 : now - before < AGAIN.toNanos()) {
            return null;
        }
        reported = now;
        String most =
                limit.longest().map(it -> "up to " + it.toSeconds() + " s").orElse("as long as it takes");
        if (before != null) {
            return "%s has been of no use for %d s (%s); it is still waited for, %s"
                    .formatted(table, lasted.toSeconds(), complaint, most);
        }
        return limit.isForMending()
                ? "%s cannot be used at the moment (%s); what runs goes on, nothing new is started, and it is waited for %s"
                        .formatted(table, complaint, most)
                : "%s cannot be used at the moment (%s); it is tried again for %s".formatted(table, complaint, most);
    }

    /** Something has worked; who can read may still not be able to write. */
    public void works(boolean isWrite) {
        boolean wasReported;
        synchronized (this) {
            if (!isOn || (concernsWriting && !isWrite)) {
                return;
            }
            wasReported = reported != null;
            isOn = false;
            concernsWriting = false;
            isGivenUp = false;
            reported = null;
        }
        if (wasReported) {
            reporter.accept(table + " can be used again");
        }
    }
}

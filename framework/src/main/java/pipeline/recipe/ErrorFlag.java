package pipeline.recipe;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Shows a recipe that something went wrong; set by the first job that does not succeed. Thread-safe.
 *
 * <pre>{@code
 * scheduleJobs("try", jobs);
 * if (error.isSet()) {
 *     error.clear();
 *     scheduleJobs("again", jobs);
 * }
 * }</pre>
 */
public final class ErrorFlag {

    private final AtomicBoolean flag = new AtomicBoolean();

    ErrorFlag() {}

    /** Returns whether a job did not succeed since the flag was cleared. */
    public boolean isSet() {
        return flag.get();
    }

    /** Says that something went wrong; the exit code is 1 then, unless the recipe says otherwise. */
    public void set() {
        flag.set(true);
    }

    /** Forgets what went wrong so far: the recipe has dealt with it. */
    public void clear() {
        flag.set(false);
    }
}

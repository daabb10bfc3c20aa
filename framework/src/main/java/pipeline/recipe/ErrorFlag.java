package pipeline.recipe;

import java.util.concurrent.atomic.AtomicBoolean;

/** Tells a recipe that something went wrong; set by the first job that does not succeed. Thread-safe. */
public final class ErrorFlag {

    private final AtomicBoolean flag = new AtomicBoolean();

    ErrorFlag() {}

    public boolean isSet() {
        return flag.get();
    }

    public void set() {
        flag.set(true);
    }

    /** Forgets what went wrong so far: the recipe has dealt with it. */
    public void clear() {
        flag.set(false);
    }
}

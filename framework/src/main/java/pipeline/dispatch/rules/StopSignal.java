package pipeline.dispatch.rules;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether a run has been stopped, and why: given once by those who run it, seen by all who wait for something. Thread-safe. */
public final class StopSignal {

    private final AtomicReference<@Nullable StopReason> reason = new AtomicReference<>();

    /** Stops the run; returns false, and changes nothing, if it has been stopped before. */
    public boolean give(StopReason why) {
        return reason.compareAndSet(null, why);
    }

    /** Returns why the run has been stopped; null while it goes on. */
    public @Nullable StopReason reason() {
        return reason.get();
    }
}

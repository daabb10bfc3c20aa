package pipeline.remote;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a script ended, as its host reports it.
 *
 * @param code the exit code as the shell has it, 128+n for signal n; null unless it ended
 * @param ran how long it ran; null if it did not end or the host has no count of it
 */
public record ScriptEnd(
        State state, @Nullable Integer code, @Nullable Duration ran) {

    /** What there is to know. */
    public enum State {
        ENDED,
        /** It was started and is not there any more, nor is there anybody who saw its end. */
        VANISHED,
        /** It was ended from outside, so its exit code says nothing, not even if it is 0. */
        KILLED,
        /** What takes its output on the host was killed while it ran, so neither its output nor its exit code says anything. */
        UNHEARD,
        /** It never started, and never will. */
        NEVER_STARTED
    }

    static final ScriptEnd VANISHED = new ScriptEnd(State.VANISHED, null, null);
    static final ScriptEnd KILLED = new ScriptEnd(State.KILLED, null, null);
    static final ScriptEnd UNHEARD = new ScriptEnd(State.UNHEARD, null, null);
    static final ScriptEnd NEVER_STARTED = new ScriptEnd(State.NEVER_STARTED, null, null);

    public static ScriptEnd ended(int code, @Nullable Duration ran) {
        return new ScriptEnd(State.ENDED, code, ran);
    }

    public static ScriptEnd vanished() {
        return VANISHED;
    }

    public static ScriptEnd killed() {
        return KILLED;
    }

    public static ScriptEnd unheard() {
        return UNHEARD;
    }

    public static ScriptEnd neverStarted() {
        return NEVER_STARTED;
    }
}

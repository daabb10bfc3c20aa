package pipeline.remote.shell;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The message of a runner at the end of a script, on each stream.
 *
 * @param code the exit code as the shell has it; null if the frame does not hold one
 */
record ScriptEndFrame(String id, @Nullable Integer code) {

    /** Some shells give 256+n for signal n. */
    private static final Pattern CODE = Pattern.compile("[0-4]?[0-9]{1,2}");

    /** Reads the body of a frame, which may hold anything. */
    static ScriptEndFrame of(String body) {
        int blank = body.indexOf(' ');
        return blank < 0
                ? new ScriptEndFrame(body, null)
                : new ScriptEndFrame(body.substring(0, blank), code(body.substring(blank + 1)));
    }

    /** Reads an exit code; null if it is none. */
    static @Nullable Integer code(String word) {
        return CODE.matcher(word).matches() ? Integer.valueOf(word) : null;
    }
}

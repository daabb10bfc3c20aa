package pipeline.remote.shell;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shell of a slot on its host.
 *
 * @param pid the shell
 * @param group its process group if the group holds nothing but the slot (it is a session of its own), else 0
 * @param directory where the slot keeps its journal and what its jobs print
 */
public record SlotProcess(long pid, long group, String directory) {

    private static final Pattern WORDS = Pattern.compile("([0-9]{1,18}) ([0-9]{1,18}) (/[^\\x00]*)", Pattern.DOTALL);

    /**
     * Reads what a runner says of itself.
     *
     * @throws MalformedFrameException if it is anything else
     */
    static SlotProcess parse(String body) {
        Matcher words = WORDS.matcher(body);
        if (!words.matches()) {
            throw new MalformedFrameException(RunnerScript.READY, body);
        }
        return new SlotProcess(Long.parseLong(words.group(1)), Long.parseLong(words.group(2)), words.group(3));
    }

    /** Returns the target of {@code kill}: the whole group where there is one. */
    public String target() {
        return group > 1 ? "-" + group : String.valueOf(pid);
    }
}

package pipeline.remote.shell;

import java.time.Duration;

/** What a shell does to end every process of a slot. POSIX sh only. */
final class SlotEnd {

    private SlotEnd() {}

    /**
     * Gives the lines: TERM to the process or group in {@code $t} and to those that the slot's jobs started in other sessions,
     * which carry its mark in their environment; KILL to what is left after the grace. The group comes last, since whoever does
     * this may belong to it.
     *
     * @param slot the name of the slot's directory, as a word of sh
     */
    static String script(String slot, Duration grace) {
        return "marked() { grep -ls " + RunnerScript.MARK + "=" + slot + "/"
                + " /proc/[0-9]*/environ | sed 's:/proc/\\([0-9]*\\)/.*:\\1:'; }\n"
                + "all() { set -- \"$1\" $(marked) $t; [ $# -gt 1 ] && kill \"-$@\"; } 2>/dev/null\n"
                + "all TERM; n=0\n"
                + "while all 0 && [ $n -lt " + grace.toSeconds() + " ]; do sleep 1; n=$((n+1)); done\n"
                + "all KILL\n";
    }
}

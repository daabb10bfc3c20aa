package pipeline.remote.shell;

import java.time.Duration;

/** What a shell does to end every process of a slot. POSIX sh only. */
final class SlotEnd {

    /**
     * In hundredths of a second: pauses between looks are short at first, since most processes end at once. On a busy host the
     * looks take longer than the pauses, so {@code clock} says in {@code $now}, in seconds, what time it is where the host has a
     * count that no change of its clock moves.
     */
    private static final String PAUSES = """
            pause() {
            if [ $n -lt 20 ]; then set -- 0.05 5; elif [ $n -lt 100 ]; then set -- 0.2 20; else set -- 1 100; fi
            if sleep "$1" 2>/dev/null; then n=$((n+$2)); else sleep 1; n=$((n+100)); fi
            }
            clock() { read -r now x </proc/uptime && now=${now%.*}; } 2>/dev/null
            """;

    /** Prints a line for each process of the host, as far as it needs, in the way of Linux: {@code PID (NAME) STATE PARENT GROUP}. */
    private static final String PROCESSES = """
            processes() {
            if [ -r "/proc/$$/stat" ]; then printf '%s\\n' /proc/[0-9]*/stat | xargs cat
            else ps -A -o pid= -o stat= -o ppid= -o pgid= -o comm= \
            | sed 's/^ *\\([0-9]*\\) *\\(.\\)[^ ]* *\\([0-9]*\\) *\\([0-9]*\\) *\\(.*\\)/\\1 (\\5) \\2 \\3 \\4 /'; fi
            } 2>/dev/null
            """;

    /**
     * Sets {@code j} if a process of a job lives, and {@code r} if the runner does. A process that has ended and waits for its
     * parent to ask is gone; the tees end with the runner.
     */
    private static final String LOOK = """
            look() {
            j=$(marked); r=
            [ -n "$t" ] || return
            while read -r x y; do
            case "$x $y" in
            ("$pid "*) r=1;;
            ("$x (tee) "?" $pid "*|" ") ;;
            (*) j=1;;
            esac
            done <<END
            $(processes | grep -e "^$pid (.*) [^XZ] " -e "^[0-9]* (.*) [^XZ] [0-9]* ${t#-} ")
            END
            } 2>/dev/null
            """;

    private SlotEnd() {}

    /**
     * Gives the lines: TERM to the process or group in {@code $t} and to those that the slot's jobs started in other sessions,
     * which carry its mark in their environment; KILL to what is left when all jobs are gone and the runner has noted it, at the
     * latest after the grace. In {@code $pid} is the runner, and the shell is in the slot's directory.
     *
     * @param slot the name of the slot's directory, as a word of sh
     */
    static String script(String slot, Duration grace) {
        return signals(slot) + PAUSES + PROCESSES + LOOK
                + "all TERM; n=0; k=0; now=0; clock; end=$((now+" + (grace.toSeconds() + 1) + "))\n"
                + "while clock; [ $n -lt " + grace.toMillis() / 10 + " ] && [ $now -lt $end ]; do\n"
                + "look; if [ -z \"$j\" ]; then\n"
                + "[ -n \"$r\" ] || break\n"
                // a runner that waits for its next job may hear a signal only when that comes
                + "case $(tail -n 1 journal 2>/dev/null) in (start*|kill*) ;; (*) k=$((k+1)); [ $k -lt 6 ] || break;; esac\n"
                + "fi\npause\ndone\n"
                + "all KILL\n";
    }

    /** Gives the lines by which a process of the slot itself does the same; it waits out the grace, and ends with the others. */
    static String fromWithin(String slot, Duration grace) {
        return signals(slot) + "all TERM; sleep " + grace.toSeconds() + "; all KILL\n";
    }

    /** The group comes last, since whoever does this may belong to it. */
    private static String signals(String slot) {
        return "marked() { grep -ls " + RunnerScript.MARK + "=" + slot + "/"
                + " /proc/[0-9]*/environ | sed 's:/proc/\\([0-9]*\\)/.*:\\1:'; }\n"
                + "all() { set -- \"$1\" $(marked) $t; [ $# -gt 1 ] && kill \"-$@\"; } 2>/dev/null\n";
    }
}

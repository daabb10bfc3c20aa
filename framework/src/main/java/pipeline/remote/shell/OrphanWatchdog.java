package pipeline.remote.shell;

import java.time.Duration;

/**
 * What a runner's shell starts beside it to end a job that nobody has asked about for too long: whose connection is gone, and
 * whom no reader follows. Nobody has to say now and then that he is there; the watchdog looks whether his process is. POSIX
 * sh only.
 */
final class OrphanWatchdog {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long LONGEST_STEP = 60;

    /** Ends the watchdog with its runner, whatever ends that but KILL, which ends both. */
    private static final String TOGETHER =
            "trap '[ -z \"$pipeline_watch\" ] || kill \"$pipeline_watch\" 2>/dev/null' EXIT\n";

    private OrphanWatchdog() {}

    /**
     * Gives the lines; they need {@link RunnerScript#BORN}, and what the runner knows of itself.
     *
     * @param orphanAfter zero for none
     */
    static String script(Duration orphanAfter) {
        if (orphanAfter.isZero()) {
            return "";
        }
        long limit = Math.max(1, orphanAfter.toSeconds());
        long step = Math.max(1, Math.min(LONGEST_STEP, limit / 4));
        return "pipeline_watch=\n" + TOGETHER
                + "pipeline_born \"$PPID\"; pipeline_parent=$pipeline_born\n"
                + "(umask 077; trap 'kill \"$s\" 2>/dev/null; exit' TERM; trap - EXIT\n"
                + "exec </dev/null >/dev/null 2>&1 6>&- 7>&- 8>&-\n"
                + "pipeline_born $$; r=$pipeline_born; n=" + limit + "\n"
                + "while [ $n -gt 0 ]; do\n"
                + "sleep " + step + " & s=$!; wait $s\n"
                + "pipeline_born $$; [ \"$pipeline_born\" = \"$r\" ] || exit\n"
                + "n=$((n-" + step + "))\n"
                + "pipeline_born \"$PPID\"\n"
                + "if [ -n \"$pipeline_parent\" ] && [ \"$pipeline_born\" = \"$pipeline_parent\" ]; then n=" + limit
                + "; continue; fi\n"
                + "if read -r x y <\"$pipeline_slot/reader\"; then pipeline_born \"$x\"\n"
                + "if [ -n \"$y\" ] && [ \"$pipeline_born\" = \"$y\" ]; then n=" + limit + "; fi; fi\n"
                + "done\n"
                // the runner would note the end of a job that nobody ended
                + "trap '' TERM; : >\"$pipeline_slot/fence\"; kill -KILL $$\n"
                + "t=; if [ \"$pipeline_group\" -gt 1 ]; then t=-$pipeline_group; fi\n"
                + SlotEnd.fromWithin("\"${pipeline_slot##*/}\"", GRACE)
                + ") &\npipeline_watch=$!\n";
    }

    /** Gives the line by which a reader of a slot's directory says that it is there. */
    static String reading() {
        return "pipeline_born $$; printf '%s %s\\n' \"$$\" \"$pipeline_born\" >reader 2>/dev/null\n";
    }
}

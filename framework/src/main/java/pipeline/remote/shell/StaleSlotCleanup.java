package pipeline.remote.shell;

/**
 * What masters and workers that were killed left among the slots, and nobody has come for: their fences, and slots whose runner
 * is gone. Thrown away by the first slot of a later owner: at once what was never given anything, the rest when it is old. POSIX
 * sh only.
 */
final class StaleSlotCleanup {

    /** In days: whoever starts a killed run again does so before. */
    static final int AGE = 90;

    /** In days: a master that was stopped for longer than that does not go on with what it had just reserved. */
    static final int FENCE_AGE = 7;

    private StaleSlotCleanup() {}

    /** Gives the lines; they need {@code d}, where the slots are, and {@link RunnerScript#BORN}. */
    static String script() {
        return unused() + old();
    }

    /**
     * Of a slot that has only the first line in its journal nobody asks, once its runner is gone; one that was made before the
     * host went down may be one of another host that shares the directory. However many there are, that costs one process.
     */
    private static String unused() {
        return "set --\n"
                + "for s in \"$d\"/*/; do\n"
                + "parent=; y=; { read -r x token pid group born boot parent && { read -r y; [ -z \"$y\" ]; }; }"
                + " <\"$s/journal\" || continue\n"
                + "[ -n \"$parent\" ] && [ \"$pipeline_boot\" = \"$boot\" ] || continue\n"
                + "pipeline_born \"$pid\"; [ \"$pipeline_born\" = \"$born\" ] || set -- \"$@\" \"$s\"\n"
                + "done\n[ $# -eq 0 ] || rm -rf -- \"$@\"\n";
    }

    private static String old() {
        // however much there is, what is not old costs no process
        String all = "find \"$d/.\" ! -name . -prune ";
        return all + "-mtime +" + FENCE_AGE + " ! -type d \\( -name '*.fence' -o -name '" + HostWarnings.told("*")
                + "' \\) -exec rm -f -- {} +\n"
                + all + "-mtime +" + AGE + " -type d | while read -r s; do\n"
                + "[ -z \"$(find \"$s\" -mtime -" + AGE + " | head -n 1)\" ] || continue\n"
                + "if read -r x token pid group born boot parent <\"$s/journal\"; then\n"
                + "pipeline_born \"$pid\"\n"
                + "if [ \"$pipeline_born\" = \"$born\" ] && [ -n \"$born\" ] && [ \"$pipeline_boot\" = \"$boot\" ];"
                + " then continue; fi\nfi\n"
                + "rm -rf -- \"$s\"\ndone\n";
    }
}

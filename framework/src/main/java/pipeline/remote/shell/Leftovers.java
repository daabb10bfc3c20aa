package pipeline.remote.shell;

/**
 * What masters and workers that were killed left among the slots, and nobody has come for: their fences, and slots whose runner
 * is gone. Thrown away when it is old, by the first slot of a later owner. POSIX sh only.
 */
final class Leftovers {

    /** In days: whoever starts a killed run again does so before. */
    static final int AGE = 90;

    private Leftovers() {}

    /** Gives the lines; they need {@code d}, where the slots are, and {@link RunnerScript#BORN}. */
    static String script() {
        // however much there is, what is not old costs no process
        String old = "find \"$d/.\" ! -name . -prune -mtime +" + AGE;
        return old + " ! -type d \\( -name '*.fence' -o -name '" + Caution.told("*") + "' \\) -exec rm -f -- {} +\n"
                + old + " -type d | while read -r s; do\n"
                + "[ -z \"$(find \"$s\" -mtime -" + AGE + " | head -n 1)\" ] || continue\n"
                + "if read -r x token pid group born boot parent <\"$s/journal\"; then\n"
                + "pipeline_born \"$pid\"\n"
                + "if [ \"$pipeline_born\" = \"$born\" ] && [ -n \"$born\" ] && [ \"$pipeline_boot\" = \"$boot\" ];"
                + " then continue; fi\nfi\n"
                + "rm -rf -- \"$s\"\ndone\n";
    }
}

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
        return "for f in \"$d\"/*.fence \"$d\"/" + Caution.told("*") + "; do\n"
                + "[ -z \"$(find \"$f\" -prune -mtime +" + AGE + ")\" ] || rm -f -- \"$f\"\ndone\n"
                + "for s in \"$d\"/*/; do\n"
                + "[ -z \"$(find \"$s\" -mtime -" + AGE + " | head -n 1)\" ] || continue\n"
                + "if read -r x token pid group born boot parent <\"$s/journal\"; then\n"
                + "pipeline_born \"$pid\"\n"
                + "if [ \"$pipeline_born\" = \"$born\" ] && [ -n \"$born\" ] && [ \"$pipeline_boot\" = \"$boot\" ];"
                + " then continue; fi\nfi\n"
                + "rm -rf -- \"$s\"\ndone\n";
    }
}

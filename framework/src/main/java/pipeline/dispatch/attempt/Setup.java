package pipeline.dispatch.attempt;

import org.jspecify.annotations.Nullable;
import pipeline.frame.Frame;
import pipeline.text.ShellQuoting;

/**
 * The POSIX sh text that makes what a job finds on its host, by {@code init} and its directory, and what is known when it
 * did not come to its end. Right before the program takes the place of the shell, a frame says so: without it no program
 * was started, whatever the exit code.
 */
final class Setup {

    /** The frame in which a job's script tells how far it came. */
    static final String FRAME = "setup";

    /** How every failure of {@code init} begins. */
    static final String INIT = "init of [remote]";

    private static final String DONE = "done";
    private static final String STATUS = "status ";
    private static final String OPEN = "open";
    private static final String MISSING = "missing";
    private static final String FILE = "file";
    private static final String CLOSED = "closed";

    /** Where frames go, whatever {@code init} does with standard output. */
    private static final int STREAM = 7;

    private final String init;
    private final @Nullable String directory;
    private final String token;

    /**
     * Makes the text for one job.
     *
     * @param init POSIX sh; may be empty
     * @param directory where the program starts; null for where the shell is
     * @param token frames what is told
     */
    Setup(String init, @Nullable String directory, String token) {
        this.init = init;
        this.directory = directory;
        this.token = token;
    }

    /** Gives the lines that run {@code init}; empty if there is none. */
    String init() {
        // a line that stands behind init in the same text is not reached where init leaves something open
        return init.isEmpty()
                ? ""
                : "exec " + STREAM + ">&1\n"
                        + "pipeline_init=" + OPEN + "\n"
                        + "eval " + ShellQuoting.alwaysQuoted(init + "\npipeline_init=\"" + STATUS + "$?\"") + "\n"
                        + "[ \"$pipeline_init\" = '" + STATUS + "0' ] || { " + tell("\"$pipeline_init\"")
                        + "; exit 1; }\n";
    }

    /** Gives the line that goes to the directory; empty if there is none. */
    String changeDirectory() {
        if (directory == null) {
            return "";
        }
        // "cd -- -" would mean the directory before
        String quoted = ShellQuoting.alwaysQuoted(directory.startsWith("-") ? "./" + directory : directory);
        return "cd -- " + quoted + " 2>/dev/null || { if [ ! -e " + quoted + " ]; then set " + MISSING
                + "; elif [ ! -d "
                + quoted + " ]; then set " + FILE + "; else cd -- " + quoted + " || set " + CLOSED + "; fi; "
                + tell("\"$1\"")
                + "; exit 1; }\n";
    }

    /** Gives the line that stands right before the program. */
    String done() {
        return tell(DONE) + " || exit 1\n";
    }

    /** Gives what closes, for the program, what only the setup needs; stands at the end of its command. */
    String closing() {
        return init.isEmpty() ? "" : " " + STREAM + ">&-";
    }

    /** Gives the line after which standard output is that of the job again; empty if it never was another. */
    String restored() {
        return init.isEmpty() ? "" : "exec >&" + STREAM + closing() + "\n";
    }

    private String tell(String what) {
        return "printf '" + new Frame(FRAME, "%s").toPrintf(token) + "' " + what
                + (init.isEmpty() ? "" : " >&" + STREAM);
    }

    /**
     * Says why the program was not started.
     *
     * @param said the body of the last frame that came; null if none did
     * @param how how the shell ended, such as {@code exit code 2}
     * @param complaint the last line on standard error; may be empty
     * @return null if the program was started
     */
    @Nullable
    String fault(@Nullable String said, String how, String complaint) {
        String because = complaint.isEmpty() ? "" : ": " + complaint;
        if (said == null) {
            return init.isEmpty()
                    ? how + " before the program was started" + because
                    : INIT + " did not come to its end (" + how
                            + "), so the program was not started; it must not exit, execute another program or leave a"
                            + " quote open" + because;
        }
        if (said.startsWith(STATUS)) {
            return INIT + " failed with exit code " + said.substring(STATUS.length())
                    + ", so the program was not started" + because;
        }
        return switch (said) {
            case DONE -> null;
            case OPEN ->
                INIT + " leaves a quote, a here-document or a command open at its end, so the program was not started"
                        + because;
            case MISSING -> "the working directory " + quotedDirectory() + " is not there";
            case FILE -> "the working directory " + quotedDirectory() + " is no directory";
            default -> "the working directory " + quotedDirectory() + " cannot be entered" + because;
        };
    }

    private String quotedDirectory() {
        return directory == null ? "" : ShellQuoting.quote(directory);
    }
}

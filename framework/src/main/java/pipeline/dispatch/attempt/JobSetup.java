package pipeline.dispatch.attempt;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.remote.ShellScript;
import pipeline.text.ShellQuoting;

/**
 * What makes the place in which a job's program starts, by {@code init} and its directory, and what is known when it did not come
 * to its end. Right before the program takes the place of the shell, a frame says so: without it no program was started, whatever
 * the exit code.
 */
final class JobSetup {

    /** The frame in which a job's script tells how far it came. */
    static final String FRAME = "setup";

    /** How every failure of {@code init} begins. */
    static final String INIT = "init of [remote]";

    private static final String DONE = "done";
    private static final String STATUS = "status ";
    private static final String OPEN = "open";
    private static final String MISSING = "missing";
    private static final String FILE = "file";

    private static final ShellScript RUN_INIT = new ShellScript(JobSetup.class, "init.sh");
    private static final ShellScript CHANGE_DIRECTORY = new ShellScript(JobSetup.class, "directory.sh");

    private final String init;
    private final @Nullable String directory;

    /**
     * Makes the text for one job.
     *
     * @param init POSIX sh; may be empty
     * @param directory where the program starts; null for where the shell is
     */
    JobSetup(String init, @Nullable String directory) {
        this.init = init;
        this.directory = directory;
    }

    /** Returns what runs {@code init}; empty if there is none. */
    String init() {
        return init.isEmpty() ? "" : RUN_INIT.with(Map.of("pipeline_text", init));
    }

    /** Returns what goes to the directory; empty if there is none. */
    String changeDirectory() {
        return directory == null
                ? ""
                : CHANGE_DIRECTORY.with(Map.of("pipeline_directory", OutputCheck.noOption(directory)));
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

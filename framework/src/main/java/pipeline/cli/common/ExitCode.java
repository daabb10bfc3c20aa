package pipeline.cli.common;

/** What the command's exit status means; 130 and 143, interrupted, are given by the JVM itself. */
public enum ExitCode {
    /** All is done. */
    DONE(0),
    /** Jobs failed, or the recipe says that it failed. */
    FAILED(1),
    /** The command line cannot be used; nothing was started. */
    USAGE(2),
    /** The configuration or a mapfile cannot be used; nothing was started. */
    CONFIGURATION(3),
    /** Nothing failed, but jobs wait for hosts that cannot be reached. */
    PARKED(4),
    /** A rule of the run, or somebody else, stopped it before its end. */
    STOPPED(5),
    /** Another master has the job name and does not share it. */
    JOB_NAME_IN_USE(6),
    /** A fault of Pipeline or of a recipe. */
    INTERNAL(70);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}

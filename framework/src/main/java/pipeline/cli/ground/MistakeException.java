package pipeline.cli.ground;

/** Something that the person at the keyboard can put right; the message says how. */
public final class MistakeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    public MistakeException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public MistakeException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}

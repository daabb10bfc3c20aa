package pipeline.cli.common;

/** Something that the person at the keyboard can put right; the message says how. */
public final class UserErrorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    public UserErrorException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public UserErrorException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}

package pipeline.cli;

/** Something that the person at the keyboard can put right; the message says how. */
final class MistakeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    MistakeException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    MistakeException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}

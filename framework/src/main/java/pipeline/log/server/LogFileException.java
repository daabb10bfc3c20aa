package pipeline.log.server;

/** Says why the log file cannot be written, and what to do. */
public final class LogFileException extends Exception {

    private static final long serialVersionUID = 1L;

    LogFileException(String message, Throwable cause) {
        super(message, cause);
    }
}

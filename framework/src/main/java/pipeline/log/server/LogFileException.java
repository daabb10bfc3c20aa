package pipeline.log.server;

/** Thrown if the log file cannot be written; the message says why, and what to do. */
public final class LogFileException extends Exception {

    private static final long serialVersionUID = 1L;

    LogFileException(String message, Throwable cause) {
        super(message, cause);
    }
}

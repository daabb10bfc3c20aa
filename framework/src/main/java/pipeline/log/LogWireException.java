package pipeline.log;

/** Thrown for a line that is no message of the log's wire format. */
public final class LogWireException extends Exception {

    private static final long serialVersionUID = 1L;

    LogWireException(String message) {
        super(message);
    }

    LogWireException(String message, Throwable cause) {
        super(message, cause);
    }
}

package pipeline.source;

/** A source file of a recipe cannot be used; the message says where and what to do. */
public final class SourceException extends Exception {

    private static final long serialVersionUID = 1;

    SourceException(String message) {
        super(message);
    }

    SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}

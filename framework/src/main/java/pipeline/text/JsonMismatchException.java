package pipeline.text;

/** A JSON value is none of a Java type; the message names the property and what is wrong with it. */
public final class JsonMismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    JsonMismatchException(String message) {
        super(message);
    }

    JsonMismatchException(String message, Throwable cause) {
        super(message, cause);
    }
}

package pipeline.scan;

/** A pattern that cannot be looked for; the message says what to type. */
public final class ScanPatternException extends Exception {

    private static final long serialVersionUID = 1;

    ScanPatternException(String message) {
        super(message);
    }
}

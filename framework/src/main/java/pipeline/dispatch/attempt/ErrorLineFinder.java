package pipeline.dispatch.attempt;

import pipeline.text.MessageText;

/**
 * Finds among the lines of standard error the one that says why a program failed: the last that is not blank, or where Python
 * ended with a traceback, the line that names the exception. For one thread that writes, and any that read.
 */
final class ErrorLineFinder {

    private static final int LIMIT = 300;
    private static final String TRACEBACK = "Traceback (most recent call last):";

    /** Python ends with it after an exception that nobody caught. */
    private static final int CODE_OF_TRACEBACK = 1;

    private volatile String last = "";
    private volatile String exception = "";
    private boolean isInTraceback;

    void line(String line) {
        if (line.isBlank()) {
            return;
        }
        last = shortened(line);
        if (line.startsWith(TRACEBACK)) {
            isInTraceback = true;
        } else if (isInTraceback && !Character.isWhitespace(line.charAt(0))) {
            isInTraceback = false;
            exception = shortened(line);
        }
    }

    /** Forgets all that was said. */
    void startsAnew() {
        last = "";
        exception = "";
        isInTraceback = false;
    }

    /** Returns the line for a program that ended with a code; empty if it said nothing. */
    String of(int code) {
        return code == CODE_OF_TRACEBACK && !exception.isEmpty() ? exception : last;
    }

    private static String shortened(String line) {
        return MessageText.shortened(line, LIMIT);
    }
}

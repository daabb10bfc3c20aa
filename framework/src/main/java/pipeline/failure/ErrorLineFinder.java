package pipeline.failure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pipeline.text.MessageText;

/**
 * Finds among the lines of standard error the one that says why a program failed. Its last line often does not: it is a hint
 * ({@code Try 'sleep --help'}), a summary ({@code make: *** [all] Error 2}) or a frame of a stack.
 *
 * <p>The line that says most wins, and among equals the last. Where Python ended with a traceback, it is the line that names
 * the exception. For one thread that writes, and any that read.
 */
public final class ErrorLineFinder {

    private static final int LIMIT = 300;
    private static final String TRACEBACK = "Traceback (most recent call last):";

    private static final Pattern FRAME = Pattern.compile("  File \"([^\"]+)\", line ([0-9]+).*");
    /** Files that no user has written; the frame before is where the mistake is. */
    private static final Pattern LIBRARY = Pattern.compile("/(?:site|dist)-packages/|/lib/python[0-9.]+/|^<");

    /** Python ends with it after an exception that nobody caught. */
    private static final int CODE_OF_TRACEBACK = 1;

    /** A complaint that so many lines followed was one of many, and not the last word of the program. */
    private static final int STALE_AFTER = 50;

    private volatile String best = "";
    private volatile String exception = "";
    private ErrorLine.Weight weight = ErrorLine.Weight.NONE;
    private int linesSince;
    private boolean isInTraceback;
    /** Where in the user's own files it happened, such as {@code qc.py:12: }; empty if that is not known. */
    private String place = "";

    private boolean isAnnounced;

    /** Takes the next line. */
    public void line(String line) {
        if (line.isBlank()) {
            return;
        }
        traceback(line);
        ErrorLine.Weight found = isAnnounced ? ErrorLine.Weight.CAUSE : ErrorLine.weight(line);
        isAnnounced = ErrorLine.announcesNext(line);
        linesSince++;
        if (found.compareTo(weight) >= 0 || linesSince > STALE_AFTER) {
            weight = found;
            best = shortened(line.strip());
            linesSince = 0;
        }
    }

    private void traceback(String line) {
        Matcher frame = FRAME.matcher(line);
        if (line.startsWith(TRACEBACK)) {
            isInTraceback = true;
            place = "";
        } else if (isInTraceback && frame.matches()) {
            boolean isLibrary = LIBRARY.matcher(frame.group(1)).find();
            place = isLibrary ? place : "%s:%s: ".formatted(baseName(frame.group(1)), frame.group(2));
        } else if (isInTraceback && !Character.isWhitespace(line.charAt(0))) {
            isInTraceback = false;
            exception = shortened(place + line);
        }
    }

    private static String baseName(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /** Returns whether a line only says where to read more. */
    public static boolean isHint(String line) {
        return ErrorLine.isHint(line);
    }

    /** Forgets all that was said. */
    public void startsAnew() {
        best = "";
        exception = "";
        weight = ErrorLine.Weight.NONE;
        linesSince = 0;
        isInTraceback = false;
        isAnnounced = false;
    }

    /** Returns the line for a program that ended with a code, at most 300 characters of it; empty if it said nothing. */
    public String of(int code) {
        return code == CODE_OF_TRACEBACK && !exception.isEmpty() ? exception : best;
    }

    private static String shortened(String line) {
        return MessageText.shortened(line, LIMIT);
    }
}

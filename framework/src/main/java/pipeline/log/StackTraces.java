package pipeline.log;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Exceptions as text: the stack trace that Java prints, with its causes, without a line feed at its end. */
public final class StackTraces {

    private StackTraces() {}

    /** Returns the whole stack trace, lines separated by line feeds. */
    public static String text(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString().replace(System.lineSeparator(), "\n").stripTrailing();
    }
}

package pipeline.python;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** A recipe in Python cannot be used, or failed; the message is for the user, and the detail has the traceback. */
public final class PythonException extends Exception {

    private static final long serialVersionUID = 1;

    private final String traceback;

    PythonException(String message, String traceback) {
        this(message, traceback, null);
    }

    PythonException(String message, Throwable cause) {
        this(message, "", cause);
    }

    PythonException(String message, String traceback, @Nullable Throwable cause) {
        super(message, cause);
        this.traceback = traceback;
    }

    /** Prints Python's traceback, if there is one. */
    @Override
    public void printStackTrace(PrintWriter writer) {
        if (traceback.isEmpty()) {
            super.printStackTrace(writer);
        } else {
            writer.print(traceback);
        }
    }

    /** Returns Python's traceback; empty if there is none. */
    public String traceback() {
        return traceback;
    }
}

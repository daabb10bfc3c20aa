package pipeline.log.server;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.core.ErrorHandler;
import org.apache.logging.log4j.core.LogEvent;
import org.jspecify.annotations.Nullable;

/** Warns once, in one line on the console, that a log destination can no longer be written. The run goes on. */
final class LostLogWarning implements ErrorHandler {

    private final String place;
    private final PrintStream console;
    private final AtomicBoolean said = new AtomicBoolean();

    LostLogWarning(String place, OutputStream console) {
        this.place = place;
        this.console = new PrintStream(console, true, StandardCharsets.UTF_8);
    }

    @Override
    public void error(String message) {
        say(null);
    }

    @Override
    public void error(String message, Throwable cause) {
        say(cause);
    }

    @Override
    public void error(String message, LogEvent event, Throwable cause) {
        say(cause);
    }

    private void say(@Nullable Throwable failure) {
        if (said.compareAndSet(false, true)) {
            console.print("pipeline: " + place + " cannot be written (" + reason(failure)
                    + "); lines are lost there from now on\n");
        }
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable root = failure;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return root == null || root.getMessage() == null ? "no reason given" : root.getMessage();
    }
}

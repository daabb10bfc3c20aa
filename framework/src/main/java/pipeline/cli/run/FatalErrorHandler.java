package pipeline.cli.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.ExitCode;
import pipeline.cli.plan.RunPlan;
import pipeline.cli.plan.RunRequest;
import pipeline.cli.signals.SignalHandler;
import pipeline.text.VisibleText;

/**
 * Ends the process when an error leaves a thread, such as {@link OutOfMemoryError}: nobody knows what still works then. What runs on
 * the hosts goes on, and the next start picks it up, as after a kill. What is no error costs its thread only, and is reported.
 * Thread-safe.
 */
final class FatalErrorHandler implements Thread.UncaughtExceptionHandler {

    private final PrintStream err;
    private final Optional<Path> logFile;
    private final boolean isDebugging;
    private final IntConsumer halt;
    private final IntSupplier status;
    private final Thread.@Nullable UncaughtExceptionHandler before;

    /**
     * Makes it.
     *
     * @param logFile takes the stack trace; without it, or when debugging, that is printed
     * @param status gives the exit status of the process
     * @param halt ends it at once
     */
    FatalErrorHandler(
            PrintStream err, Optional<Path> logFile, boolean isDebugging, IntSupplier status, IntConsumer halt) {
        this.err = err;
        this.logFile = logFile;
        this.isDebugging = isDebugging;
        this.status = status;
        this.halt = halt;
        this.before = Thread.getDefaultUncaughtExceptionHandler();
    }

    /** Takes what leaves any thread of the process from now on. */
    static FatalErrorHandler arm(PrintStream err, RunRequest request, RunPlan plan, SignalHandler signals) {
        FatalErrorHandler errors = new FatalErrorHandler(
                err,
                plan.logging().logFile(),
                request.common().debug,
                () -> signals.status().orElse(ExitCode.INTERNAL.code()),
                code -> {
                    try {
                        signals.beforeEnd(code, "internal error");
                    } finally {
                        Runtime.getRuntime().halt(code);
                    }
                });
        Thread.setDefaultUncaughtExceptionHandler(errors);
        return errors;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        boolean isFatal = thrown instanceof Error;
        try {
            report(thread, thrown, isFatal);
        } finally {
            // also when there is no memory to say why
            if (isFatal) {
                halt.accept(status.getAsInt());
            }
        }
    }

    private void report(Thread thread, Throwable thrown, boolean isFatal) {
        boolean isKept = !isDebugging && isKept(thrown);
        err.print(VisibleText.lines(
                "pipeline: %s in the thread %s: %s%s%s"
                        .formatted(
                                isFatal ? "internal error" : "a fault",
                                thread.getName(),
                                thrown,
                                isKept
                                        ? "; the stack trace is in "
                                                + logFile.map(Path::toString).orElse("")
                                        : "",
                                isFatal
                                        ? "; this process ends, what runs goes on, and the next start with this job name picks it up"
                                        : ""),
                ""));
        if (!isKept) {
            err.print(VisibleText.lines(trace(thrown), ""));
        }
        err.flush();
    }

    private boolean isKept(Throwable thrown) {
        if (logFile.isEmpty()) {
            return false;
        }
        try {
            Files.writeString(
                    logFile.get(),
                    VisibleText.lines(trace(thrown), ""),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return true;
        } catch (IOException e) {
            // then it is printed
            return false;
        }
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    /** Lets others have what leaves a thread. */
    void close() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}

package pipeline.dispatch.queue;

import org.jspecify.annotations.Nullable;

/**
 * Errors after which nobody knows what still works, such as {@link OutOfMemoryError}: they go to the handler of uncaught ones in
 * the thread, also from where something else would take them.
 */
public final class UncaughtErrors {

    private UncaughtErrors() {}

    /** Hands an error to the handler of the calling thread, which may end the process. */
    public static void report(Error error) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
    }

    /** Reports the error that is behind a failure, if there is one. */
    public static void reportIn(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Error error) {
                report(error);
                return;
            }
        }
    }
}

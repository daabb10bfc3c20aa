package pipeline.remote.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Runs disk accesses of the master on threads that may block. */
final class DiskTask {

    private DiskTask() {}

    /** Something that returns a value, or is not possible. */
    interface Question<T> {
        T ask() throws IOException, TransferException;
    }

    /** Something that is done, or is not possible. */
    interface Action {
        void act() throws IOException, TransferException;
    }

    /**
     * Asks on another thread.
     *
     * @param what cannot be done with the file if it fails, such as {@code cannot read}
     */
    static <T> CompletableFuture<T> ask(Executor threads, String what, Path file, Question<T> question) {
        CompletableFuture<T> done = new CompletableFuture<>();
        run(threads, what, file, done, () -> done.complete(question.ask()));
        return done;
    }

    /** Acts on another thread; the same as {@link #ask} otherwise. */
    static CompletableFuture<Void> act(Executor threads, String what, Path file, Action action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        run(threads, what, file, done, () -> {
            action.act();
            done.complete(null);
        });
        return done;
    }

    /** Acts on another thread, and fails a future if that fails. */
    static void run(Executor threads, String what, Path file, CompletableFuture<?> done, Action action) {
        threads.execute(() -> {
            try {
                action.act();
            } catch (IOException e) {
                done.completeExceptionally(LocalFiles.failure(what, file, e));
            } catch (TransferException | RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
    }
}

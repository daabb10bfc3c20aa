package pipeline.remote.shell;

import java.util.concurrent.CompletableFuture;
import pipeline.remote.TransportException;

/** A command on a host with its three streams. Thread-safe; nothing blocks. */
public interface ShellChannel extends AutoCloseable {

    /** Takes what the command prints and how it ended; must not throw. */
    interface Listener {
        /** A login is over; see {@link pipeline.remote.AnswerOutput#loggedIn}. */
        default void loggedIn(String words) {}

        /** More can be taken. */
        CompletableFuture<Void> READY = CompletableFuture.completedFuture(null);

        void stdout(byte[] bytes, int offset, int length);

        void stderr(byte[] bytes, int offset, int length);

        /** Returns what completes when more can be taken: until then nothing more is read. */
        default CompletableFuture<Void> ready() {
            return READY;
        }

        /** Is called once, after the last byte, or when the process has ended and a child of it keeps the streams open. */
        void closed(TransportException how);
    }

    /** Sends bytes to the command's standard input, after those sent before. */
    default void write(byte[] bytes) {
        write(bytes, () -> {});
    }

    /**
     * Sends bytes, at least one, to the command's standard input, after those sent before.
     *
     * @param sent is called when they are on their way; not if the command ends before
     */
    void write(byte[] bytes, Runnable sent);

    /** Ends the command's standard input after what has been written. */
    void endOfInput();

    /** Returns up the channel at once; what still runs on the host may go on. */
    @Override
    void close();
}

package pipeline.remote;

import java.util.concurrent.CompletableFuture;
import pipeline.frame.Frame;

/** A script on a host whose standard input and output carry bytes as they are. Thread-safe; nothing blocks. */
public interface HostStream extends AutoCloseable {

    /** Takes what the script says; calls come one after the other, and must not throw. */
    interface Listener {

        /** Takes bytes of standard output, which begin after the first frame; the array may be used again after the call. */
        void data(byte[] bytes, int offset, int length);

        /** Takes a message that the script wrote with the stream's token. */
        void frame(Frame frame);

        /** Returns what completes when more can be taken: until then nothing more is read from the host. */
        CompletableFuture<Void> ready();

        /**
         * The script has ended, or the way to it broke.
         *
         * @param complaint what it wrote to standard error, shortened
         */
        void closed(TransportException how, String complaint);
    }

    /** Sends bytes to the script, which must not be changed afterwards; completes when they are on their way. */
    CompletableFuture<Void> write(byte[] bytes);

    /** Ends the script's standard input after what has been written. */
    void endOfInput();

    /** Ends the stream at once. */
    @Override
    void close();
}

package pipeline.remote.shell;

import pipeline.remote.TransportException;

/** A command on a host with its three streams. Thread-safe; nothing blocks. */
public interface ShellChannel extends AutoCloseable {

    /** Takes what the command prints and how it ended; must not throw. */
    interface Listener {
        void stdout(byte[] bytes, int offset, int length);

        void stderr(byte[] bytes, int offset, int length);

        /** Is called once, after the last byte, or when the process has ended and a child of it keeps the streams open. */
        void closed(TransportException how);
    }

    /** Sends bytes to the command's standard input, after those sent before. */
    void write(byte[] bytes);

    /** Ends the command's standard input after what has been written. */
    void endOfInput();

    /** Returns up the channel at once; what still runs on the host may go on. */
    @Override
    void close();
}

package pipeline.dispatch.attempt;

import java.io.ByteArrayOutputStream;

/** Cuts a stream of bytes into lines with bounded memory. Not thread-safe: one belongs to one stream. */
public final class LineSplitter {

    /** Lines longer than this come in pieces of this size, in bytes. */
    static final int LIMIT = 64 << 10;

    /** Takes the lines. */
    interface Receiver {
        /**
         * Takes a line, or a piece of one.
         *
         * @param endOfLine whether a line end followed; false for a piece of a long line, or a last line without end
         */
        void line(byte[] bytes, boolean endOfLine);
    }

    private final Receiver receiver;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineSplitter(Receiver receiver) {
        this.receiver = receiver;
    }

    void accept(byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, from, i - from);
                emit(true);
                from = i + 1;
            } else if (line.size() + i - from + 1 >= LIMIT) {
                line.write(bytes, from, i - from + 1);
                emit(false);
                from = i + 1;
            }
        }
        line.write(bytes, from, end - from);
    }

    /** Passes on what has come since the last line end. */
    void finish() {
        if (line.size() > 0) {
            emit(false);
        }
    }

    private void emit(boolean endOfLine) {
        byte[] bytes = line.toByteArray();
        line.reset();
        receiver.line(bytes, endOfLine);
    }
}

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
        while (from < end) {
            int room = LIMIT - line.size();
            int limit = Math.min(end, from + room);
            int found = indexOfLineEnd(bytes, from, limit);
            line.write(bytes, from, found - from);
            if (found < limit) {
                emit(true);
                from = found + 1;
            } else {
                if (found - from == room) {
                    emit(false);
                }
                from = found;
            }
        }
    }

    /** Returns where the first line end stands, or the end of the range. */
    private static int indexOfLineEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return at;
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

package pipeline.log.server;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Joins the pieces in which lines arrive; holds at most the limit of one line. */
final class LineBuffer {

    private static final byte[] NOTHING = new byte[0];

    /** Says that a line is longer than it may be. */
    static final class LineTooLongException extends Exception {
        private static final long serialVersionUID = 1L;

        LineTooLongException(int limit) {
            super("more than " + limit + " bytes without a line feed");
        }
    }

    private byte[] begun = NOTHING;
    private int length;

    /**
     * Takes bytes up to the next line feed.
     *
     * @param limit the most bytes a line may have
     * @return the line without its line feed; null when all bytes are taken and the line goes on
     */
    byte @Nullable [] take(ByteBuffer bytes, int limit) throws LineTooLongException {
        int end = bytes.position();
        while (end < bytes.limit() && bytes.get(end) != '\n') {
            end++;
        }
        int count = end - bytes.position();
        if (length + count > limit) {
            throw new LineTooLongException(limit);
        }
        if (end == bytes.limit()) {
            if (length + count > begun.length) {
                begun = Arrays.copyOf(begun, Math.min(limit, Math.max(2 * begun.length, length + count)));
            }
            bytes.get(begun, length, count);
            length += count;
            return null;
        }
        byte[] line = Arrays.copyOf(begun, length + count);
        bytes.get(line, length, count);
        bytes.get();
        // A thousand idle senders must not each keep the room of their longest line.
        begun = NOTHING;
        length = 0;
        return line;
    }

    /** Returns whether a line has begun. */
    boolean holdsHalfLine() {
        return length > 0;
    }
}

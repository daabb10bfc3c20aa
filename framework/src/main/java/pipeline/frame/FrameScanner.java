package pipeline.frame;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Parts a stream of bytes into output, which goes on untouched and at once, and {@link Frame}s. Not thread-safe: one
 * scanner belongs to one stream.
 */
public final class FrameScanner {

    /** Where the two kinds of content go; called in the order of the stream. */
    public interface Receiver {
        /** Takes bytes of output; the array may be used again after the call. */
        void output(byte[] bytes, int offset, int length);

        /** Takes a frame. */
        void frame(Frame frame);

        /** A frame was longer than the limit and has been dropped. */
        void oversized(int limit);
    }

    private final byte[] head;
    private final int limit;
    private final Receiver receiver;

    /** How many bytes of the head have been seen; all of them: inside a frame. */
    private int matched;

    private ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean dropping;
    private boolean isAfterFrame;

    /**
     * Makes a scanner.
     *
     * @param token what follows the separator at the beginning of each frame
     * @param limit the longest frame in bytes; what is longer is dropped and reported
     */
    public FrameScanner(String token, int limit, Receiver receiver) {
        this.head = (Frame.SEPARATOR + token + " ").getBytes(StandardCharsets.UTF_8);
        this.limit = limit;
        this.receiver = receiver;
    }

    /** Takes the next bytes of the stream. */
    public void accept(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int plain = offset; // first byte not yet handed on
        int i = offset;
        while (i < end) {
            if (matched == head.length) {
                i = body(bytes, i, end);
                plain = i;
            } else if (bytes[i] == head[matched]) {
                if (matched == 0) {
                    output(bytes, plain, i);
                }
                matched++;
                i++;
                plain = i;
            } else if (matched > 0) {
                // Not a frame after all. The separator stands only at the head's first place, so nothing of what
                // matched can begin another head. A separator that closed a frame is no output.
                int from = isAfterFrame ? 1 : 0;
                if (matched > from) {
                    receiver.output(head, from, matched - from);
                }
                matched = 0;
                isAfterFrame = false;
            } else {
                i++;
            }
        }
        if (matched == 0) {
            output(bytes, plain, end);
        }
    }

    private void output(byte[] bytes, int from, int to) {
        if (to > from) {
            receiver.output(bytes, from, to - from);
        }
    }

    /** Takes bytes of a frame's body up to the closing separator; returns the place after what it took. */
    private int body(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != Frame.SEPARATOR) {
            i++;
        }
        if (body.size() + i - from > limit) {
            dropping = true;
            body = new ByteArrayOutputStream();
        }
        if (!dropping) {
            body.write(bytes, from, i - from);
        }
        if (i == end) {
            return end;
        }
        finish();
        return i + 1;
    }

    private void finish() {
        String text = body.toString(StandardCharsets.UTF_8);
        boolean dropped = dropping;
        body = new ByteArrayOutputStream();
        dropping = false;
        // a frame that was torn has no separator of its own at its end: what closed it begins the next one
        matched = 1;
        isAfterFrame = true;
        if (dropped) {
            receiver.oversized(limit);
            return;
        }
        int blank = text.indexOf(' ');
        receiver.frame(
                blank < 0 ? new Frame(text, "") : new Frame(text.substring(0, blank), text.substring(blank + 1)));
    }
}

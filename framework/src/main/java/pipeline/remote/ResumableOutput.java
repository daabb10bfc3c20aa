package pipeline.remote;

import java.util.concurrent.atomic.AtomicLong;
import pipeline.frame.Frame;

/**
 * Passes output on and counts it. After a break the output is read again from the beginning, and only new bytes are passed on.
 * Each stream comes from one thread at a time.
 */
public final class ResumableOutput implements SlotOutput {

    private final SlotOutput next;
    private final AtomicLong stdoutHeard = new AtomicLong();
    private final AtomicLong stderrHeard = new AtomicLong();
    private final AtomicLong framesHeard = new AtomicLong();

    public ResumableOutput(SlotOutput next) {
        this.next = next;
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        next.stdout(bytes, offset, length);
        stdoutHeard.addAndGet(length);
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        next.stderr(bytes, offset, length);
        stderrHeard.addAndGet(length);
    }

    @Override
    public void frame(Frame frame) {
        next.frame(frame);
        framesHeard.incrementAndGet();
    }

    @Override
    public void oversized(int limit) {
        next.oversized(limit);
        framesHeard.incrementAndGet();
    }

    /** Returns an output that takes all from the beginning once more, when nothing comes on the former way any longer. */
    public SlotOutput fromTheBeginning() {
        return new Again();
    }

    private final class Again implements SlotOutput {
        private long stdoutKnown = stdoutHeard.get();
        private long stderrKnown = stderrHeard.get();
        private long framesKnown = framesHeard.get();

        @Override
        public void stdout(byte[] bytes, int offset, int length) {
            int known = (int) Math.min(stdoutKnown, length);
            stdoutKnown -= known;
            if (known < length) {
                ResumableOutput.this.stdout(bytes, offset + known, length - known);
            }
        }

        @Override
        public void stderr(byte[] bytes, int offset, int length) {
            int known = (int) Math.min(stderrKnown, length);
            stderrKnown -= known;
            if (known < length) {
                ResumableOutput.this.stderr(bytes, offset + known, length - known);
            }
        }

        @Override
        public void frame(Frame frame) {
            if (framesKnown > 0) {
                framesKnown--;
            } else {
                ResumableOutput.this.frame(frame);
            }
        }

        @Override
        public void oversized(int limit) {
            if (framesKnown > 0) {
                framesKnown--;
            } else {
                ResumableOutput.this.oversized(limit);
            }
        }
    }
}

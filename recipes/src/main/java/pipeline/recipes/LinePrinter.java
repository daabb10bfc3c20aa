package pipeline.recipes;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;

/**
 * Prints what jobs print, byte for byte, a whole line at a time: lines of different jobs never mix, unless one is longer
 * than a mebibyte, or is a last line without an end. With a tag, every line has an end. Thread-safe; the lock is that of the
 * stream.
 */
final class LinePrinter implements JobListener {

    private static final int LONGEST = 1 << 20;

    private final PrintStream out;
    private final boolean tag;
    private final Map<ComputeJob, Line> begun = new ConcurrentHashMap<>();

    /** Whether what was printed last is the end of a job, but of no line; guarded by the stream, as is the next. */
    private boolean isOpen;

    private boolean hasJoined;

    /** Makes a printer; with a tag, host and tab stand before each line. */
    LinePrinter(PrintStream out, boolean tag) {
        this.out = out;
        this.tag = tag;
    }

    @Override
    public void stdout(ComputeJob job, byte[] bytes, boolean endOfLine) {
        Line line = begun.get(job);
        if (line == null) {
            line = new Line(tag ? job.host() + "\t" : "");
            begun.put(job, line);
        }
        line.add(bytes);
        if (endOfLine) {
            begun.remove(job);
            line.end();
        } else if (line.isLong()) {
            line.print();
        }
    }

    /** A last line without its end is printed as it is. */
    @Override
    public void ended(Outcome outcome) {
        Line line = begun.remove(outcome.job());
        if (line == null) {
            return;
        }
        if (tag) {
            line.end();
            return;
        }
        synchronized (out) {
            line.print();
            isOpen = true;
        }
    }

    /** Returns whether what a job printed goes on in the last line of another, which has no end. */
    boolean hasJoinedLines() {
        synchronized (out) {
            return hasJoined;
        }
    }

    /** A line that is not complete yet; used by one thread at a time. */
    private final class Line {

        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

        Line(String tag) {
            waiting.writeBytes(tag.getBytes(StandardCharsets.UTF_8));
        }

        void add(byte[] bytes) {
            waiting.writeBytes(bytes);
        }

        boolean isLong() {
            return waiting.size() > LONGEST;
        }

        void end() {
            waiting.write('\n');
            print();
        }

        void print() {
            byte[] bytes = waiting.toByteArray();
            waiting.reset();
            synchronized (out) {
                hasJoined |= isOpen && bytes.length > 0;
                isOpen = false;
                out.write(bytes, 0, bytes.length);
                out.flush();
            }
        }
    }
}

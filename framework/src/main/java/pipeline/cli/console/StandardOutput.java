package pipeline.cli.console;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Text in UTF-8 on standard output. A reader that closes its pipe, as {@code head} does, has had enough, which is no failure: what
 * is printed after that is lost, and {@link #checkError} says so. Thread-safe.
 */
public final class StandardOutput extends PrintStream {

    private final ReaderOutput reader;

    /**
     * Makes it.
     *
     * @param mustBeGone returns, when it has failed, whether nothing but the absence of who reads on can be the reason
     */
    public static StandardOutput to(OutputStream out, BooleanSupplier mustBeGone, boolean isFlushing) {
        return new StandardOutput(new ReaderOutput(out, mustBeGone), isFlushing);
    }

    private StandardOutput(ReaderOutput reader, boolean isFlushing) {
        super(reader, isFlushing, StandardCharsets.UTF_8);
        this.reader = reader;
    }

    /** Returns whether a stream is one whose reader is gone. */
    public static boolean isReaderGone(PrintStream out) {
        return out instanceof StandardOutput standard && standard.reader.isGone;
    }

    /** The way to the reader. */
    private static final class ReaderOutput extends FilterOutputStream {

        private final BooleanSupplier mustBeGone;
        private volatile boolean isGone;

        ReaderOutput(OutputStream out, BooleanSupplier mustBeGone) {
            super(out);
            this.mustBeGone = mustBeGone;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                isGone = mustBeGone.getAsBoolean();
                throw e;
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }
    }
}

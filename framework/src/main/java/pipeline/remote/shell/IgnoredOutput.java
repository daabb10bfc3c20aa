package pipeline.remote.shell;

import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;

/** Ignores standard error. */
final class IgnoredOutput implements FrameScanner.Receiver {
    @Override
    public void output(byte[] bytes, int offset, int length) {
        // Complaints of start-up files of the login shell.
    }

    @Override
    public void frame(Frame frame) {
        // None is sent.
    }

    @Override
    public void oversized(int limit) {
        // None is sent.
    }
}

package pipeline.remote.shell;

import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.SpoolOutput;

/** A shell that prints the spool of a slot, after a first frame that ends the output of the login's start-up files. */
abstract class SpoolExchange implements FrameScanner.Receiver {

    private final SpoolOutput output;
    private final String token = RandomToken.next();
    private final ShellExchange<Void> exchange;
    private boolean hasBegun;

    SpoolExchange(ShellOpener host, SpoolOutput output) {
        this.output = output;
        this.exchange = new ShellExchange<>(host, token, this, new IgnoredOutput());
    }

    ShellExchange<Void> exchange() {
        return exchange;
    }

    /** Returns the token with which the shell writes its frames. */
    String token() {
        return token;
    }

    /**
     * The shell has printed a frame.
     *
     * @param isFirst whether it is the first one
     */
    abstract void said(String word, boolean isFirst);

    @Override
    public final void output(byte[] bytes, int offset, int length) {
        if (hasBegun) {
            output.spooled(bytes, offset, length);
        }
    }

    @Override
    public final void frame(Frame frame) {
        exchange.answered();
        boolean isFirst = !hasBegun;
        hasBegun = true;
        said(frame.word(), isFirst);
    }

    @Override
    public final void oversized(int limit) {
        throw new IllegalStateException("a message longer than " + limit);
    }
}

package pipeline.remote.shell;

/** Bytes for a channel, and the action after they are sent; no bytes stand for the end of input. Immutable. */
public final class OutboundMessage {

    /** The end of input. */
    public static final OutboundMessage END = new OutboundMessage(new byte[0], () -> {});

    private final byte[] bytes;
    private final Runnable sent;

    public OutboundMessage(byte[] bytes, Runnable sent) {
        this.bytes = bytes;
        this.sent = sent;
    }

    /** Returns what is sent; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public boolean isEnd() {
        return bytes.length == 0;
    }

    /** Says that it is on its way. */
    public void sent() {
        sent.run();
    }
}

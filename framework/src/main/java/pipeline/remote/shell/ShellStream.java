package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.HostStream;
import pipeline.remote.ShellScript;
import pipeline.remote.TransportException;

/** Runs a script in a shell of its own; the script gets standard input from its first byte on. */
final class ShellStream implements HostStream, ShellChannel.Listener, FrameScanner.Receiver {

    private static final ShellScript SCRIPT = new ShellScript(ShellStream.class, "stream.sh");

    /** Reads one line and runs it, so that what follows the line on standard input is left for the line to read. */
    static final String COMMAND = "exec sh -c 'IFS= read -r line; eval \"$line\"'";

    private static final int COMPLAINT_LIMIT = 2000;

    private final ShellOpener host;
    private final HostStream.Listener listener;
    private final String token = RandomToken.next();
    private final FrameScanner stdout = new FrameScanner(token, SlotStreamParser.FRAME_LIMIT, this);
    private final StringBuilder complaint = new StringBuilder();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private volatile @Nullable ShellChannel channel;

    private ShellStream(ShellOpener host, HostStream.Listener listener) {
        this.host = host;
        this.listener = listener;
    }

    /**
     * Starts a script; see {@link pipeline.remote.RemoteHost#stream}.
     *
     * @param limit how long the login may take until the script says its first frame, once the host is connected
     */
    static CompletableFuture<HostStream> start(
            ShellOpener host, String script, HostStream.Listener listener, Duration limit) {
        ShellStream stream = new ShellStream(host, listener);
        return host.open(COMMAND, stream).thenApply(open -> {
            stream.channel = open;
            host.scheduler().failOnTimeout(stream.answered, limit).whenComplete((ok, late) -> {
                if (late != null) {
                    open.close();
                    listener.closed(LoginTimeout.of(host.name(), limit), "");
                }
            });
            String whole = SCRIPT.around(script, Map.of("pipeline_token", stream.token));
            open.write(ShellScript.line(whole).getBytes(StandardCharsets.UTF_8));
            return stream;
        });
    }

    @Override
    public CompletableFuture<Void> write(byte[] bytes) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        ShellChannel open = channel;
        if (open == null || bytes.length == 0) {
            sent.complete(null);
        } else {
            open.write(bytes, () -> sent.complete(null));
        }
        return sent;
    }

    @Override
    public void endOfInput() {
        ShellChannel open = channel;
        if (open != null) {
            open.endOfInput();
        }
    }

    @Override
    public void close() {
        ShellChannel open = channel;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        try {
            stdout.accept(bytes, offset, length);
        } catch (RuntimeException e) {
            // nothing may stop the reader of the host
            close();
            listener.closed(
                    new TransportException(
                            TransportException.Cause.CHANNEL, host.name(), "its answer could not be read", e),
                    "");
        }
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        synchronized (complaint) {
            if (complaint.length() < COMPLAINT_LIMIT) {
                complaint.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    public CompletableFuture<Void> ready() {
        return listener.ready();
    }

    @Override
    public void closed(TransportException how) {
        answered.complete(null);
        String said;
        synchronized (complaint) {
            said = complaint.toString().strip();
        }
        listener.closed(how, said);
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        // before the first frame come the words of start-up files
        if (answered.isDone()) {
            listener.data(bytes, offset, length);
        }
    }

    @Override
    public void frame(Frame frame) {
        answered.complete(null);
        listener.frame(frame);
    }

    @Override
    public void oversized(int limit) {
        // What is framed here is short.
    }
}

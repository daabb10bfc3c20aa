package pipeline.remote.shell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.ShellScript;
import pipeline.remote.TransportException;

/** Runs a short script in a shell of its own, and returns what it prints. */
final class ShellQuery implements FrameScanner.Receiver {

    private static final ShellScript SCRIPT = new ShellScript(ShellQuery.class, "query.sh");

    private static final String BEGIN = "begin";
    private static final String END = "end";

    /** The longest answer, in bytes. */
    private static final int LIMIT = 16 << 20;

    private final ShellOpener host;
    private final String token;
    private final ShellExchange<String> exchange;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean hasBegun;

    private ShellQuery(ShellOpener host) {
        this.host = host;
        this.token = RandomToken.next();
        this.exchange = new ShellExchange<>(host, token, this, new IgnoredOutput());
    }

    /**
     * Starts to ask; see {@link pipeline.remote.RemoteHost#ask}.
     *
     * @param limit how long the login may take until the shell answers, once the host is connected
     */
    static CompletableFuture<String> start(ShellOpener host, String script, Duration limit) {
        ShellQuery query = new ShellQuery(host);
        return query.exchange.start(query.whole(script), limit);
    }

    private String whole(String script) {
        return SCRIPT.around(script, Map.of("token", token));
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        if (!hasBegun) {
            return;
        }
        if (answer.size() + length > LIMIT) {
            exchange.result()
                    .completeExceptionally(new TransportException(
                            TransportException.Cause.CHANNEL,
                            host.name(),
                            "an answer of it is longer than " + (LIMIT >> 20) + " MiB"));
        } else {
            answer.write(bytes, offset, length);
        }
    }

    @Override
    public void frame(Frame frame) {
        exchange.answered();
        if (frame.word().equals(BEGIN)) {
            hasBegun = true;
        } else if (frame.word().equals(END)) {
            exchange.result().complete(answer.toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void oversized(int limit) {
        // What is framed here is short.
    }
}

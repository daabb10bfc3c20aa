package pipeline.remote.shell;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.ShellScript;
import pipeline.remote.SlotTrace;

/** Writes the address of the log server to a file on a host, for the programs of one slot; whole or not at all. */
final class LogServerNotice implements FrameScanner.Receiver {

    private static final ShellScript SCRIPT = new ShellScript(LogServerNotice.class, "log-server-notice.sh");

    private static final String DONE = "done";

    private final String host;
    private final String token = RandomToken.next();
    private final ShellExchange<Void> exchange;

    private LogServerNotice(ShellOpener host) {
        this.host = host.name();
        this.exchange = new ShellExchange<>(host, token, this, new IgnoredOutput());
    }

    /** Starts to write; see {@link pipeline.remote.RemoteHost#announceLogServer}. */
    static CompletableFuture<Void> start(ShellOpener host, SlotTrace trace, String line, Duration limit) {
        LogServerNotice note = new LogServerNotice(host);
        return note.exchange.start(note.script(trace, line), limit);
    }

    private String script(SlotTrace trace, String line) {
        return SCRIPT.with(Map.of("token", token, "directory", trace.directory(), "line", line));
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        // What start-up files of the login shell print.
    }

    @Override
    public void frame(Frame frame) {
        exchange.answered();
        if (frame.word().equals(DONE)) {
            exchange.result().complete(null);
        } else {
            exchange.result().completeExceptionally(NodeDirectory.unusable(host, frame.body()));
        }
    }

    @Override
    public void oversized(int limit) {
        throw new IllegalStateException("a message longer than " + limit);
    }
}

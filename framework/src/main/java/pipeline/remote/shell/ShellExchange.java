package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.frame.FrameScanner;
import pipeline.remote.TransportException;

/**
 * A shell that is opened for one task and closed when its result is there. It gets commands on its standard input and answers
 * in frames. Thread-safe.
 */
final class ShellExchange<T> implements ShellChannel.Listener {

    private final ShellOpener host;
    private final FrameScanner stdout;
    private final FrameScanner stderr;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private volatile @Nullable ShellChannel channel;
    private volatile String loginWords = "";

    ShellExchange(ShellOpener host, String token, FrameScanner.Receiver stdout, FrameScanner.Receiver stderr) {
        this.host = host;
        this.stdout = new FrameScanner(token, SlotStreamParser.FRAME_LIMIT, stdout);
        this.stderr = new FrameScanner(token, SlotStreamParser.FRAME_LIMIT, stderr);
    }

    /**
     * Opens the shell and sends it what to do.
     *
     * @param limit how long the login may take until {@link #answered}, once the host is connected
     * @return fails with {@link TransportException} if the shell ends without a result
     */
    CompletableFuture<T> start(String script, Duration limit) {
        ShellLogin.open(host, this, limit).whenComplete((open, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
                return;
            }
            channel = open;
            result.whenComplete((ok, fault) -> open.close());
            host.scheduler().failOnTimeout(answered, limit).whenComplete((ok, late) -> {
                if (late != null) {
                    result.completeExceptionally(LoginTimeout.of(host.name(), limit));
                }
            });
            send(script);
        });
        return result;
    }

    /** Notes that the shell has begun to answer. */
    void answered() {
        answered.complete(null);
    }

    /** Sends the shell something more. */
    void send(String text) {
        ShellChannel open = channel;
        if (open != null && !result.isDone()) {
            open.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What a host says that cannot be taken in says nothing of any job. */
    private void fail(Throwable fault) {
        boolean isDamaged = fault instanceof MalformedFrameException;
        result.completeExceptionally(new TransportException(
                isDamaged ? TransportException.Cause.LOST : TransportException.Cause.CHANNEL,
                host.name(),
                isDamaged ? String.valueOf(fault.getMessage()) : "its answer could not be read (" + fault + ")",
                fault));
    }

    CompletableFuture<T> result() {
        return result;
    }

    @Override
    public void loggedIn(String words) {
        loginWords = words;
    }

    /** Returns the last of what the login printed before the shell was there. */
    String loginWords() {
        return loginWords;
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        scan(stdout, bytes, offset, length);
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        scan(stderr, bytes, offset, length);
    }

    private void scan(FrameScanner scanner, byte[] bytes, int offset, int length) {
        try {
            scanner.accept(bytes, offset, length);
        } catch (RuntimeException | Error e) {
            // nothing may stop the stream, or the result would stay open for ever
            fail(e);
        }
    }

    @Override
    public void closed(TransportException how) {
        answered();
        result.completeExceptionally(how);
    }
}

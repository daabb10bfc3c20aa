package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pipeline.frame.Frame;
import pipeline.remote.TransportException;
import pipeline.time.Scheduler;
import pipeline.time.VirtualTime;

/** A host with one shell, which says what the test has it say. */
final class FakeShell implements ShellOpener, ShellChannel {

    private static final Pattern TOKEN = Pattern.compile("token=([0-9a-f]+)\n");

    /** What has any shell become sh, and say so. */
    static final Pattern FIRST_LINE = Pattern.compile("^exec sh -c 'echo (\\w+)\"\"(\\w+);");

    /** With which the script that the shell was told writes its frames. */
    private volatile @Nullable String token;

    private volatile ShellChannel.@Nullable Listener listener;
    private volatile boolean closed;
    private final VirtualTime time = new VirtualTime();

    /** Does something whenever the shell is told more after its script. */
    private volatile Runnable whenAsked = () -> {};

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Scheduler scheduler() {
        return time;
    }

    @Override
    public CompletableFuture<ShellChannel> open(String command, ShellChannel.Listener target) {
        listener = target;
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public CompletableFuture<Boolean> kill(SlotProcess process, Duration grace) {
        return CompletableFuture.completedFuture(false);
    }

    /** Lets time pass until something is done, an hour at most. */
    <T> CompletableFuture<T> await(CompletableFuture<T> done) {
        for (int seconds = 0; seconds < 3600 && !done.isDone(); seconds++) {
            time.advance(Duration.ofSeconds(1));
        }
        return done;
    }

    void whenAsked(Runnable step) {
        whenAsked = step;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void write(byte[] bytes, Runnable sent) {
        sent.run();
        String text = new String(bytes, StandardCharsets.UTF_8);
        Matcher first = FIRST_LINE.matcher(text);
        if (first.find()) {
            prints(StandardStream.STDOUT, first.group(1) + first.group(2) + "\n");
            return;
        }
        Matcher matcher = TOKEN.matcher(text);
        if (token == null && matcher.find()) {
            token = matcher.group(1);
        } else if (bytes.length == 1) {
            whenAsked.run();
        }
    }

    @Override
    public void endOfInput() {
        // A shell reads what it was told in any case.
    }

    @Override
    public void close() {
        closed = true;
        ShellChannel.Listener open = listener;
        if (open != null) {
            open.closed(new TransportException(TransportException.Cause.LOST, "fake", "the channel was closed"));
        }
    }

    /** Says a frame on both streams. */
    void says(String word, String body) {
        says(StandardStream.STDOUT, word, body);
        says(StandardStream.STDERR, word, body);
    }

    void says(StandardStream stream, String word, String body) {
        prints(stream, new Frame(word, body.replace(Frame.SEPARATOR, '?')).toText(Objects.requireNonNull(token)));
    }

    void prints(StandardStream stream, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ShellChannel.Listener open = listener;
        if (open == null) {
            throw new IllegalStateException("the shell is not open");
        }
        if (stream == StandardStream.STDOUT) {
            open.stdout(bytes, 0, bytes.length);
        } else {
            open.stderr(bytes, 0, bytes.length);
        }
    }
}

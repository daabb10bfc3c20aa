package pipeline.remote.shell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pipeline.remote.TransportException;

/**
 * Opens a shell that is a POSIX sh with any login shell and any start-up files. Its first line makes any shell become sh; it is
 * sent alone, since a shell may read ahead, and the rest follows when sh has answered. Thread-safe.
 */
final class ShellLogin implements ShellChannel.Listener {

    private static final String SH = "exec sh";

    /** In bytes, of what is said before sh is there. */
    private static final int LAST_WORDS = 400;

    private static final int LAST_LINES = 5;

    private final ShellOpener host;
    private final ShellChannel.Listener target;
    private final String token = RandomToken.next();
    private final CompletableFuture<Void> isSh = new CompletableFuture<>();

    /** What the login says on both streams; null when sh is there. Guarded by this. */
    private @Nullable ByteArrayOutputStream words = new ByteArrayOutputStream();

    /** The last of what was said before sh was there. Guarded by this. */
    private String noise = "";

    /** The end of standard output so far, in which the token may have begun. Guarded by this. */
    private String tail = "";

    private ShellLogin(ShellOpener host, ShellChannel.Listener target) {
        this.host = host;
        this.target = target;
    }

    /**
     * Opens a shell.
     *
     * @param target hears what it says from then on
     * @param limit how long the login may take, once the host is connected
     * @return fails with {@link TransportException}, with the last words of the login if it ended
     */
    static CompletableFuture<ShellChannel> open(ShellOpener host, ShellChannel.Listener target, Duration limit) {
        ShellLogin start = new ShellLogin(host, target);
        return host.open(SH, start).thenCompose(channel -> start.awaitSh(channel, limit));
    }

    private CompletableFuture<ShellChannel> awaitSh(ShellChannel channel, Duration limit) {
        CompletableFuture<ShellChannel> started = host.scheduler()
                .failOnTimeout(isSh.copy(), limit)
                .handle((ok, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(channel);
                    }
                    channel.close();
                    TransportException known = TransportException.in(failure);
                    return CompletableFuture.<ShellChannel>failedFuture(
                            known != null ? known : LoginTimeout.of(host.name(), limit));
                })
                .thenCompose(Function.identity());
        channel.write(firstLine(token).getBytes(StandardCharsets.UTF_8));
        return started;
    }

    /** Returns a line that means the same to all shells; one that only repeats it does not say the token as a whole. */
    static String firstLine(String token) {
        int half = token.length() / 2;
        return "exec sh -c 'echo %s\"\"%s; exec sh'\n".formatted(token.substring(0, half), token.substring(half));
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        int before;
        boolean isNews;
        String said;
        synchronized (this) {
            boolean wasSh = words == null;
            before = wasSh ? 0 : hear(bytes, offset, length);
            isNews = !wasSh && words == null;
            said = noise;
        }
        if (isNews) {
            target.loggedIn(said);
            isSh.complete(null);
        }
        if (before < length) {
            target.stdout(bytes, offset + before, length - before);
        }
    }

    /** Looks for the token; returns how many of the bytes were said before sh is there. */
    private synchronized int hear(byte[] bytes, int offset, int length) {
        String text = tail + new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(token);
        if (at < 0) {
            keep(bytes, offset, length);
            tail = text.substring(Math.max(0, text.length() - token.length()));
            return length;
        }
        keep(bytes, offset, length);
        String all = words == null ? "" : words.toString(StandardCharsets.UTF_8);
        noise = all.substring(0, Math.max(0, all.indexOf(token))).strip();
        words = null;
        return at + token.length() - tail.length();
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        synchronized (this) {
            if (words != null) {
                keep(bytes, offset, length);
                return;
            }
        }
        target.stderr(bytes, offset, length);
    }

    private synchronized void keep(byte[] bytes, int offset, int length) {
        ByteArrayOutputStream kept = words;
        if (kept == null) {
            return;
        }
        if (kept.size() + length > 2 * LAST_WORDS) {
            byte[] old = kept.toByteArray();
            kept.reset();
            int keep = Math.min(old.length, LAST_WORDS);
            kept.write(old, old.length - keep, keep);
        }
        int keep = Math.min(length, LAST_WORDS);
        kept.write(bytes, offset + length - keep, keep);
    }

    @Override
    public void closed(TransportException how) {
        TransportException failure = how;
        boolean isStarted;
        synchronized (this) {
            isStarted = words == null;
            if (words != null && how.cause() == TransportException.Cause.SHELL_ENDED) {
                failure = refused(how, words.toString(StandardCharsets.UTF_8));
            }
        }
        if (isStarted) {
            target.closed(how);
        } else {
            isSh.completeExceptionally(failure);
        }
    }

    private TransportException refused(TransportException how, String said) {
        List<String> lines =
                said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        String last = String.join(" / ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        String message = String.valueOf(how.getMessage());
        String prefix = host.name() + ": ";
        return new TransportException(
                how.cause(),
                host.name(),
                "logged in, but " + (message.startsWith(prefix) ? message.substring(prefix.length()) : message)
                        + " before it ran sh"
                        + (last.isEmpty() ? ", without a word" : "; it said: " + last)
                        + "; the account needs a login shell that runs commands, and sh in its PATH",
                how);
    }
}

package pipeline.remote.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.SlotTrace;
import pipeline.remote.SpoolOutput;

/** Reads a slot's spool as it grows. Nothing on the host waits for the reader: it asks again and again. */
final class SpoolFollower implements FrameScanner.Receiver {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final String SEEN = "seen";
    private static final String MISSING = "missing";

    private final SpoolOutput output;
    private final ShellTalk<Void> talk;
    private final String token = RandomToken.next();
    private boolean hasBegun;

    private SpoolFollower(ShellOpener host, SpoolOutput output) {
        this.output = output;
        this.talk = new ShellTalk<>(host, token, this, new Silence());
    }

    /** Starts to read; see {@link pipeline.remote.RemoteHost#readAlong}. */
    static CompletableFuture<Void> start(ShellOpener host, SlotTrace trace, SpoolOutput output, Duration limit) {
        SpoolFollower follower = new SpoolFollower(host, output);
        return follower.talk.start(follower.script(trace), limit);
    }

    private String script(SlotTrace trace) {
        return "unset CDPATH ENV\ncd -- " + NodeDirectory.quote(trace.directory()) + " 2>/dev/null || { printf '"
                + new Frame(MISSING, "-").toPrintf(token) + "'; exit; }\n"
                + "o=; while printf '" + new Frame(SEEN, "-").toPrintf(token) + "' && read -r x; do\n"
                + "if [ -z \"$o\" ] && [ -e " + RunnerScript.SPOOL + " ]; then exec 5<" + RunnerScript.SPOOL
                + "; o=5; fi\n"
                + "[ -z \"$o\" ] || cat <&5\ndone\n";
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        if (hasBegun) {
            output.spooled(bytes, offset, length);
        }
    }

    @Override
    public void frame(Frame frame) {
        talk.answered();
        if (frame.word().equals(MISSING)) {
            talk.result().complete(null);
            return;
        }
        Executor later = CompletableFuture.delayedExecutor(hasBegun ? PAUSE.toMillis() : 0, TimeUnit.MILLISECONDS);
        hasBegun = true;
        later.execute(() -> talk.tell("\n"));
    }

    @Override
    public void oversized(int limit) {
        talk.result().completeExceptionally(new IllegalStateException("a message longer than " + limit));
    }
}

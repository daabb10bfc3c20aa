package pipeline.remote.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.SlotTrace;
import pipeline.remote.SpoolOutput;

/** Reads from a host what programs of one script kept in their slot's spool, as it is. */
public final class SpoolReader implements FrameScanner.Receiver {

    private static final String BEGIN = "begin";
    private static final String DONE = "done";

    private final SpoolOutput output;
    private final ShellTalk<Void> talk;
    private final String token = RandomToken.next();
    private boolean hasBegun;

    private SpoolReader(ShellOpener host, SpoolOutput output) {
        this.output = output;
        this.talk = new ShellTalk<>(host, token, this, new Silence());
    }

    /** Starts to read; see {@link pipeline.remote.RemoteHost#spooled}. */
    public static CompletableFuture<Void> start(
            ShellOpener host, SlotTrace trace, String id, SpoolOutput output, Duration limit) {
        SpoolReader reader = new SpoolReader(host, output);
        return reader.talk.start(reader.script(trace, id), limit);
    }

    private String script(SlotTrace trace, String id) {
        return "printf '" + new Frame(BEGIN, "-").toPrintf(token) + "'\n"
                + "cd -- " + NodeDirectory.quote(trace.directory()) + " 2>/dev/null && LC_ALL=C grep '^"
                + id.replace(".", "\\.") + " ' " + RunnerScript.SPOOL + " 2>/dev/null\n"
                + "printf '" + new Frame(DONE, "-").toPrintf(token) + "'\n";
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
        hasBegun = true;
        if (frame.word().equals(DONE)) {
            talk.result().complete(null);
        }
    }

    @Override
    public void oversized(int limit) {
        talk.result().completeExceptionally(new IllegalStateException("a message longer than " + limit));
    }
}

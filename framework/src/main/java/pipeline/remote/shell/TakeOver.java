package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;

/**
 * Puts up a fence before all slots of an owner on one host, those that it may yet open included, and reads their journals
 * then.
 */
final class TakeOver implements FrameScanner.Receiver {

    private static final String FENCED = "fenced";
    private static final String SLOT = "slot";
    private static final String DONE = "done";

    private final ShellOpener host;
    private final String token;
    private final ShellTalk<Map<String, SlotTrace>> talk;
    private final StringBuilder journal = new StringBuilder();
    private final Map<String, SlotTrace> traces = new HashMap<>();
    private String upTime = "-";
    private boolean hasBegun;

    private TakeOver(ShellOpener host) {
        this.host = host;
        this.token = RandomToken.next();
        this.talk = new ShellTalk<>(host, token, this, new Silence());
    }

    /** Starts to take over; see {@link pipeline.remote.RemoteHost#takeOver}. */
    static CompletableFuture<Map<String, SlotTrace>> start(
            ShellOpener host, SlotOwner owner, boolean fences, Duration limit) {
        TakeOver takeOver = new TakeOver(host);
        return takeOver.talk.start(takeOver.script(owner, fences), limit);
    }

    private String script(SlotOwner owner, boolean fences) {
        return "unset CDPATH ENV\n"
                + "fail() { printf '" + frame(RunnerScript.FAIL) + "' \"$1\"; exit 73; }\n"
                + NodeDirectory.enter(owner.nodeDirectory()) + "\n"
                + "mkdir -p slots && cd slots && " + (fences ? "(: >" + owner.id() + ".fence)" : ":")
                + " || fail \"$d cannot be written to; is the disk full?\"\n"
                + "now=-; if [ -r /proc/uptime ]; then read -r now x </proc/uptime; fi\n"
                + "printf '" + frame(FENCED) + "' \"$now\"\n"
                + "for s in " + owner.id() + ".*/; do\n"
                + "if [ -f \"$s/journal\" ]; then cat \"$s/journal\"; printf '" + frame(SLOT)
                + "' \"$PWD/${s%/}\"; fi\n"
                + "done\nprintf '" + frame(DONE) + "' -\n";
    }

    private String frame(String word) {
        return new Frame(word, "%s").toPrintf(token);
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        if (hasBegun) {
            journal.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void frame(Frame frame) {
        talk.answered();
        switch (frame.word()) {
            case FENCED -> {
                upTime = frame.body();
                hasBegun = true;
            }
            case SLOT -> {
                List<String> lines = journal.toString().lines().toList();
                journal.setLength(0);
                traces.putAll(RunnerJournal.parse(lines).traces(frame.body(), upTime));
            }
            case DONE -> talk.result().complete(Map.copyOf(traces));
            default -> talk.result().completeExceptionally(NodeDirectory.unusable(host.name(), frame.body()));
        }
    }

    @Override
    public void oversized(int limit) {
        talk.result().completeExceptionally(new IllegalStateException("a message longer than " + limit));
    }
}

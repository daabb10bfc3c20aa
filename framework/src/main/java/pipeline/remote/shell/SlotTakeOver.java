package pipeline.remote.shell;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.ShellScript;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;

/** Fences all slots of an owner on one host, also those that it may still open, and then reads their journals. */
final class SlotTakeOver implements FrameScanner.Receiver {

    private static final ShellScript SCRIPT = new ShellScript(SlotTakeOver.class, "take-over.sh");

    private static final String FENCED = "fenced";
    private static final String SLOT = "slot";
    private static final String DONE = "done";

    /** A slot takes no more scripts long before its journal is as large, in bytes. */
    private static final long LARGEST_JOURNAL = 8L << 20;

    /** So many scripts of one owner on one host, of which nobody knows how they ended, there are never. */
    private static final int MOST_SCRIPTS = 300_000;

    /** What a line of a journal is beyond that, it cannot hold. */
    private static final int LONGEST_LINE = 1000;

    private final ShellOpener host;
    private final String owner;
    private final String token;
    private final ShellExchange<Map<String, SlotTrace>> exchange;
    private final StringBuilder line = new StringBuilder();
    private final Map<String, SlotTrace> traces = new HashMap<>();
    private RunnerJournal journal = new RunnerJournal();
    private long journalBytes;
    private String upTime = "-";
    private boolean hasBegun;

    private SlotTakeOver(ShellOpener host, String owner) {
        this.host = host;
        this.owner = owner;
        this.token = RandomToken.next();
        this.exchange = new ShellExchange<>(host, token, this, new IgnoredOutput());
    }

    /** Starts to take over; see {@link pipeline.remote.RemoteHost#takeOver}. */
    static CompletableFuture<Map<String, SlotTrace>> start(
            ShellOpener host, SlotOwner owner, boolean fences, Duration limit) {
        SlotTakeOver takeOver = new SlotTakeOver(host, owner.id());
        return takeOver.exchange.start(takeOver.script(owner, fences), limit);
    }

    private String script(SlotOwner owner, boolean fences) {
        return SCRIPT.with(Map.of(
                "token",
                token,
                "owner",
                owner.id(),
                "fences",
                fences ? "1" : "",
                "pipeline_node_directory",
                NodeDirectory.plain(owner.nodeDirectory())));
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        if (!hasBegun || exchange.result().isDone()) {
            return;
        }
        journalBytes += length;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                endOfLine();
            } else if (line.length() < LONGEST_LINE) {
                line.append((char) (bytes[i] & 0xff));
            }
        }
        if (journalBytes > LARGEST_JOURNAL || journal.size() + traces.size() > MOST_SCRIPTS) {
            exchange.result()
                    .completeExceptionally(NodeDirectory.unusable(
                            host.name(),
                            "a journal in the slots of " + owner + " is larger than any that Pipeline writes ("
                                    + (LARGEST_JOURNAL >> 20)
                                    + " MiB); look what it holds there, and delete its slot"));
        }
    }

    private void endOfLine() {
        journal.add(line.toString());
        line.setLength(0);
    }

    @Override
    public void frame(Frame frame) {
        exchange.answered();
        switch (frame.word()) {
            case FENCED -> {
                upTime = frame.body();
                hasBegun = true;
            }
            case SLOT -> {
                endOfLine();
                traces.putAll(journal.traces(frame.body(), upTime, host.scheduler()));
                journal = new RunnerJournal();
                journalBytes = 0;
            }
            case DONE -> exchange.result().complete(Map.copyOf(traces));
            default -> exchange.result().completeExceptionally(NodeDirectory.unusable(host.name(), frame.body()));
        }
    }

    @Override
    public void oversized(int limit) {
        exchange.result()
                .completeExceptionally(NodeDirectory.unusable(
                        host.name(), "a message of it is longer than " + (limit >> 20) + " MiB"));
    }
}

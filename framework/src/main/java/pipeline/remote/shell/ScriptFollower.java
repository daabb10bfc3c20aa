package pipeline.remote.shell;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.ScriptEnd;
import pipeline.remote.ShellScript;
import pipeline.remote.SlotOutput;
import pipeline.remote.SlotTrace;
import pipeline.time.Scheduler;

/**
 * Reads the state and the output of a script from its host, while it runs or later. The slot takes no other script from then
 * on. It polls; nothing on the host waits for it.
 */
final class ScriptFollower {

    private static final ShellScript SCRIPT = new ShellScript(ScriptFollower.class, "follow-script.sh");

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SHORT_PAUSE = Duration.ofMillis(100);

    /** What a script printed may reach its file a moment after its end is in the journal; so often is looked again. */
    private static final int LOOKS_FOR_THE_REST = 300;

    /** So often is looked again for what a script that was killed printed last, or for one that was just being started. */
    private static final int LOOKS_FOR_LITTLE = 20;

    private static final String SEEN = "seen";
    private static final String MISSING = "missing";

    private final Scheduler scheduler;
    private final SlotTrace trace;
    private final String id;
    private final SlotOutput output;
    private final ShellExchange<ScriptEnd> exchange;
    private final ScriptStream stdout;
    private final ScriptStream stderr;

    /** Guarded by this, as is what the streams say. */
    private int looks;

    private ScriptFollower(ShellOpener host, SlotTrace trace, String id, SlotOutput output) {
        this.scheduler = host.scheduler();
        this.trace = trace;
        this.id = id;
        this.output = output;
        this.stdout = new ScriptStream(true);
        this.stderr = new ScriptStream(false);
        this.exchange = new ShellExchange<>(host, trace.token(), stdout, stderr);
    }

    /** Starts to read; see {@link pipeline.remote.RemoteHost#follow}. */
    static CompletableFuture<ScriptEnd> start(
            ShellOpener host, SlotTrace trace, String id, SlotOutput output, Duration limit) {
        ScriptFollower reader = new ScriptFollower(host, trace, id, output);
        return reader.exchange.start(reader.script(), limit);
    }

    private String script() {
        return SCRIPT.with(
                Map.of("token", trace.token(), "directory", trace.directory(), "id", id.replace(".", "\\.")));
    }

    private void seen(String body) {
        ScriptEnd end;
        Duration pause;
        synchronized (this) {
            if (!stdout.isSeen || !stderr.isSeen) {
                return;
            }
            stdout.isSeen = false;
            stderr.isSeen = false;
            end = end(body);
            pause = stdout.hasEnded || stderr.hasEnded || looks > 0 || body.isEmpty() ? SHORT_PAUSE : PAUSE;
        }
        exchange.answered();
        if (end != null) {
            exchange.result().complete(end);
        } else {
            scheduler.after(pause, () -> exchange.send("\n"));
        }
    }

    /** Returns what is known for certain; null if it is to be looked at again. */
    private @Nullable ScriptEnd end(String body) {
        if (body.isEmpty()) {
            return null; // nothing has been looked at yet
        }
        List<String> lines = body.lines().toList();
        RunnerJournal journal = RunnerJournal.parse(lines.subList(1, lines.size()));
        ScriptEnd known = journal.end(id);
        boolean isAlive = lines.get(0).equals("alive");
        if (known == null && isAlive && journal.hasStarted(id) && !stdout.hasEnded && !stderr.hasEnded) {
            looks = 0;
            return null;
        }
        boolean isHeard = stdout.hasEnded && stderr.hasEnded;
        if (known != null && (isHeard || known.state() != ScriptEnd.State.ENDED)) {
            return known;
        }
        Integer code = stdout.code;
        if (code != null && code.equals(stderr.code)) {
            // a full disk may have kept the end out of the journal
            return journal.ended(id, code, null);
        }
        // The journal is ahead of the two files, or the runner has just ended; or, behind a fence, has just been asked.
        looks++;
        // who killed the runner wrote the end, and does not know the time
        int most = known != null && known.ran() != null ? LOOKS_FOR_THE_REST : LOOKS_FOR_LITTLE;
        if (looks < most && (known != null || isAlive || looks < 2)) {
            return null;
        }
        if (known != null) {
            return known;
        }
        return journal.hasStarted(id) ? ScriptEnd.vanished() : ScriptEnd.neverStarted();
    }

    private final class ScriptStream implements FrameScanner.Receiver {
        private final boolean isStdout;
        private boolean isOurs;
        private boolean hasBegun;

        /** Guarded by the reader. */
        private boolean hasEnded;

        private @Nullable Integer code;

        private boolean isSeen;

        ScriptStream(boolean isStdout) {
            this.isStdout = isStdout;
            this.isOurs = trace.before() == null;
        }

        @Override
        public void output(byte[] bytes, int offset, int length) {
            if (!hasBegun || !isOurs) {
                return; // start-up files of the login shell; other scripts
            }
            give(() -> {
                if (isStdout) {
                    output.stdout(bytes, offset, length);
                } else {
                    output.stderr(bytes, offset, length);
                }
            });
        }

        /** What the taker throws is what the reading fails with. */
        private void give(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException e) {
                exchange.result().completeExceptionally(e);
            }
        }

        @Override
        public void frame(Frame frame) {
            switch (frame.word()) {
                case SEEN -> {
                    hasBegun = true;
                    synchronized (ScriptFollower.this) {
                        isSeen = true;
                    }
                    seen(frame.body());
                }
                case MISSING -> exchange.result().complete(ScriptEnd.vanished());
                case RunnerScript.READY -> {
                    // The runner's own first word.
                }
                case RunnerScript.END -> end(ScriptEndFrame.of(frame.body()));
                default -> {
                    if (isOurs) {
                        give(() -> output.frame(frame));
                    }
                }
            }
        }

        private void end(ScriptEndFrame script) {
            if (script.id().equals(id)) {
                isOurs = false;
                synchronized (ScriptFollower.this) {
                    code = script.code();
                    hasEnded = true;
                }
            } else if (script.id().equals(trace.before())) {
                isOurs = true;
            }
        }

        @Override
        public void oversized(int limit) {
            if (isOurs) {
                give(() -> output.oversized(limit));
            }
        }
    }
}

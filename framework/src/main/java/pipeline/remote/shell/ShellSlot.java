package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.Slot;
import pipeline.remote.SlotOutput;
import pipeline.remote.TransportException;

/**
 * A slot made of a shell that stays open and is fed scripts on its standard input. A token that the shell prints says
 * on both streams where login noise ends and where each script ends; so a child that keeps the streams open holds
 * nothing up. Thread-safe.
 */
public final class ShellSlot implements Slot {

    /** The longest message a script may write between its output: a node program's result, in bytes. */
    static final int FRAME_LIMIT = 16 << 20;

    private static final Logger LOGGER = LogManager.getLogger("pipeline.remote");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String READY = "ready";
    private static final String END = "end";

    private final ShellOpener host;
    private final String token;
    private final CompletableFuture<Slot> ready = new CompletableFuture<>();

    /** Completes when the shell has spoken on both streams, or is gone. */
    private final CompletableFuture<Void> answered = new CompletableFuture<>();

    /** Guarded by this, as are all below but {@link #current}, which the streams read without the lock. */
    private @Nullable ShellChannel channel;

    private @Nullable SlotProcess process;
    private int streamsReady;
    private int streamsEnded;
    private boolean closing;
    private @Nullable TransportException gone;
    private volatile @Nullable Run current;

    private record Run(SlotOutput output, CompletableFuture<Integer> exitCode) {}

    private ShellSlot(ShellOpener host) {
        this.host = host;
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        this.token = HexFormat.of().formatHex(random);
    }

    /**
     * Opens a slot.
     *
     * @param limit how long the login may take until the shell answers, once the host is connected
     */
    public static CompletableFuture<Slot> open(ShellOpener host, Duration limit) {
        ShellSlot slot = new ShellSlot(host);
        host.open("exec sh", slot.new Streams())
                .whenComplete((channel, failure) -> slot.opened(channel, failure, limit));
        return slot.ready;
    }

    private void opened(@Nullable ShellChannel opened, @Nullable Throwable failure, Duration limit) {
        if (opened == null) {
            TransportException known = TransportException.in(failure);
            ready.completeExceptionally(
                    known != null ? known : new IllegalStateException("neither channel nor failure", failure));
            return;
        }
        synchronized (this) {
            channel = opened;
        }
        answered.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).whenComplete((ok, late) -> {
            if (late == null) {
                ready.complete(this);
            } else {
                ready.completeExceptionally(LoginTimeout.of(host.name(), limit));
                opened.close();
            }
        });
        opened.write(prelude().getBytes(StandardCharsets.UTF_8));
    }

    private String prelude() {
        String end = new Frame(END, "%s").toText(token).replace(String.valueOf(Frame.SEPARATOR), "\\036");
        String start = new Frame(READY, "%s").toText(token).replace(String.valueOf(Frame.SEPARATOR), "\\036");
        return "unset CDPATH ENV\n"
                + SlotProcess.FIND + "\n"
                + "pipeline_end() { pipeline_status=$?; printf '" + end + "' \"$pipeline_status\"; printf '" + end
                + "' \"$pipeline_status\" >&2; }\n"
                + "printf '" + start + "' \"$pipeline_pid $pipeline_group\"; printf '" + start + "' - >&2\n";
    }

    /** Gives the token with which a script may write frames of its own. */
    @Override
    public String token() {
        return token;
    }

    @Override
    public CompletableFuture<Integer> run(String script, SlotOutput output) {
        Run run = new Run(output, new CompletableFuture<>());
        ShellChannel open;
        synchronized (this) {
            if (gone != null || closing) {
                run.exitCode.completeExceptionally(gone != null ? gone : closedFailure());
                return run.exitCode;
            }
            if (current != null || channel == null) {
                throw new IllegalStateException("a slot runs one script at a time");
            }
            current = run;
            streamsEnded = 0;
            open = channel;
        }
        open.write(("(\n" + script + "\n) </dev/null\npipeline_end\n").getBytes(StandardCharsets.UTF_8));
        return run.exitCode;
    }

    @Override
    public synchronized boolean isOpen() {
        return gone == null && !closing;
    }

    private TransportException closedFailure() {
        return new TransportException(
                TransportException.Cause.SHELL_ENDED, host.name(), "the slot was closed before the script");
    }

    @Override
    public CompletableFuture<Void> kill(Duration grace) {
        SlotProcess target;
        synchronized (this) {
            // a shell that ended has given its number back; one whose connection broke may still be there
            target = gone == null || gone.cause() != TransportException.Cause.SHELL_ENDED ? process : null;
        }
        return target == null ? CompletableFuture.completedFuture(null) : host.kill(target, grace);
    }

    @Override
    public void close() {
        ShellChannel open;
        synchronized (this) {
            closing = true;
            open = channel;
        }
        if (open != null) {
            open.endOfInput();
        }
    }

    private void readyFrame(boolean isStdout, String body) {
        boolean both;
        synchronized (this) {
            if (isStdout) {
                process = SlotProcess.parse(body);
            }
            streamsReady++;
            both = streamsReady == 2;
        }
        if (both) {
            answered.complete(null);
        }
    }

    private void endFrame(String body) {
        Run ended;
        synchronized (this) {
            streamsEnded++;
            if (streamsEnded < 2) {
                return;
            }
            ended = current;
            current = null;
        }
        if (ended != null) {
            ended.exitCode.complete(Integer.valueOf(body));
        }
    }

    /** The two streams of the shell, parted into output and frames. */
    private final class Streams implements ShellChannel.Listener {
        private final FrameScanner stdout = new FrameScanner(token, FRAME_LIMIT, new Stream(true));
        private final FrameScanner stderr = new FrameScanner(token, FRAME_LIMIT, new Stream(false));

        @Override
        public void stdout(byte[] bytes, int offset, int length) {
            try {
                stdout.accept(bytes, offset, length);
            } catch (RuntimeException | Error e) {
                broken(e);
            }
        }

        @Override
        public void stderr(byte[] bytes, int offset, int length) {
            try {
                stderr.accept(bytes, offset, length);
            } catch (RuntimeException | Error e) {
                broken(e);
            }
        }

        @Override
        public void closed(TransportException how) {
            end(how, how);
        }
    }

    /** A fault of ours must not stop the stream, or the script's future would stay open for ever. */
    private void broken(Throwable fault) {
        LOGGER.error("{}: what a script printed could not be taken in; its slot is given up", host.name(), fault);
        ShellChannel open;
        synchronized (this) {
            open = channel;
        }
        end(
                new TransportException(
                        TransportException.Cause.CHANNEL,
                        host.name(),
                        "the slot was given up, because what it printed could not be taken in (" + fault + ")",
                        fault),
                fault);
        if (open != null) {
            open.close();
        }
    }

    private void end(TransportException how, Throwable ofRun) {
        Run lost;
        synchronized (this) {
            gone = gone == null ? how : gone;
            lost = current;
            current = null;
        }
        ready.completeExceptionally(how);
        answered.complete(null);
        if (lost != null) {
            lost.exitCode.completeExceptionally(ofRun);
        }
    }

    /** One of the two streams. */
    private final class Stream implements FrameScanner.Receiver {
        private final boolean isStdout;

        Stream(boolean isStdout) {
            this.isStdout = isStdout;
        }

        @Override
        public void output(byte[] bytes, int offset, int length) {
            Run run = current;
            if (run == null) {
                LOGGER.debug("{}: outside of any job: {}", host::name, () -> text(bytes, offset, length));
            } else if (isStdout) {
                run.output.stdout(bytes, offset, length);
            } else {
                run.output.stderr(bytes, offset, length);
            }
        }

        private String text(byte[] bytes, int offset, int length) {
            return new String(bytes, offset, length, StandardCharsets.UTF_8);
        }

        @Override
        public void frame(Frame frame) {
            Run run = current;
            switch (frame.word()) {
                case READY -> readyFrame(isStdout, frame.body());
                case END -> endFrame(frame.body());
                default -> {
                    if (run != null) {
                        run.output.frame(frame);
                    }
                }
            }
        }

        @Override
        public void oversized(int limit) {
            Run run = current;
            if (run != null) {
                run.output.oversized(limit);
            }
        }
    }
}

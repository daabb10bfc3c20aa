package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.remote.Slot;
import pipeline.remote.SlotOutput;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;
import pipeline.remote.TransportException;

/**
 * A slot made of a shell that stays open, takes scripts on its standard input and keeps a journal: a runner that outlives its
 * connection (see {@link RunnerScript}). The shell prints a token on both streams where the output of the login ends and where
 * each script ends, so a child that keeps the streams open delays nothing. Thread-safe.
 */
final class ShellSlot implements Slot {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.remote");

    private final ShellOpener host;
    private final String token;
    private final ShellGreeting greeting = new ShellGreeting();
    private final SlotRetention retention = new SlotRetention();
    private final CompletableFuture<Slot> ready = new CompletableFuture<>();

    /** Completes when the shell is gone. */
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    /** Guarded by this, as are all below but {@link #current}, which the streams read without the lock. */
    private @Nullable ShellChannel channel;

    private final Set<StandardStream> endedOn = EnumSet.noneOf(StandardStream.class);
    private boolean closing;
    private boolean left;
    private @Nullable TransportException gone;
    private volatile @Nullable Run current;

    /** A script that runs. */
    record Run(String id, SlotOutput output, CompletableFuture<Integer> exitCode) {}

    private ShellSlot(ShellOpener host) {
        this.host = host;
        this.token = RandomToken.next();
    }

    /**
     * Opens a slot.
     *
     * @param limit how long the login may take until the shell answers, once the host is connected
     */
    static CompletableFuture<Slot> open(ShellOpener host, SlotOwner owner, Duration limit) {
        ShellSlot slot = new ShellSlot(host);
        String fault = NodeDirectory.fault(owner.nodeDirectory());
        if (fault != null) {
            return CompletableFuture.failedFuture(NodeDirectory.unusable(host.name(), fault));
        }
        ShellLogin.open(host, new SlotStreamParser(slot), limit)
                .whenComplete((channel, failure) -> slot.opened(owner, channel, failure, limit));
        return slot.ready;
    }

    private void opened(SlotOwner owner, @Nullable ShellChannel opened, @Nullable Throwable failure, Duration limit) {
        if (opened == null) {
            TransportException known = TransportException.in(failure);
            ready.completeExceptionally(
                    known != null ? known : new IllegalStateException("neither channel nor failure", failure));
            return;
        }
        synchronized (this) {
            channel = opened;
        }
        host.scheduler().failOnTimeout(greeting.answered(), limit).whenComplete((ok, late) -> {
            if (late == null) {
                ready.complete(this);
            } else {
                ready.completeExceptionally(LoginTimeout.of(host.name(), limit));
                opened.close();
            }
        });
        opened.write(RunnerScript.start(token, owner).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the token with which a script may write frames of its own. */
    @Override
    public String token() {
        return token;
    }

    @Override
    public CompletableFuture<Integer> run(String id, String script, SlotOutput output) {
        Run run = new Run(id, output, new CompletableFuture<>());
        ShellChannel open;
        boolean trim;
        synchronized (this) {
            if (gone != null || closing) {
                run.exitCode.completeExceptionally(gone != null ? gone : closedFailure());
                return run.exitCode;
            }
            if (current != null || channel == null) {
                throw new IllegalStateException("a slot runs one script at a time");
            }
            trim = retention.begin(id);
            current = run;
            endedOn.clear();
            open = channel;
        }
        open.write(RunnerScript.job(id, script, trim).getBytes(StandardCharsets.UTF_8));
        return run.exitCode;
    }

    @Override
    public void settled(String id) {
        retention.settled(id);
        leaveIfUseless();
    }

    /** A shell that is to end stays until nobody needs what it keeps, since it can throw that away at no cost. */
    private void leaveIfUseless() {
        ShellChannel open;
        synchronized (this) {
            if (!closing || left || current != null || !retention.areSettled()) {
                return;
            }
            left = true;
            open = channel;
        }
        if (open != null) {
            open.write(RunnerScript.leave().getBytes(StandardCharsets.UTF_8));
            open.endOfInput();
        }
    }

    @Override
    public boolean isFull() {
        return retention.areTooMuch();
    }

    @Override
    public @Nullable SlotTrace trace() {
        SlotProcess known = greeting.process();
        return known == null ? null : new SlotTrace(known.directory(), token, retention.lastEnded(), null);
    }

    @Override
    public Set<String> formerOwners() {
        return greeting.formerOwners();
    }

    /** Returns the script that runs; null if none does. */
    @Nullable
    Run current() {
        return current;
    }

    /** Counts what the host keeps of what a script prints. */
    void printed(int count) {
        retention.printed(count);
    }

    /** Counts what the host keeps of what scripts log. */
    void logged(String body) {
        retention.logged(body);
    }

    String hostName() {
        return host.name();
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
    public CompletableFuture<Boolean> kill(Duration grace) {
        ShellChannel open;
        synchronized (this) {
            // what is left of it goes with the rest of what the owner has there
            closing = true;
            left = true;
            open = channel;
        }
        if (open != null) {
            // a shell that reads its next command may hear a signal only after that
            open.endOfInput();
        }
        SlotProcess target = greeting.process();
        return target == null ? CompletableFuture.completedFuture(true) : host.kill(target, grace);
    }

    @Override
    public void close() {
        CompletableFuture<Void> unused = leave();
    }

    @Override
    public CompletableFuture<Void> leave() {
        synchronized (this) {
            closing = true;
        }
        leaveIfUseless();
        return over.copy();
    }

    /** Takes what the shell says of itself. */
    ShellGreeting greeting() {
        return greeting;
    }

    /**
     * A script has ended on one of the streams.
     *
     * @throws MalformedFrameException if the frame is none of the script that runs; it runs on then
     */
    void endFrame(StandardStream stream, String body) {
        ScriptEndFrame said = ScriptEndFrame.of(body);
        Integer code = said.code();
        Run ended;
        synchronized (this) {
            ended = current;
            if (code == null || (ended != null && !ended.id.equals(said.id()))) {
                throw new MalformedFrameException(RunnerScript.END, body);
            }
            endedOn.add(stream);
            // a runner that hears TERM while it notes an end may say it twice
            if (ended == null || endedOn.size() < StandardStream.values().length) {
                return;
            }
            current = null;
            retention.ended(ended.id);
        }
        ended.exitCode.complete(code);
    }

    /** The shell cannot be a slot. */
    void failFrame(String reason) {
        TransportException unusable = NodeDirectory.unusable(host.name(), reason);
        giveUp(unusable, unusable);
    }

    /** What is damaged is a broken way: what becomes of the script is asked on another. */
    void damaged(MalformedFrameException fault) {
        TransportException lost = new TransportException(
                TransportException.Cause.LOST, host.name(), String.valueOf(fault.getMessage()), fault);
        giveUp(lost, lost);
    }

    /** A fault of ours must not stop the stream, or the script's future would stay open for ever. */
    void broken(Throwable fault) {
        LOGGER.error("{}: the output of a script could not be read, so its slot is given up", host.name(), fault);
        giveUp(
                new TransportException(
                        TransportException.Cause.CHANNEL,
                        host.name(),
                        "the slot was given up, because its output could not be read (" + fault + ")",
                        fault),
                fault);
    }

    private void giveUp(TransportException how, Throwable ofRun) {
        ShellChannel open;
        synchronized (this) {
            open = channel;
        }
        end(how, ofRun);
        if (open != null) {
            open.close();
        }
    }

    /** Nothing more comes from the shell. */
    void end(TransportException how, Throwable ofRun) {
        Run lost;
        synchronized (this) {
            gone = gone == null ? how : gone;
            lost = current;
            current = null;
        }
        ready.completeExceptionally(how);
        greeting.gone();
        over.complete(null);
        if (lost != null) {
            lost.exitCode.completeExceptionally(ofRun);
        }
    }
}

package pipeline.remote.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import pipeline.remote.TransportException;
import pipeline.time.Scheduler;

/**
 * Passes on the output of a channel, and reports the end of the command soon after its process has ended, even if a child keeps
 * the streams open. As thread-safe as its target.
 */
public final class ChannelEndDetector implements ShellChannel.Listener {

    /** How long the streams must have been silent after the end of the process. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final ShellChannel.Listener target;
    private final Runnable giveUp;
    private final Scheduler scheduler;
    private final AtomicBoolean reported = new AtomicBoolean();

    /** Calls of the target that are going on: one that blocks, a slow reader, is no silence. */
    private final AtomicInteger busy = new AtomicInteger();

    private final AtomicInteger calls = new AtomicInteger();

    /**
     * Makes the listener.
     *
     * @param giveUp closes the channel when its end has been reported before its streams ended
     */
    public ChannelEndDetector(ShellChannel.Listener target, Runnable giveUp, Scheduler scheduler) {
        this.target = target;
        this.giveUp = giveUp;
        this.scheduler = scheduler;
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        call(() -> target.stdout(bytes, offset, length));
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        call(() -> target.stderr(bytes, offset, length));
    }

    @Override
    public CompletableFuture<Void> ready() {
        return target.ready();
    }

    private void call(Runnable step) {
        busy.incrementAndGet();
        calls.incrementAndGet();
        try {
            if (!reported.get()) {
                step.run();
            }
        } finally {
            busy.decrementAndGet();
        }
    }

    @Override
    public void closed(TransportException how) {
        if (reported.compareAndSet(false, true)) {
            target.closed(how);
        }
    }

    /** The command's process has ended: reports how as soon as its streams are over or silent. */
    public void processEnded(Supplier<TransportException> how) {
        int seen = calls.get();
        scheduler.after(SILENCE, () -> {
            if (reported.get()) {
                return;
            }
            if (busy.get() > 0 || calls.get() != seen || !target.ready().isDone()) {
                processEnded(how);
            } else {
                closed(how.get());
                giveUp.run();
            }
        });
    }
}

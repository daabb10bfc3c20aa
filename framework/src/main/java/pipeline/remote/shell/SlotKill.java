package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import pipeline.remote.TransportException;

/** Ends the processes of a slot by a shell of its own on the same host: TERM, and KILL after the grace. */
public final class SlotKill implements ShellChannel.Listener {

    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private SlotKill() {}

    /**
     * Starts to end a slot.
     *
     * @param limit how long, besides the grace, the host may take; then it is given up
     * @return never fails
     */
    public static CompletableFuture<Void> start(ShellOpener host, SlotProcess process, Duration grace, Duration limit) {
        SlotKill kill = new SlotKill();
        // the target goes to the shell's input, so nothing of it is on a command line
        CompletableFuture<ShellChannel> channel = host.open("exec sh", kill);
        channel.whenComplete((open, failure) -> {
            if (failure == null) {
                open.write(script(process.target(), grace).getBytes(StandardCharsets.US_ASCII));
                open.endOfInput();
            } else {
                kill.ended.complete(null);
            }
        });
        return kill.ended
                .completeOnTimeout(null, grace.plus(limit).toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> channel.thenAccept(ShellChannel::close));
    }

    private static String script(String target, Duration grace) {
        return "kill -TERM " + target + " 2>/dev/null; n=0\n"
                + "while kill -0 " + target + " 2>/dev/null && [ $n -lt " + grace.toSeconds() + " ]; do"
                + " sleep 1; n=$((n+1)); done\n"
                + "kill -KILL " + target + " 2>/dev/null\n";
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        // Nothing that the login shell prints matters here.
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        // Nothing that the login shell prints matters here.
    }

    @Override
    public void closed(TransportException how) {
        ended.complete(null);
    }
}

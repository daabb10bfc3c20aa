package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import pipeline.frame.Frame;
import pipeline.frame.FrameScanner;
import pipeline.remote.ShellScript;
import pipeline.remote.TransportException;

/** Ends the processes of a slot by a shell of its own on the same host: TERM, and KILL after the grace. */
final class SlotKill implements ShellChannel.Listener, FrameScanner.Receiver {

    private static final ShellScript SCRIPT = new ShellScript(SlotKill.class, "kill-slot.sh");

    private final String token = RandomToken.next();
    private final FrameScanner stdout = new FrameScanner(token, 1 << 10, this);

    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    private SlotKill() {}

    /**
     * Starts to end a slot.
     *
     * @param directory where the slot keeps its journal on the host
     * @param limit how long, besides the grace, the host may take; then it is given up
     * @return whether the host has said that all is ended; never fails
     */
    static CompletableFuture<Boolean> start(ShellOpener host, String directory, Duration grace, Duration limit) {
        SlotKill kill = new SlotKill();
        // what is to be ended goes to the shell's input, so nothing of it is on a command line
        CompletableFuture<ShellChannel> channel = ShellLogin.open(host, kill, limit);
        channel.whenComplete((open, failure) -> {
            if (failure == null) {
                open.write(kill.script(directory, grace).getBytes(StandardCharsets.UTF_8));
                open.endOfInput();
            } else {
                kill.ended.complete(false);
            }
        });
        return host.scheduler()
                .completeOnTimeout(kill.ended, false, grace.plus(limit))
                .whenComplete((ok, failure) -> channel.thenAccept(ShellChannel::close));
    }

    private String script(String directory, Duration grace) {
        return SCRIPT.with(Map.of(
                "token",
                token,
                "directory",
                directory,
                "slot",
                directory.substring(directory.lastIndexOf('/') + 1),
                "grace",
                String.valueOf(grace.toMillis())));
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        stdout.accept(bytes, offset, length);
    }

    @Override
    public void output(byte[] bytes, int offset, int length) {
        // Nothing that the login shell prints matters here.
    }

    @Override
    public void frame(Frame frame) {
        ended.complete(true);
    }

    @Override
    public void oversized(int limit) {
        // What is said here is short.
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        // Nothing that the login shell prints matters here.
    }

    @Override
    public void closed(TransportException how) {
        ended.complete(false);
    }
}

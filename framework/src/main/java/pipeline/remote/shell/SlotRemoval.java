package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import pipeline.remote.ShellScript;
import pipeline.remote.SlotOwner;
import pipeline.remote.TransportException;

/** Removes the files of an owner's slots from a host when they are no longer needed, and ends runners that still wait for work. */
final class SlotRemoval implements ShellChannel.Listener {

    private static final ShellScript SCRIPT = new ShellScript(SlotRemoval.class, "remove-slots.sh");

    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private SlotRemoval() {}

    /** Starts to remove; see {@link pipeline.remote.RemoteHost#forget}. */
    static CompletableFuture<Void> start(ShellOpener host, SlotOwner owner, boolean isDead, Duration limit) {
        SlotRemoval removal = new SlotRemoval();
        CompletableFuture<ShellChannel> channel = ShellLogin.open(host, removal, limit);
        channel.whenComplete((open, failure) -> {
            if (failure == null) {
                open.write(script(owner, isDead).getBytes(StandardCharsets.UTF_8));
                open.endOfInput();
            } else {
                removal.ended.complete(null);
            }
        });
        return host.scheduler()
                .completeOnTimeout(removal.ended, limit)
                .thenRun(() -> channel.thenAccept(ShellChannel::close));
    }

    private static String script(SlotOwner owner, boolean isDead) {
        return SCRIPT.with(Map.of(
                "owner",
                owner.id(),
                "gone",
                isDead ? "1" : "",
                "pipeline_node_directory",
                NodeDirectory.plain(owner.nodeDirectory())));
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

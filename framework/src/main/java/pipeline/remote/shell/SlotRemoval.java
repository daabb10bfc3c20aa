package pipeline.remote.shell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import pipeline.remote.SlotOwner;
import pipeline.remote.TransportException;

/** Throws away what a host keeps of an owner's slots when nobody needs it any more, and ends runners that still wait for work. */
final class SlotRemoval implements ShellChannel.Listener {

    /** So many directories are removed by one process. */
    private static final int AT_ONCE = 200;

    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private SlotRemoval() {}

    /** Starts to remove; see {@link pipeline.remote.RemoteHost#forget}. */
    static CompletableFuture<Void> start(ShellOpener host, SlotOwner owner, Duration limit) {
        SlotRemoval removal = new SlotRemoval();
        CompletableFuture<ShellChannel> channel = ShellLogin.open(host, removal, limit);
        channel.whenComplete((open, failure) -> {
            if (failure == null) {
                open.write(script(owner).getBytes(StandardCharsets.UTF_8));
                open.endOfInput();
            } else {
                removal.ended.complete(null);
            }
        });
        return removal.ended
                .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> channel.thenAccept(ShellChannel::close));
    }

    private static String script(SlotOwner owner) {
        return "unset CDPATH ENV\nset --\nfail() { exit 73; }\n" + RunnerScript.BORN
                + NodeDirectory.enter(owner.nodeDirectory()) + "\n"
                + "cd slots 2>/dev/null || exit\nrm -f " + HostWarnings.told(owner.id()) + "\n"
                + "for s in " + owner.id() + ".*/; do\n"
                + "if read -r x token pid group born boot parent <\"$s/journal\"; then\n"
                + ": >\"$s/fence\"; pipeline_born \"$pid\"\n"
                + "if [ \"$pipeline_born\" = \"$born\" ] && [ -n \"$born\" ] && [ \"$pipeline_boot\" = \"$boot\" ];"
                + " then kill -TERM \"$pid\"; fi\nfi 2>/dev/null\n"
                // after many breaks there are many
                + "set -- \"$@\" \"$s\"; [ $# -lt " + AT_ONCE + " ] || { rm -rf -- \"$@\"; set --; }\n"
                + "done\n[ $# -eq 0 ] || rm -rf -- \"$@\"\n";
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

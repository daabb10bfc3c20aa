package pipeline.remote.shell;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import pipeline.remote.ShellScript;
import pipeline.remote.SlotTrace;
import pipeline.remote.SpoolOutput;
import pipeline.time.Scheduler;

/** Reads a slot's spool as it grows. It polls; nothing on the host waits for it. */
final class SpoolFollower extends SpoolExchange {

    private static final ShellScript SCRIPT = new ShellScript(SpoolFollower.class, "follow-spool.sh");

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final String MISSING = "missing";

    private final Scheduler scheduler;

    private SpoolFollower(ShellOpener host, SpoolOutput output) {
        super(host, output);
        this.scheduler = host.scheduler();
    }

    /** Starts to read; see {@link pipeline.remote.RemoteHost#followSpool}. */
    static CompletableFuture<Void> start(ShellOpener host, SlotTrace trace, SpoolOutput output, Duration limit) {
        SpoolFollower follower = new SpoolFollower(host, output);
        return follower.exchange().start(follower.script(trace), limit);
    }

    private String script(SlotTrace trace) {
        return SCRIPT.with(Map.of("token", token(), "directory", trace.directory()));
    }

    @Override
    void said(String word, boolean isFirst) {
        if (word.equals(MISSING)) {
            exchange().result().complete(null);
        } else {
            scheduler.after(isFirst ? Duration.ZERO : PAUSE, () -> exchange().send("\n"));
        }
    }
}

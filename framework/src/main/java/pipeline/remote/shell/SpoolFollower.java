package pipeline.remote.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import pipeline.remote.SlotTrace;
import pipeline.remote.SpoolOutput;

/** Reads a slot's spool as it grows. Nothing on the host waits for the reader: it asks again and again. */
final class SpoolFollower extends SpoolExchange {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final String SEEN = "seen";
    private static final String MISSING = "missing";

    private SpoolFollower(ShellOpener host, SpoolOutput output) {
        super(host, output);
    }

    /** Starts to read; see {@link pipeline.remote.RemoteHost#readAlong}. */
    static CompletableFuture<Void> start(ShellOpener host, SlotTrace trace, SpoolOutput output, Duration limit) {
        SpoolFollower follower = new SpoolFollower(host, output);
        return follower.exchange().start(follower.script(trace), limit);
    }

    private String script(SlotTrace trace) {
        return "unset CDPATH ENV\ncd -- " + NodeDirectory.quote(trace.directory()) + " 2>/dev/null || { printf '"
                + frame(MISSING) + "'; exit; }\n"
                + "o=; while printf '" + frame(SEEN) + "' && read -r x; do\n"
                + "if [ -z \"$o\" ] && [ -e " + RunnerScript.SPOOL + " ]; then exec 5<" + RunnerScript.SPOOL
                + "; o=5; fi\n"
                + "[ -z \"$o\" ] || cat <&5\ndone\n";
    }

    @Override
    void said(String word, boolean isFirst) {
        if (word.equals(MISSING)) {
            exchange().result().complete(null);
        } else {
            CompletableFuture.delayedExecutor(isFirst ? 0 : PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> exchange().tell("\n"));
        }
    }
}

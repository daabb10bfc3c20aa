package pipeline.remote.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import pipeline.remote.SlotTrace;
import pipeline.remote.SpoolOutput;

/** Reads from a host what programs of one script kept in their slot's spool, as it is. */
final class SpoolReader extends SpoolExchange {

    private static final String BEGIN = "begin";
    private static final String DONE = "done";

    private SpoolReader(ShellOpener host, SpoolOutput output) {
        super(host, output);
    }

    /** Starts to read; see {@link pipeline.remote.RemoteHost#spooled}. */
    static CompletableFuture<Void> start(
            ShellOpener host, SlotTrace trace, String id, SpoolOutput output, Duration limit) {
        SpoolReader reader = new SpoolReader(host, output);
        return reader.exchange().start(reader.script(trace, id), limit);
    }

    private String script(SlotTrace trace, String id) {
        return "printf '" + frame(BEGIN) + "'\n"
                + "cd -- " + NodeDirectory.quote(trace.directory()) + " 2>/dev/null && LC_ALL=C grep '^"
                + id.replace(".", "\\.") + " ' " + RunnerScript.SPOOL + " 2>/dev/null\n"
                + "printf '" + frame(DONE) + "'\n";
    }

    @Override
    void said(String word, boolean isFirst) {
        if (word.equals(DONE)) {
            exchange().result().complete(null);
        }
    }
}

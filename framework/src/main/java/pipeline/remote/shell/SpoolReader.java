package pipeline.remote.shell;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import pipeline.remote.ShellScript;
import pipeline.remote.SlotTrace;
import pipeline.remote.SpoolOutput;

/** Reads the records of one script from the spool of its slot on a host. */
final class SpoolReader extends SpoolExchange {

    private static final ShellScript SCRIPT = new ShellScript(SpoolReader.class, "read-spool.sh");

    private static final String DONE = "done";

    private SpoolReader(ShellOpener host, SpoolOutput output) {
        super(host, output);
    }

    /** Starts to read; see {@link pipeline.remote.RemoteHost#readSpool}. */
    static CompletableFuture<Void> start(
            ShellOpener host, SlotTrace trace, String id, SpoolOutput output, Duration limit) {
        SpoolReader reader = new SpoolReader(host, output);
        return reader.exchange().start(reader.script(trace, id), limit);
    }

    private String script(SlotTrace trace, String id) {
        return SCRIPT.with(Map.of("token", token(), "directory", trace.directory(), "id", id.replace(".", "\\.")));
    }

    @Override
    void said(String word, boolean isFirst) {
        if (word.equals(DONE)) {
            exchange().result().complete(null);
        }
    }
}

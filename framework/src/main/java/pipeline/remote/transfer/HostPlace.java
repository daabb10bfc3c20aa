package pipeline.remote.transfer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import pipeline.remote.RemoteHost;
import pipeline.remote.ShellScript;
import pipeline.text.ShellQuoting;

/** A path on a host, and questions about it. */
record HostPlace(RemoteHost host, String path) {

    private static final ShellScript LOOK = new ShellScript(HostPlace.class, "look.sh");
    private static final String FAIL = "fail ";

    /** Returns what is there: {@code missing}, {@code directory}, {@code file} or {@code special}, and its SHA-256 as the second word. */
    CompletableFuture<String[]> look(String size) {
        return host.ask(LOOK.with(Map.of("pipeline_size", size), List.of(path)))
                .thenApply(answer -> answer.strip().split(" ", 2));
    }

    /** Does something that answers with {@code done}, or with {@code fail} and why. */
    CompletableFuture<Void> command(String what, String script) {
        return host.ask(script).thenCompose(answer -> {
            String said = answer.strip();
            return said.equals("done")
                    ? CompletableFuture.<Void>completedFuture(null)
                    : CompletableFuture.failedFuture(failure(what, said));
        });
    }

    /** Returns a failure; of several lines of a reason the last counts. */
    TransferException failure(String what, String reason) {
        String plain = (reason.startsWith(FAIL) ? reason.substring(FAIL.length()) : reason).strip();
        String last = plain.substring(plain.lastIndexOf('\n') + 1);
        return new TransferException("%s %s%s".formatted(what, this, last.isEmpty() ? "" : ": " + last));
    }

    String in(TreeEntry entry) {
        return entry.name().isEmpty() ? path : path + "/" + entry.name();
    }

    @Override
    public String toString() {
        return ShellQuoting.quote(path) + " on " + host.name();
    }
}

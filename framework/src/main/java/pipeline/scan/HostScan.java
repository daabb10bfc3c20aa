package pipeline.scan;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pipeline.remote.RemoteHost;
import pipeline.remote.ShellScript;
import pipeline.remote.TransportException;
import pipeline.text.ShellQuoting;

/** The search on one host. */
final class HostScan implements AutoCloseable {

    private static final ShellScript SCRIPT = new ShellScript(HostScan.class, "scan.sh");

    private final RemoteHost host;
    private final AnswerFile answer;
    private CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();

    private HostScan(RemoteHost host, AnswerFile answer) {
        this.host = host;
        this.answer = answer;
    }

    /**
     * Starts to search.
     *
     * @param directory where relative patterns begin; empty for where a shell begins
     */
    static HostScan start(RemoteHost host, Optional<String> directory, List<ScanPattern> patterns, FileKind kind)
            throws IOException {
        HostScan scan = new HostScan(host, new AnswerFile());
        String script = script(directory, patterns, kind);
        scan.end = host.ask(script, scan.answer).handle((over, failure) -> scan.finished(failure));
        return scan;
    }

    private @Nullable Throwable finished(@Nullable Throwable failure) {
        try {
            answer.finish();
            return failure;
        } catch (IOException e) {
            return failure == null ? e : failure;
        }
    }

    static String script(Optional<String> directory, List<ScanPattern> patterns, FileKind kind) {
        StringBuilder calls = new StringBuilder();
        for (ScanPattern pattern : patterns) {
            calls.append(pattern.isInHome() ? "pipeline_home " : "pipeline_scan ")
                    .append(ShellQuoting.quoted(pattern.expression(kind)))
                    .append('\n');
        }
        return SCRIPT.around(calls.toString(), Map.of("directory", directory.orElse("")));
    }

    /** Calls back when the host has answered, or cannot. */
    void onEnd(Runnable action) {
        end.whenComplete((failure, never) -> action.run());
    }

    /**
     * Waits for the answer and reads it.
     *
     * @param sink takes the files in the order of their names
     */
    HostFindings read(int searches, Consumer<FoundFile> sink) throws IOException {
        HostFindings findings = new HostFindings(host.name());
        Throwable failure = end.join();
        if (failure != null) {
            TransportException transport = TransportException.in(failure);
            findings.failed(transport == null ? failure.toString() : reason(transport));
            return findings;
        }
        try (InputStream in = answer.read()) {
            new AnswerReader(findings, sink).read(in, searches);
        }
        return findings;
    }

    private String reason(TransportException failure) {
        String message = String.valueOf(failure.getMessage());
        String prefix = host.name() + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    @Override
    public void close() throws IOException {
        answer.close();
    }
}

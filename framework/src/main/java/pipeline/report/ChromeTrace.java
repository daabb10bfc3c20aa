package pipeline.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import pipeline.text.Json;

/**
 * The attempts of a run in the JSON of Chrome's tracing, which Perfetto opens: a host is a process, a lane a thread. Perfetto does not
 * show events of one track that overlap; here none do.
 *
 * @see <a href="https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU">Trace Event Format</a>
 */
public final class ChromeTrace {

    private static final String WAITING = "waiting";

    private final RunColumns run;
    private final LaneAssignment lanes;
    private final long origin;
    private final Writer out;
    private String separator = "";

    private ChromeTrace(RunColumns run, Writer out) {
        this.run = run;
        this.lanes = run.lanes();
        this.origin = run.origin();
        this.out = out;
    }

    /** Writes it, compressed with gzip, and ends the stream. */
    public static void write(OutputStream out, RunColumns run) throws IOException {
        try (Writer writer = new OutputStreamWriter(new GZIPOutputStream(out, 1 << 16), StandardCharsets.UTF_8)) {
            new ChromeTrace(run, writer).write();
        }
    }

    private void write() throws IOException {
        out.write("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[");
        int[] order = run.hostOrder();
        List<String> names = run.jobs.hostNames.texts();
        for (int i = 0; i < order.length; i++) {
            int process = process(order[i]);
            event(Map.of(
                    "ph", "M", "name", "process_name", "pid", process, "args", Map.of("name", names.get(order[i]))));
            event(Map.of("ph", "M", "name", "process_sort_index", "pid", process, "args", Map.of("sort_index", i)));
            for (int lane = 0; lane < lanes.count(order[i]); lane++) {
                event(Map.of(
                        "ph",
                        "M",
                        "name",
                        "thread_name",
                        "pid",
                        process,
                        "tid",
                        lane + 1,
                        "args",
                        Map.of("name", "slot " + (lane + 1))));
            }
        }
        for (int attempt = 0; attempt < run.attempts.size(); attempt++) {
            attempt(attempt);
        }
        out.write("\n]}\n");
    }

    private static int process(int host) {
        return host + 1;
    }

    private void attempt(int attempt) throws IOException {
        AttemptColumns attempts = run.attempts;
        int row = (int) attempts.jobs.get(attempt);
        String label = run.jobs.labels.get(row);
        String name = label.isEmpty() ? program(row) : label;
        long began = attempts.began.get(attempt);
        boolean isStarted = attempts.isStarted(attempt);
        span(
                attempt,
                isStarted ? WAITING : name,
                lanes.waitFrom(attempt),
                began,
                isStarted ? WAITING : run.attempts.ending(attempt));
        span(attempt, name, began, attempts.ended.get(attempt), run.attempts.ending(attempt));
    }

    private void span(int attempt, String name, long from, long until, String category) throws IOException {
        if (until <= from) {
            return;
        }
        AttemptColumns attempts = run.attempts;
        int row = (int) attempts.jobs.get(attempt);
        event(Map.of(
                "ph",
                "X",
                "name",
                name,
                "cat",
                category,
                "pid",
                process(run.host(attempt)),
                "tid",
                lanes.lane(attempt) + 1,
                "ts",
                (from - origin) * 1000,
                "dur",
                (until - from) * 1000,
                "args",
                Map.of(
                        "job",
                        run.jobs.ids.get(row),
                        "attempt",
                        attempts.numbers.get(attempt),
                        "program",
                        program(row),
                        "message",
                        run.messageTexts.texts().get((int) attempts.messages.get(attempt)))));
    }

    private String program(int row) {
        return run.jobs.programNames.texts().get((int) run.jobs.programs.get(row));
    }

    private void event(Map<String, Object> event) throws IOException {
        out.write(separator + "\n" + Json.write(Json.tree(event)));
        separator = ",";
    }
}

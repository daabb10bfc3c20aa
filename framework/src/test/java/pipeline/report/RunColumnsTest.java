package pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.JobTable;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

class RunColumnsTest {

    private static final Instant NOW = Instant.parse("2026-11-28T23:00:00Z");

    @TempDir
    Path directory;

    private Map<JobStatus, Long> counts = Map.of();
    private RunColumns run;

    @BeforeEach
    void read() throws Exception {
        Path file = directory.resolve("jobs.sqlite");
        new SampleRun(file, directory.resolve("out")).fill(1201, 12);
        try (JobTable table = JobTables.inFile(file)) {
            counts = table.count(QueryCondition.always());
            run = RunColumns.read(table, "night", NOW);
        }
    }

    @Test
    void every_job_and_every_attempt_of_the_table_is_in_the_columns() throws IOException {
        JsonNode json = Json.read(columns());
        JsonNode jobs = json.path("jobs");
        assertThat(jobs.path("id")).hasSize(1201);
        Map<String, Long> states = new HashMap<>();
        jobs.path("state")
                .forEach(state ->
                        states.merge(json.path("states").get(state.intValue()).stringValue(), 1L, Long::sum));
        assertThat(states)
                .containsEntry("done", counts.get(JobStatus.SUCCESS))
                .containsEntry("failed", counts.get(JobStatus.ERROR))
                .containsEntry("parked", counts.get(JobStatus.PENDING));
        jobs.forEach(column -> assertThat(column).hasSize(1201));
        json.path("attempts").forEach(column -> assertThat(column).hasSize(run.attemptCount()));
        assertThat(jobs.path("attempts")
                        .valueStream()
                        .mapToInt(JsonNode::intValue)
                        .sum())
                .isEqualTo(run.attemptCount());
        assertThat(jobs.path("label").get(1200).stringValue()).isEqualTo("/data/2026-11/obs_01200.wav");
        assertThat(json.path("hosts").get(11).stringValue()).isEqualTo("lce012");
        assertThat(json.path("lanes").valueStream().map(JsonNode::intValue).toList())
                .hasSize(12)
                .allMatch(lanes -> lanes == 4 || lanes == 0);
    }

    @Test
    void a_run_without_a_job_makes_columns_without_a_value() throws IOException {
        try (JobTable table = JobTables.inFile(directory.resolve("jobs.sqlite"))) {
            run = RunColumns.read(table, "day", NOW);
        }
        JsonNode json = Json.read(columns());
        assertThat(json.path("jobs").path("id")).isEmpty();
        assertThat(json.path("attempts").path("run")).isEmpty();
    }

    @Test
    void a_page_holds_its_data_in_letters_that_mean_nothing_in_html() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlReport.write(out, Json.tree(Map.of("job_name", "</script><b>\u2028")), run);
        String page = out.toString(StandardCharsets.UTF_8);
        assertThat(page)
                .startsWith("<!doctype html>")
                .endsWith("</html>\n")
                .doesNotContain("{{")
                .doesNotContain("</script><b>");
        String data = page.substring(page.indexOf("application/octet-stream\">") + 26);
        data = data.substring(0, data.indexOf("</script>"));
        assertThat(data).matches("[A-Za-z0-9+/]+=*");
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(data)))) {
            JsonNode json = Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(json.path("summary").path("job_name").stringValue()).isEqualTo("</script><b>\u2028");
            assertThat(json.path("run")).isEqualTo(Json.read(columns()));
        }
        assertThat(page)
                .containsPattern("script-src 'sha256-[A-Za-z0-9+/]{43}='")
                .doesNotContain("http://cdn");
    }

    @Test
    void no_events_of_one_track_of_the_trace_overlap() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ChromeTrace.write(out, run);
        JsonNode trace;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            trace = Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        Map<String, List<JsonNode>> tracks = new HashMap<>();
        List<String> processes = new ArrayList<>();
        for (JsonNode event : trace.path("traceEvents")) {
            if (event.path("ph").stringValue().equals("X")) {
                tracks.computeIfAbsent(event.path("pid") + "/" + event.path("tid"), track -> new ArrayList<>())
                        .add(event);
            } else if (event.path("name").stringValue().equals("process_name")) {
                processes.add(event.path("args").path("name").stringValue());
            }
        }
        assertThat(processes).hasSize(12).startsWith("lce001").endsWith("lce012");
        assertThat(tracks).hasSize(44);
        tracks.forEach((track, events) -> {
            events.sort(Comparator.comparingLong(event -> event.path("ts").longValue()));
            for (int i = 1; i < events.size(); i++) {
                JsonNode before = events.get(i - 1);
                assertThat(before.path("ts").longValue() + before.path("dur").longValue())
                        .as("track %s, event %d", track, i)
                        .isLessThanOrEqualTo(events.get(i).path("ts").longValue());
            }
        });
        long ran = tracks.values().stream()
                .flatMap(List::stream)
                .filter(event -> !event.path("cat").stringValue().equals("waiting"))
                .count();
        assertThat(ran).isEqualTo(run.attemptCount());
    }

    private String columns() throws IOException {
        StringWriter out = new StringWriter();
        new ColumnsJson(run, out).write();
        return out.toString();
    }
}

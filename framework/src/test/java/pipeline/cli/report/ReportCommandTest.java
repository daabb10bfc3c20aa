package pipeline.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.jobs.TableTerminal;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

class ReportCommandTest {

    private static final String DATA = "<script id=\"data\" type=\"application/octet-stream\">";

    @TempDir
    Path directory;

    private TableTerminal terminal;

    @BeforeEach
    void sit_down() {
        terminal = new TableTerminal(directory);
        terminal.fill();
    }

    @Test
    void a_report_has_the_name_of_the_run_and_says_what_is_in_it() throws IOException {
        Path stderr = Files.writeString(directory.resolve("3.err"), "reading\nno flux in beam 7\n\u001b[0m");
        terminal.fail(3, stderr);
        assertThat(terminal.type("report", "-j", "night")).isZero();
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).matches("night\\.report\\.html: 5 jobs, 4 attempts, \\d+ kB\n");
        JsonNode data = data(Files.readString(directory.resolve("night.report.html")));
        JsonNode summary = data.path("summary");
        assertThat(summary.path("state").stringValue()).isEqualTo("live");
        assertThat(summary.path("members").path(0).path("command").stringValue())
                .isEqualTo("pipeline calibrate");
        assertThat(summary.path("failures")
                        .valueStream()
                        .map(group -> group.path("hosts").stringValue()))
                .containsExactlyInAnyOrder("lce002", "lce003");
        assertThat(summary.path("failures")
                        .valueStream()
                        .map(group -> group.path("example_stderr").stringValue()))
                .as("from the file, or as the table kept it")
                .containsExactlyInAnyOrder("first line\nsecond\tline", "reading\nno flux in beam 7\n\u001b[0m");
        assertThat(data.path("run").path("jobs").path("id")).hasSize(5);
    }

    @Test
    void a_report_goes_where_it_is_asked_to_and_replaces_what_was_there() throws IOException {
        Files.writeString(directory.resolve("old"), "old");
        Files.createSymbolicLink(directory.resolve("link.html"), Path.of("old"));
        assertThat(terminal.type("report", "-j", "night", "-o", "link.html")).isZero();
        assertThat(directory.resolve("link.html")).isSymbolicLink();
        assertThat(directory.resolve("old")).content().startsWith("<!doctype html>");
        assertThat(terminal.type("report", "-j", "night", "-o", "-")).isZero();
        assertThat(terminal.err()).isEmpty();
        assertThat(data(terminal.out()).path("summary").path("job_name").stringValue())
                .isEqualTo("night");
    }

    @Test
    void a_trace_comes_alone_unless_the_page_is_asked_for_too() {
        assertThat(terminal.type("report", "-j", "night", "--trace", "night.json.gz"))
                .isZero();
        assertThat(directory.resolve("night.json.gz")).isNotEmptyFile();
        assertThat(directory.resolve("night.report.html")).doesNotExist();
        assertThat(terminal.type("report", "-j", "night", "--trace", "night.json.gz", "-o", "night.html"))
                .isZero();
        assertThat(directory.resolve("night.html")).isNotEmptyFile();
    }

    @Test
    void what_cannot_be_written_is_a_message_and_leaves_nothing_behind() throws IOException {
        assertThat(terminal.type("report", "-j", "night", "-o", "nowhere/night.html"))
                .isEqualTo(1);
        assertThat(terminal.err())
                .contains("nowhere/night.html cannot be written")
                .contains("its directory exists");
        assertThat(terminal.type("report", "-j", "night", "-o", ".")).isEqualTo(2);
        assertThat(terminal.err()).contains("is no regular file");
        assertThat(terminal.type("report", "-j", "nigth")).isEqualTo(1);
        assertThat(terminal.err()).contains("did you mean night?");
        assertThat(terminal.type("report")).isEqualTo(2);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("home"));
        }
    }

    @Test
    void without_a_table_there_is_no_report_and_no_success() throws IOException {
        TableTerminal elsewhere = new TableTerminal(Files.createDirectories(directory.resolve("elsewhere")));
        assertThat(elsewhere.type("report", "-j", "night")).isEqualTo(1);
        assertThat(elsewhere.err()).contains("no job table");
    }

    private static JsonNode data(String page) throws IOException {
        int from = page.indexOf(DATA) + DATA.length();
        byte[] packed = Base64.getDecoder().decode(page.substring(from, page.indexOf('<', from)));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}

package pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import pipeline.cli.jobs.TableTerminal;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.Reservation;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.settings.JobTables;
import pipeline.text.Json;

/** Names and messages that are pages, formulas or orders to a terminal elsewhere do nothing wherever they are shown. */
class HostileNamesTest {

    private static final String ESCAPE = "\u001b]0;owned\u0007\u009b31m\u202e";
    private static final String MARKUP = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
    private static final String FORMULA = "=cmd|'/C calc'!A0";
    private static final List<String> LABELS = List.of(
            FORMULA + ESCAPE,
            "+1+" + MARKUP,
            "-2+3" + FORMULA,
            "@SUM(1)",
            "\t=1+1",
            "\r\n=1+1",
            MARKUP + ESCAPE,
            "]]>" + MARKUP);

    private static final Pattern CELL = Pattern.compile("\"(?:[^\"]|\"\")*\"|[^,\r\n]+");

    @TempDir
    Path directory;

    private TableTerminal terminal;

    @BeforeEach
    void fill() throws Exception {
        terminal = new TableTerminal(directory);
        Files.createDirectories(terminal.file().getParent());
        Path output =
                Files.writeString(directory.resolve("hostile.err"), ESCAPE + "\n" + MARKUP + "\n" + FORMULA + "\n");
        try (JobTable table = JobTables.inFile(terminal.file())) {
            long member = table.enter(
                    new NewMember(
                            NewMember.Kind.MASTER,
                            "foreach",
                            "night",
                            "pipeline foreach " + ESCAPE + MARKUP,
                            true,
                            "",
                            ProcessIdentity.ofThisProcess(),
                            ""),
                    Duration.ofMinutes(1));
            List<ComputeJob> jobs = LABELS.stream()
                    .map(label -> ComputeJob.command("lce001", FORMULA, label).label(label))
                    .toList();
            List<JobRow> rows = table.submit(
                            Submission.of(new StepName("foreach", "night", "1"), member, Duration.ZERO, 5, jobs))
                    .rows();
            for (int i = 0; i < rows.size() - 2; i++) {
                String message = LABELS.get(i) + ESCAPE;
                Reservation reservation = reserve(table, member, rows.get(i).id());
                table.finishAndReserve(
                        member,
                        List.of(new Finish(
                                reservation,
                                new Finish.Failed(
                                        new Failure(FailureKind.PROGRAM, 3, message), message + "\n" + MARKUP),
                                new Finish.Run(Instant.now(), Duration.ofSeconds(1), output, output))),
                        List.of());
            }
            reserve(table, member, rows.get(rows.size() - 2).id());
            table.park(List.of(rows.get(rows.size() - 1).id()), MARKUP + ESCAPE);
        }
    }

    private static Reservation reserve(JobTable table, long member, long job) {
        return table.finishAndReserve(member, List.of(), List.of(job))
                .reserved()
                .get(0)
                .orElseThrow();
    }

    /** Returns each command in each form that it has. */
    static Stream<List<String>> commands() {
        Stream<String> tables = Stream.of(
                        "status", "hosts -j night", "slow -j night", "jobs", "jobs errors", "connections")
                .flatMap(command ->
                        Stream.of("table", "json", "jsonl", "csv", "tsv").map(form -> command + " --output " + form));
        Stream<String> others = Stream.of(
                "status -j night",
                "status -j night --output json",
                "jobs errors -j night",
                "jobs show 1",
                "jobs show 7",
                "explain 1",
                "explain 7",
                "explain 8",
                "jobs export --format joblog",
                "jobs export --format trace",
                "jobs export --format junit",
                "report -j night -o -");
        return Stream.concat(tables, others).map(command -> List.of(command.split(" ")));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void nothing_that_is_printed_orders_a_terminal_to_do_something(List<String> command) {
        assertThat(terminal.type(command.toArray(String[]::new)))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out()).isNotBlank();
        assertThat(terminal.out() + terminal.err())
                .doesNotContainPattern("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u202e]");
    }

    @Test
    void a_spreadsheet_has_nothing_to_compute() {
        assertThat(terminal.type("jobs", "--output", "csv", "--keys", "label,program,error_message"))
                .isZero();
        assertThat(terminal.out()).contains("'=cmd|", "'+1+", "'-2+3", "'@SUM");
        assertThat(CELL.matcher(terminal.out())
                        .results()
                        .map(cell -> cell.group().replaceFirst("^\"\\s*", "")))
                .hasSizeGreaterThan(4 * LABELS.size())
                .noneMatch(cell -> cell.matches("(?s)[=+@-].*"));
    }

    @Test
    void a_page_has_no_tags_but_its_own() {
        assertThat(terminal.type("report", "-j", "night", "-o", "-")).isZero();
        assertThat(terminal.out()).doesNotContain("<script>alert", "<img src=x");
    }

    @Test
    void xml_and_json_say_it_back() throws Exception {
        assertThat(terminal.type("jobs", "export", "--format", "junit")).isZero();
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(terminal.out().getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(LABELS.size());
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(terminal.type("jobs", "--output", "jsonl", "--keys", "label"))
                .isZero();
        assertThat(terminal.out()
                        .lines()
                        .map(line -> Json.read(line).path("label").stringValue()))
                .containsExactlyElementsOf(LABELS);
    }
}

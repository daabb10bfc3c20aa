package pipeline.cli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Jobs as files of other programs. */
class ExportFormatsTest {

    @TempDir
    Path directory;

    private TableTerminal terminal;

    @BeforeEach
    void sit_down() {
        terminal = new TableTerminal(directory);
        terminal.fill();
    }

    private List<String> export(String... more) {
        List<String> words = new ArrayList<>(List.of("jobs", "export", "-j", "night"));
        words.addAll(List.of(more));
        assertThat(terminal.type(words.toArray(String[]::new)))
                .as(terminal.err())
                .isZero();
        return terminal.out().lines().toList();
    }

    @Test
    void a_job_log_has_the_columns_of_gnu_parallel_first_and_no_line_for_what_has_not_ended() {
        List<String> lines = export("--format", "joblog");

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .startsWith("Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\tJobName\t");
        assertThat(lines.get(1)).matches("1\tlce001\t[0-9]+\\.[0-9]{3}\t     1\\.500\t0\t0\t0\t0\t[^\t]+\tnight\t.*");
        // a failure is one for every program that reads it
        assertThat(lines.get(2).split("\t", -1)).hasSize(14);
        assertThat(Integer.parseInt(lines.get(2).split("\t", -1)[6])).isNotZero();
    }

    @Test
    void a_trace_has_nextflows_names_and_a_line_for_each_attempt() {
        List<String> lines = export("--format", "trace");

        assertThat(lines.get(0))
                .startsWith("task_id\thash\tnative_id\tname\tstatus\texit\tsubmit\tduration\trealtime\t%cpu\t")
                .contains("\thostname\tattempt\t");
        List<String> names = List.of(lines.get(0).split("\t", -1));
        assertThat(lines).allSatisfy(line -> assertThat(line.split("\t", -1)).hasSameSizeAs(names));
        assertThat(lines.stream().map(line -> line.split("\t", -1)[4])).contains("COMPLETED", "FAILED", "RUNNING");
    }

    @Test
    void a_junit_report_is_xml_with_a_test_for_each_job() throws Exception {
        String xml = String.join("\n", export("--format", "junit"));

        Element suite = (Element) DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName("testsuite")
                .item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("5");
        assertThat(Integer.parseInt(suite.getAttribute("failures")) + Integer.parseInt(suite.getAttribute("errors")))
                .isEqualTo(1);
        assertThat(suite.getAttribute("skipped")).isEqualTo("3");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(5);
    }

    @Test
    void a_format_that_is_none_is_answered_with_one_that_is_near() {
        assertThat(terminal.type("jobs", "export", "--format", "juint")).isEqualTo(2);
        assertThat(terminal.err())
                .contains("--format must be one of joblog, trace, junit, but was juint; did you mean junit?");
        assertThat(terminal.type("jobs", "export", "--format", "joblog", "--output", "json"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--format has columns of its own");
    }
}

package pipeline.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import pipeline.text.DisplayWidth;
import pipeline.text.Json;
import tools.jackson.databind.node.ObjectNode;

class TableLayoutTest {

    private static final List<String> NAMES = List.of(
            "job_id",
            "job_name",
            "recipe",
            "host",
            "status",
            "attempts",
            "duration",
            "label",
            "error_message",
            "reason");

    @Test
    void on_a_wide_screen_everything_is_as_it_is() {
        assertThat(table(OptionalInt.of(140))).isEqualTo("""
                job_id  job_name  recipe   host    status   attempts  duration  label                           error_message                       reason
                    17  night     foreach  lce001  error           1     1.053  /data/observation_032.subband1  exit code 1: no such file in there
                    18  night     foreach  lce002  success         1     2.125  /data/observation_033.subband1
                """);
    }

    @Test
    void columns_without_a_value_go_first_and_then_the_middle_of_long_cells() {
        assertThat(table(OptionalInt.of(120))).isEqualTo("""
                job_id  job_name  recipe   host    status   attempts  duration  label                        error_message
                    17  night     foreach  lce001  error           1     1.053  /data/observa…_032.subband1  exit code 1: …file in there
                    18  night     foreach  lce002  success         1     2.125  /data/observa…_033.subband1
                """);
    }

    @Test
    void a_narrow_screen_still_says_how_it_stands_and_why() {
        for (int width : List.of(80, 60)) {
            String table = table(OptionalInt.of(width));

            assertThat(table.lines()).allMatch(line -> DisplayWidth.of(line) <= width);
            assertThat(table.lines().findFirst().orElseThrow())
                    .startsWith("job_id")
                    .contains("status", "error_message".substring(0, 5))
                    .doesNotContain("job_name", "reason");
            assertThat(table).contains("17", "error", "exit", "there");
        }
    }

    @Test
    void without_a_screen_nothing_is_left_out_or_cut() {
        assertThat(table(OptionalInt.empty())).contains("reason", "/data/observation_032.subband1");
    }

    @Test
    void columns_of_zeros_go_before_anything_is_cut_but_not_those_that_answer() {
        List<String> names = List.of("host", "waiting", "parked", "failed", "note");
        ObjectNode row = record(names, "\"lce001\"", "3", "0", "0", "\"a long note about it\"");

        assertThat(printed(names, OptionalInt.of(46), row)).isEqualTo("""
                host    waiting  failed  note
                lce001        3       0  a long note about it
                """);
    }

    private static String table(OptionalInt width) {
        return printed(
                NAMES,
                width,
                record(
                        NAMES,
                        "17",
                        "\"night\"",
                        "\"foreach\"",
                        "\"lce001\"",
                        "\"error\"",
                        "1",
                        "1.053",
                        "\"/data/observation_032.subband1\"",
                        "\"exit code 1: no such file in there\"",
                        "null"),
                record(
                        NAMES,
                        "18",
                        "\"night\"",
                        "\"foreach\"",
                        "\"lce002\"",
                        "\"success\"",
                        "1",
                        "2.125",
                        "\"/data/observation_033.subband1\"",
                        "null",
                        "null"));
    }

    private static ObjectNode record(List<String> names, String... values) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            json.append(i == 0 ? "{" : ",").append("\"%s\":%s".formatted(names.get(i), values[i]));
        }
        return (ObjectNode) Json.read(json + "}");
    }

    private static String printed(List<String> names, OptionalInt width, ObjectNode... records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RecordWriter writer = OutputFormat.TABLE.begin(new PrintStream(bytes, true, UTF_8), names, width)) {
            List.of(records).forEach(writer::write);
        }
        return bytes.toString(UTF_8);
    }
}

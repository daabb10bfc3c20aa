package pipeline.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.text.DisplayWidth;
import pipeline.text.Json;
import tools.jackson.databind.node.ObjectNode;

class OutputFormatTest {

    private static final List<String> NAMES = List.of("id", "text");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1+cmd",
                "-x",
                "@sum",
                " =1+1",
                "\t=1",
                "\u00a0=1",
                "\u200b=1",
                "\uff1d1+1",
                " \uff0b1",
                "\uff0dx",
                "\uff20x"
            })
    void a_text_that_a_spreadsheet_would_compute_is_made_harmless(String text) {
        assertThat(printed(OutputFormat.CSV, record(1, Json.write(Json.tree(text)))))
                .contains("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1.5", "a=b", " a", "1 = 1", ""})
    void other_texts_stay_as_they_are(String text) {
        assertThat(printed(OutputFormat.CSV, record(1, Json.write(Json.tree(text)))))
                .doesNotContain("'");
    }

    @Test
    void csv_quotes_as_rfc_4180_wants_it_and_tells_an_empty_text_from_none() {
        assertThat(printed(
                        OutputFormat.CSV,
                        record(1, "\"plain\""),
                        record(2, "\"a,b\""),
                        record(3, "\"say \\\"hi\\\"\""),
                        record(4, "\"two\\nlines\""),
                        record(5, "\"\""),
                        record(6, "null"),
                        record(7, "{\"a\":[1,true]}")))
                .isEqualTo(
                        "id,text\r\n1,plain\r\n2,\"a,b\"\r\n3,\"say \"\"hi\"\"\"\r\n4,\"two\nlines\"\r\n5,\"\"\r\n6,\r\n"
                                + "7,\"{\"\"a\"\":[1,true]}\"\r\n");
    }

    @Test
    void tsv_keeps_a_record_on_one_line() {
        assertThat(printed(
                        OutputFormat.TSV,
                        record(1, "\"a\\tb\\nc\\rd\\\\e\""),
                        record(2, "null"),
                        record(3, "\"\\\"q\\\"\"")))
                .isEqualTo("id\ttext\n1\ta\\tb\\nc\\rd\\\\e\n2\t\n3\t\"q\"\n");
    }

    @Test
    void a_text_that_a_spreadsheet_would_compute_is_a_text_in_csv_and_numbers_stay() {
        assertThat(printed(
                        OutputFormat.CSV,
                        record(-1, "\"=1+1\""),
                        record(2, "\"@SUM(A1)\""),
                        record(3, "\"-cmd|' /C calc'!A0\""),
                        record(4, "\"+a,b\""),
                        record(5, "\"-5.0\""),
                        record(6, "\"a=b\"")))
                .isEqualTo(String.join(
                        "\r\n",
                        "id,text",
                        "-1,'=1+1",
                        "2,'@SUM(A1)",
                        "3,'-cmd|' /C calc'!A0",
                        "4,\"'+a,b\"",
                        "5,-5.0",
                        "6,a=b",
                        ""));
        assertThat(printed(OutputFormat.TSV, record(1, "\"=1+1\""))).endsWith("1\t=1+1\n");
    }

    @Test
    void no_form_carries_what_does_something_to_a_terminal() {
        String text = "\"\\u001b[2J\\u009b\\u007f\\u202e😀\"";

        assertThat(printed(OutputFormat.CSV, record(1, text))).endsWith("1,\\x1b[2J\\x9b\\x7f\\u202e😀\r\n");
        assertThat(printed(OutputFormat.TSV, record(1, text))).endsWith("1\t\\x1b[2J\\x9b\\x7f\\u202e😀\n");
        assertThat(printed(OutputFormat.TABLE, record(1, text))).endsWith("\\x1b[2J\\x9b\\x7f\\u202e😀\n");
        for (OutputFormat json : new OutputFormat[] {OutputFormat.JSON, OutputFormat.JSONL}) {
            String printed = printed(json, record(1, text));
            assertThat(printed).containsIgnoringCase("\\u001b[2J\\u009b\\u007f\\u202e😀");
            assertThat(Json.read(printed).toString()).contains("\u202e😀");
        }
    }

    @Test
    void json_is_one_array_and_jsonl_one_object_on_each_line() {
        String[] records = {record(1, "\"a\""), record(2, "null")};

        assertThat(printed(OutputFormat.JSON, records))
                .isEqualTo(
                        "[{\"schema_version\":1,\"id\":1,\"text\":\"a\"},\n {\"schema_version\":1,\"id\":2,\"text\":null}]\n");
        assertThat(printed(OutputFormat.JSON)).isEqualTo("[]\n");
        assertThat(printed(OutputFormat.JSONL, records))
                .isEqualTo(
                        "{\"schema_version\":1,\"id\":1,\"text\":\"a\"}\n{\"schema_version\":1,\"id\":2,\"text\":null}\n");
        assertThat(printed(OutputFormat.JSONL)).isEmpty();
    }

    @Test
    void a_table_has_columns_that_stand_below_each_other_on_any_screen() {
        assertThat(printed(
                        OutputFormat.TABLE,
                        record(1, "\"星図\""),
                        record(20, "\"e\u0301t\u00e9\""),
                        record(3, "\"a\\u001b[2Jb\\u202e\"")))
                .isEqualTo("id  text\n 1  星図\n20  e\u0301t\u00e9\n 3  a\\x1b[2Jb\\u202e\n");
        assertThat(printed(OutputFormat.TABLE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void numbers_keep_every_digit_in_every_form(OutputFormat format) {
        for (String number :
                List.of("12345678901234567890", "0.1", "-0.1234567890123456789012345", "1E+400", "9007199254740993")) {
            assertThat(printed(format, record(1, number)))
                    .as(number)
                    .containsPattern("(^|[^0-9.])" + Pattern.quote(number) + "($|[^0-9])");
        }
    }

    @Test
    void wide_letters_count_twice_and_marks_not_at_all() {
        assertThat(DisplayWidth.of("星図")).isEqualTo(4);
        assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
        assertThat(DisplayWidth.of("\ud83d\ude80!")).isEqualTo(3);
        assertThat(DisplayWidth.of("ﾊﾝ")).isEqualTo(2);
        assertThat(DisplayWidth.cut("a星図", 4)).isEqualTo("a星");
        assertThat(DisplayWidth.cut("e\u0301x", 1)).isEqualTo("e\u0301");
        assertThat(DisplayWidth.cut("short", 80)).isEqualTo("short");
    }

    @Test
    void a_long_table_is_printed_while_it_comes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RecordWriter writer =
                OutputFormat.TABLE.begin(new PrintStream(out, true, UTF_8), NAMES, OptionalInt.of(5))) {
            for (int i = 0; i < 1000; i++) {
                writer.write((ObjectNode) Json.read(record(i, "\"abcdef\"")));
            }
            assertThat(out.toString(UTF_8)).hasLineCount(1001).startsWith(" id\n");
        }
        assertThat(out.toString(UTF_8).lines()).allMatch(line -> line.length() <= 5);
    }

    private static String record(int id, String text) {
        return "{\"id\":%d,\"text\":%s}".formatted(id, text);
    }

    private static String printed(OutputFormat format, String... records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<ObjectNode> nodes = new ArrayList<>();
        for (String record : records) {
            nodes.add((ObjectNode) Json.read(record));
        }
        try (RecordWriter writer = format.begin(new PrintStream(out, true, UTF_8), NAMES, OptionalInt.empty())) {
            nodes.forEach(writer::write);
        }
        return out.toString(UTF_8);
    }
}

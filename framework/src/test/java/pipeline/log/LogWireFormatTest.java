package pipeline.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LogWireFormatTest {

    private static final Instant TIME = Instant.parse("2026-11-21T03:04:05.123Z");

    static Stream<LogMessage> messages() {
        return Stream.of(
                new LogMessage.Hello("secret", "17", "node.lce001.example_parallel"),
                new LogMessage.Hello("secret", "17", "node.lce001.solve", "12-ab", true),
                new LogMessage.Welcome(0),
                new LogMessage.Request(3, "put", "a name", "{\"a\":[1]}"),
                new LogMessage.Reply(3, "", "nobody answers"),
                new JobLogRecord(1, TIME, LogLevel.INFO, "node.a.b", "Hello", null),
                new JobLogRecord(
                        2, TIME, LogLevel.CRITICAL, "node.a.b", "two\nlines\t\"quoted\" \\ \u0000\u001b", "trace\nat"),
                new LogMessage.End(2),
                new LogMessage.Receipt(2));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_message_reads_as_it_was_written(LogMessage message) throws Exception {
        assertThat(LogWireFormat.read(withoutLineFeed(LogWireFormat.line(message))))
                .isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_line_has_one_line_feed_and_that_at_its_end(LogMessage message) {
        String line = new String(LogWireFormat.line(message), StandardCharsets.UTF_8);
        assertThat(line).endsWith("\n").containsOnlyOnce("\n");
    }

    @Test
    void a_record_looks_as_the_wire_format_says() {
        JobLogRecord record = new JobLogRecord(1, TIME, LogLevel.WARNING, "node.a.b", "Received it", null);
        assertThat(new String(LogWireFormat.line(record), StandardCharsets.UTF_8))
                .isEqualTo("{\"seq\":1,\"time\":\"2026-11-21T03:04:05.123Z\",\"level\":\"WARNING\","
                        + "\"logger\":\"node.a.b\",\"message\":\"Received it\"}\n");
    }

    @Test
    void every_character_of_unicode_arrives() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point += point < 0x3000 ? 1 : 97) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                all.appendCodePoint(point);
            }
        }
        assertThat(sent(all.toString()).message()).isEqualTo(all.toString());
    }

    @Test
    void half_a_surrogate_pair_becomes_a_question_mark() throws Exception {
        assertThat(sent("a\ud800b").message()).isEqualTo("a?b");
    }

    @Test
    void a_long_message_is_cut_and_says_how_much_is_gone() throws Exception {
        String message = sent("x".repeat(300_000)).message();
        assertThat(message).startsWith("xxx").endsWith("x … [37856 more characters were cut off]");
    }

    @Test
    void a_cut_leaves_no_half_surrogate_pair() throws Exception {
        assertThat(sent("x" + "😀".repeat(200_000)).message())
                .doesNotContain("?")
                .contains("more characters");
    }

    @Test
    void a_line_never_passes_the_limit_whatever_its_characters() throws Exception {
        for (String character : new String[] {"\u0000", "€", "😀", "\""}) {
            String text = character.repeat(600_000);
            byte[] line = LogWireFormat.line(new JobLogRecord(1, TIME, LogLevel.INFO, text, text, text));
            assertThat(line.length).isLessThanOrEqualTo(LogWireFormat.MAX_LINE);
            assertThat(LogWireFormat.read(withoutLineFeed(line))).isInstanceOf(JobLogRecord.class);
        }
    }

    @Test
    void fields_that_are_not_known_are_skipped() throws Exception {
        assertThat(read("{\"end\":3,\"more\":[1,{\"seq\":2}],\"less\":null,\"so\":1.5}"))
                .isEqualTo(new LogMessage.End(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~                                     | must be a JSON object",
                "[]                                     | must be a JSON object",
                "hello                                  | must be JSON in UTF-8",
                "{                                      | must be JSON in UTF-8",
                "{} {}                                  | must hold one JSON object",
                "{}                                     | one of the fields hello, seq, end, ask, reply, ok, received",
                "{\"end\":-1}                           | end must be a whole number",
                "{\"end\":9007199254740993}             | end must be a whole number",
                "{\"end\":99999999999999999999}         | must be JSON in UTF-8",
                "{\"end\":\"1\"}                        | end must be a whole number",
                "{\"hello\":2,\"token\":\"\"}           | version 2",
                "{\"hello\":1,\"job\":\"1\"}            | token is missing",
                "{\"hello\":1,\"token\":5}              | token must be a text",
                "{\"seq\":1}                            | level is missing",
                "{\"seq\":1,\"level\":\"INFO\",\"time\":\"now\",\"logger\":\"\",\"message\":\"\"} | time must be in UTC",
                "{\"seq\":1,\"level\":\"LOUD\",\"time\":\"2026-11-21T03:04:05Z\",\"logger\":\"\",\"message\":\"\"} | level must be",
            })
    void a_line_that_is_no_message_is_refused_with_a_reason(String line, String reason) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(LogWireException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused() {
        byte[] line = "{\"end\":1,\"x\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        line[14] = (byte) 0xff;
        assertThatThrownBy(() -> LogWireFormat.read(line)).isInstanceOf(LogWireException.class);
    }

    @Test
    void deep_nesting_is_refused_and_does_not_overflow_the_stack() {
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(400_000))).isInstanceOf(LogWireException.class);
    }

    @Test
    void a_hello_keeps_its_token_to_itself_in_logs() {
        assertThat(new LogMessage.Hello("secret", "17", "node.a.b").toString()).doesNotContain("secret");
    }

    private static JobLogRecord sent(String message) throws LogWireException {
        byte[] line = LogWireFormat.line(new JobLogRecord(1, TIME, LogLevel.INFO, "node.a.b", message, null));
        return (JobLogRecord) LogWireFormat.read(withoutLineFeed(line));
    }

    private static LogMessage read(String line) throws LogWireException {
        return LogWireFormat.read(line.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] withoutLineFeed(byte[] line) {
        return Arrays.copyOf(line, line.length - 1);
    }
}

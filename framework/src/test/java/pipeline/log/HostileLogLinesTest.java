package pipeline.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.testing.HostileTexts;

class HostileLogLinesTest {

    private static final List<String> PIECES = List.of(
            " ",
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "\\",
            "\\u0041",
            "1",
            "1.",
            "e5",
            "true",
            "\"a\":1,",
            "\"seq\":1,",
            "\ud800",
            "\u001e",
            "-");

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"seq\":1,\"message\":\"", "{\"seq\":", "{\"a\":[", "{"})
    void a_line_of_the_wire_is_read_within_the_limit(String beginning) {
        new HostileTexts("lines that begin with " + beginning, PIECES)
                .feed(text -> LogWireFormat.read((beginning + text).getBytes(UTF_8)), LogWireException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 2 3 "})
    void a_line_of_a_spool_is_read_within_the_limit(String beginning) {
        new HostileTexts("spool lines that begin with " + beginning, PIECES)
                .feed(
                        text -> {
                            SpoolLine line = SpoolLine.parse((beginning + text).getBytes(UTF_8));
                            if (line != null) {
                                line.message();
                            }
                        },
                        LogWireException.class);
    }
}

package pipeline.mapfile;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.testing.HostileTexts;

class HostileMapTextsTest {

    private static final List<String> PIECES = List.of(
            " ",
            "\n",
            "\\",
            "\\\n",
            "#",
            "'",
            "\"",
            "[",
            "]",
            "{",
            "}",
            "(",
            ")",
            ",",
            "=",
            ":",
            "1",
            "n1",
            "a ",
            "\t",
            "1.e",
            "\\x41",
            "u'a'",
            "['n1','/a'],",
            "'a'",
            "null",
            "n[1-9]");

    /** What each form begins with, so that its reader gets the rest. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n1 = ",
                "n1 = [ ",
                "n[1-9] = [ /a, ",
                "[('n1', '/a'), ",
                "[('n1', '",
                "[{'host': 'n1', 'file': [",
                "[{'host': 'n1', 'file': '['a', ",
                "[[\"n1\", \"",
                "{\"host\": ",
                "[{\"",
                "{\"host\": \"n1\", \"file\": \"["
            })
    void a_map_is_read_within_the_limit(String beginning) {
        List<String> pieces = new ArrayList<>(PIECES);
        new HostileTexts("a map that begins with " + beginning, pieces)
                .feed(text -> Mapfile.readAny("map", beginning + text), MapfileException.class);
    }
}

package pipeline.literal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LiteralReaderTest {

    @ParameterizedTest
    @MethodSource("pipeline.literal.Literals#accepted")
    void what_python_writes_as_a_text_is_read(String written, String text) throws Exception {
        assertThat(all(LiteralReader.ofPython(written))).containsExactly("TEXT " + text);
        assertThat(all(LiteralReader.ofPythonOrJson(written))).containsExactly("TEXT " + text);
    }

    @ParameterizedTest
    @MethodSource("pipeline.literal.Literals#refused")
    void what_is_no_literal_is_refused_with_its_place(String written, int offset, String problem) {
        LiteralException python =
                catchThrowableOfType(LiteralException.class, () -> all(LiteralReader.ofPython(written)));
        assertThat(python.problem()).isEqualTo(problem);
        assertThat(written.codePointCount(0, python.offset())).isEqualTo(offset);
        LiteralException json =
                catchThrowableOfType(LiteralException.class, () -> all(LiteralReader.ofPythonOrJson(written)));
        assertThat(json.problem()).isEqualTo(problem);
    }

    @Test
    void lists_tuples_and_dicts_are_read_token_by_token() throws Exception {
        assertThat(all(LiteralReader.ofPython("[('a', 1,), {'b': None, 2: [True]}, -.5e3, () # end\n, False,]")))
                .containsExactly(
                        "LIST",
                        "TUPLE",
                        "TEXT a",
                        "NUMBER 1",
                        "CLOSE",
                        "DICT",
                        "TEXT b",
                        "NOTHING",
                        "NUMBER 2",
                        "LIST",
                        "TRUE",
                        "CLOSE",
                        "CLOSE",
                        "NUMBER -.5e3",
                        "TUPLE",
                        "CLOSE",
                        "FALSE",
                        "CLOSE");
        assertThat(all(LiteralReader.ofPython(" # nothing"))).isEmpty();
    }

    @Test
    void what_only_json_writes_is_read_where_it_is_asked_for() throws Exception {
        assertThat(all(LiteralReader.ofPythonOrJson("[true, false, null, \"a\\/b\"]")))
                .containsExactly("LIST", "TRUE", "FALSE", "NOTHING", "TEXT a/b", "CLOSE");
        assertThat(all(LiteralReader.ofPython("\"a\\/b\""))).containsExactly("TEXT a\\/b");
        LiteralException word =
                catchThrowableOfType(LiteralException.class, () -> all(LiteralReader.ofPython("[true]")));
        assertThat(word.problem()).isEqualTo("expected a value, but found the word 'true'; write True");
        assertThat(word.bareWord()).contains("true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1, 2          | 0 | this bracket is never closed, expected a ']'",
                "[(1, 2]        | 6 | expected ',' or ')', but found ']'",
                "[1 2]          | 3 | expected ',' or ']', but found '2'",
                "[1,, 2]        | 3 | expected a value, but found ','",
                "{'a' 1}        | 5 | expected ':', but found '1'",
                "{'a'}          | 4 | expected ':', but found '}'",
                "{'a': }        | 6 | expected a value, but found '}'",
                "[1] [2]        | 4 | expected the end of the text here, but found '['",
                "[open('a')]    | 1 | expected a value, but found the word 'open'; a text needs quotes, and nothing is evaluated",
            })
    void brackets_and_separators_are_checked(String written, int offset, String problem) {
        LiteralException e = catchThrowableOfType(LiteralException.class, () -> all(LiteralReader.ofPython(written)));
        assertThat(e.problem()).isEqualTo(problem);
        assertThat(e.offset()).isEqualTo(offset);
    }

    private static List<String> all(LiteralReader reader) throws LiteralException {
        List<String> tokens = new ArrayList<>();
        for (LiteralToken token = reader.next(); token != LiteralToken.END; token = reader.next()) {
            boolean hasText = token == LiteralToken.TEXT || token == LiteralToken.NUMBER;
            tokens.add(token + (hasText ? " " + reader.text() : ""));
        }
        return tokens;
    }
}

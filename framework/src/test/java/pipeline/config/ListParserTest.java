package pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a, b | a;b",
                "[a, b] | a;b",
                "[a,b,] | a;b",
                "a,,b | a;b",
                "[ /a b/c , d ] | /a b/c;d",
                "'a,b', \"c,d\" | a,b;c,d",
                "it's, they're | it's;they're",
                "\"it's\" , b | it's;b",
                "lce[001,003], x | lce[001,003];x",
                "[lce[001,003], x] | lce[001,003];x",
                "[1],[2] | [1];[2]",
                "['a]', b] | a];b",
                "['x', ''] | x;",
                "[it's, 'a] b'] | it's;a] b"
            })
    void a_list_is_split_at_its_commas(String text, String items) throws BadValueException {
        assertThat(ListParser.split(text)).containsExactly(items.split(";", -1));
    }

    @Test
    void each_line_is_an_item() throws BadValueException {
        assertThat(ListParser.split("\na\n\nb c\nd,")).containsExactly("a", "b c", "d");
        assertThat(ListParser.split("[\na,\nb\n]")).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "[]", "[ ]", ",", "\n"})
    void an_empty_list_has_no_items(String text) throws BadValueException {
        assertThat(ListParser.split(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a, 'b | must close the quote of \"'b\"",
                "[a, b | must close the bracket of \"[a, b\", or put it in quotes",
                "a, lce[1, b | must close the bracket of \"[1, b\", or put it in quotes",
                "'a'b, c | must have a comma or a line end after 'a', but found \"b, c\"",
            })
    void a_list_that_does_not_end_is_refused(String text, String problem) {
        assertThatExceptionOfType(BadValueException.class)
                .isThrownBy(() -> ListParser.split(text))
                .withMessage(problem);
    }
}

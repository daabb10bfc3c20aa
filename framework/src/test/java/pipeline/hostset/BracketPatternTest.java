package pipeline.hostset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BracketPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node | node",
                "node[1-3] | node1 node2 node3",
                "lce[008-011] | lce008 lce009 lce010 lce011",
                "lce[001-3] | lce001 lce002 lce003",
                "n[98-101] | n98 n99 n100 n101",
                "n[98,0099-0100] | n98 n0099 n0100",
                "n[3-5,62] | n3 n4 n5 n62",
                "n[0-10/5] | n0 n5 n10",
                "n[0-9/4] | n0 n4 n8",
                "n[0] | n0",
                "a[1-2]b[3-4] | a1b3 a1b4 a2b3 a2b4",
                "[1-2][1-2] | 11 12 21 22",
                "10.0.[0-1].[1,7]-ib | 10.0.0.1-ib 10.0.0.7-ib 10.0.1.1-ib 10.0.1.7-ib",
                "x[1, 3 - 4]y | x1y x3y x4y",
                "d[1,1] | d1 d1",
                "[999999999999999998-999999999999999999] | 999999999999999998 999999999999999999"
            })
    void a_pattern_stands_for_its_texts_in_order(String pattern, String texts) {
        assertThat(BracketPattern.expand(pattern)).containsExactly(texts.split(" ", -1));
    }

    @Test
    void text_without_brackets_stands_for_itself_whatever_it_holds() {
        assertThat(BracketPattern.expand("")).containsExactly("");
        assertThat(BracketPattern.expand("/data/a b,c!d&e^@f\n-1")).containsExactly("/data/a b,c!d&e^@f\n-1");
    }

    @Test
    void blanks_outside_brackets_are_kept() {
        assertThat(BracketPattern.expand("a b[1-2] c")).containsExactly("a b1 c", "a b2 c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node[1-5 | 9 | the bracket is not closed, expected \"]\"",
                "node[ | 6 | expected a number such as in [1-5,8]",
                "node[] | 6 | expected a number such as in [1-5,8], but found \"]\"",
                "node[a] | 6 | expected a number such as in [1-5,8], but found \"a\"",
                "node[1-] | 8 | expected a number such as in [1-5,8], but found \"]\"",
                "node[-5] | 6 | expected a number such as in [1-5,8], but found \"-\"",
                "node[1,,2] | 8 | expected a number such as in [1-5,8], but found \",\"",
                "node[1[2]] | 7 | expected \",\" or \"]\" after a number, but found \"[\"",
                "node[1-2-3] | 9 | expected \",\" or \"]\" after a number, but found \"-\"",
                "node[5/2] | 7 | expected \",\" or \"]\" after a number, but found \"/\"",
                "node[5-1] | 8 | a range goes upwards, but found 5-1",
                "node[1-010] | 8 | both ends of a range have the same leading zeros, but found 1-010",
                "node[1-9/0] | 10 | a step is 1 or more, but was 0",
                "node1] | 6 | \"]\" without a \"[\" before it",
                "n[1234567890123456789] | 3 | a number in a range has at most 18 digits, but found 19",
                "n[1-1000001] | 2 | stands for more than 1000000 names; expected fewer",
                "n[1-1001]-[1-1000] | 2 | stands for more than 1000000 names; expected fewer",
                "n[0-999999999999999999,0-999999999999999999] | 2 | stands for more than 1000000 names; expected fewer"
            })
    void what_is_no_pattern_is_refused_with_its_column(String pattern, int column, String problem) {
        assertThatExceptionOfType(HostSetException.class)
                .isThrownBy(() -> BracketPattern.expand(pattern))
                .satisfies(e -> assertThat(e.column()).isEqualTo(column))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem))
                .withMessage("column %d: %s (in \"%s\")", column, problem, pattern);
    }

    @Test
    void a_million_texts_are_allowed() {
        assertThat(BracketPattern.expand("n[1-1000]-[1-1000]"))
                .hasSize(1_000_000)
                .endsWith("n1000-1000");
    }

    @Test
    void a_pattern_that_would_fill_the_memory_is_refused() {
        String pattern = "x".repeat(1_000_000) + "[1-1000000]";
        assertThatExceptionOfType(HostSetException.class)
                .isThrownBy(() -> BracketPattern.expand(pattern))
                .withMessageContaining(
                        "stands for 1000000 names of 1000007 characters; expected shorter names or fewer")
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(300));
    }

    @Test
    void thousands_of_brackets_are_refused() {
        assertThatExceptionOfType(HostSetException.class)
                .isThrownBy(() -> BracketPattern.expand("[1]".repeat(100_000)))
                .withMessageContaining("expected at most 32 pairs of brackets")
                .satisfies(e -> assertThat(e.column()).isEqualTo(97));
    }
}

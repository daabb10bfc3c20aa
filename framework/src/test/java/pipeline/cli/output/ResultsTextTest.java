package pipeline.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pipeline.recipe.ResultTable;

/** How results of a recipe are shown. */
class ResultsTextTest {

    @Test
    void a_table_has_aligned_columns_and_numbers_flush_right() {
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put("files", 2);
        outputs.put(
                "sums",
                new ResultTable(
                        List.of("host", "bytes", "file"),
                        List.of(List.of("node1", 7, "a"), List.of("n2", 12_345_678, "swinban k/ü\n\u001b[31m"))));

        assertThat(ResultsText.of(outputs)).isEqualTo("""
                Results:
                files = 2
                sums:
                  host      bytes  file
                  node1         7  a
                  n2     12345678  swinban k/ü\\n\\x1b[31m
                """);
    }

    @Test
    void a_result_that_cannot_say_what_it_is_costs_none_of_the_others() {
        Map<String, Object> outputs = new LinkedHashMap<>();
        outputs.put("bad", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        });
        outputs.put("good", 1);

        assertThat(ResultsText.of(outputs)).isEqualTo("""
                Results:
                bad = (cannot be shown: java.lang.IllegalStateException: no)
                good = 1
                """);
    }

    @Test
    void no_results_are_no_results() {
        assertThat(ResultsText.of(Map.of())).isEqualTo("No results\n");
    }

    @Test
    void a_row_that_does_not_fit_the_header_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResultTable(List.of("a", "b"), List.of(List.of(1))))
                .withMessage("a row must have 2 cells, but was [1]");
    }
}

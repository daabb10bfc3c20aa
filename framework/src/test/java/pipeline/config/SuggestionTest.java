package pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    private static final List<String> KNOWN =
            List.of("max_per_node", "method", "checksum", "foreach", "example_parallel", "ssh");

    @ParameterizedTest
    @CsvSource({
        "max_per_nod, max_per_node",
        "maxpernode, max_per_node",
        "mehtod, method",
        "Method, method",
        "cheksums, checksum",
        "exmple_paralel, example_parallel",
        "example-parallel, example_parallel",
        "ssg, ssh",
        "foreach, foreach"
    })
    void a_near_word_is_suggested(String wrong, String meant) {
        assertThat(Suggestion.of(wrong, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"foo", "x", "''", "paramiko", "example", "max_per_node_and_more"})
    void a_far_word_is_not(String wrong) {
        assertThat(Suggestion.of(wrong, KNOWN)).isEmpty();
    }

    @Test
    void the_nearest_word_wins_and_the_alphabet_decides_between_equals() {
        assertThat(Suggestion.of("noda1", List.of("node12", "node1"))).contains("node1");
        assertThat(Suggestion.of("node", List.of("nodes", "noden"))).contains("noden");
    }

    @Test
    void nothing_is_suggested_when_nothing_is_known() {
        assertThat(Suggestion.of("word", List.of())).isEmpty();
    }

    @Test
    void a_megabyte_is_compared_with_nothing() {
        String megabyte = "x".repeat(1_000_000);
        assertThat(Suggestion.of(megabyte, List.of(megabyte + "y"))).isEmpty();
    }
}

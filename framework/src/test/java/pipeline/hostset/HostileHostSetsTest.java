package pipeline.hostset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.testing.HostileTexts;

class HostileHostSetsTest {

    @Test
    void a_host_set_is_read_and_folded_within_the_limit() {
        new HostileTexts(
                        "host sets",
                        List.of(
                                "a",
                                "1",
                                "a1",
                                "a1b",
                                "[",
                                "]",
                                "[1-3]",
                                "[001-010/3]",
                                ",",
                                "!",
                                "&",
                                "^",
                                "@",
                                "-",
                                " ",
                                "n[0-9],",
                                "\n",
                                "0"))
                .feed(text -> assertThat(HostSet.parse(text).toString()).isNotNull(), HostSetException.class);
    }

    @Test
    void terms_that_stand_for_a_million_names_each_are_not_all_expanded() {
        assertThatThrownBy(() -> HostSet.parse("n[1-1000000]&".repeat(9) + "n1"))
                .isInstanceOf(HostSetException.class)
                .hasMessageContaining("stand for more than 4000000 names together");
        assertThat(HostSet.parse("n[1-1000000]!n[1-999999]")).containsExactly("n1000000");
    }

    @Test
    void a_quarter_of_a_million_names_that_do_not_fold_are_folded() {
        Set<String> names = new LinkedHashSet<>();
        IntStream.range(0, 250_000)
                .forEach(i -> names.add("n" + Integer.toString(i, 36).replaceAll("[0-9]", "z") + i * 7L));

        assertThat(HostSet.of(names).toString()).startsWith("n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\u00a01", "n1\u200b", "\ufeffn1", "n1,\u00a0n2"})
    void a_character_that_nobody_sees_is_reported_with_its_place(String text) {
        assertThatThrownBy(() -> HostSet.parse(text))
                .isInstanceOf(HostSetException.class)
                .hasMessageContaining("a character that cannot be seen (U+");
    }
}

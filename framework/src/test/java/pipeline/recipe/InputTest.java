package pipeline.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import pipeline.recipe.spi.InputOption;
import pipeline.recipe.spi.RecipeControl;

class InputTest {

    private final Sample sample = new Sample();

    @Test
    void an_input_gives_what_was_typed() {
        RecipeControl.of(sample)
                .accept(Map.of(
                        "pattern", List.of("*.MS"),
                        "depth", List.of("3"),
                        "output-map", List.of("a b.map"),
                        "host", List.of("n1", "n2"),
                        "force", List.of("true")));

        assertThat(sample.pattern.get()).isEqualTo("*.MS");
        assertThat(sample.depth.get()).isEqualTo(3);
        assertThat(sample.outputMap.get()).contains(Path.of("a b.map"));
        assertThat(sample.host.get()).containsExactly("n1", "n2");
        assertThat(sample.force.get()).isTrue();
    }

    @Test
    void an_input_that_was_not_typed_gives_its_default() {
        RecipeControl.of(sample).accept(Map.of("pattern", List.of("x")));

        assertThat(sample.depth.get()).isEqualTo(7);
        assertThat(sample.outputMap.get()).isEmpty();
        assertThat(sample.host.get()).isEmpty();
        assertThat(sample.force.get()).isFalse();
    }

    @Test
    void all_problems_are_reported_at_once() {
        assertThatThrownBy(() ->
                        RecipeControl.of(sample).accept(Map.of("depth", List.of("many"), "output-map", List.of(""))))
                .isInstanceOf(UsageException.class)
                .hasMessage("""
                        --pattern TEXT is missing: what to look for
                        --depth must be a whole number from 1 to 9, but was many
                        --output-map must be the name of a file, but was ''""");
    }

    @Test
    void a_number_out_of_its_range_is_refused() {
        assertThatThrownBy(
                        () -> RecipeControl.of(sample).accept(Map.of("pattern", List.of("x"), "depth", List.of("10"))))
                .hasMessage("--depth must be a whole number from 1 to 9, but was 10");
    }

    @Test
    void a_file_name_that_cannot_be_is_refused() {
        assertThatThrownBy(() ->
                        RecipeControl.of(sample).accept(Map.of("pattern", List.of("x"), "output-map", List.of("a\0b"))))
                .hasMessageStartingWith("--output-map must be the name of a file");
    }

    @Test
    void the_help_text_knows_kind_placeholder_and_default() {
        assertThat(RecipeControl.of(sample).inputs())
                .extracting(
                        InputOption::name,
                        InputOption::kind,
                        InputOption::placeholder,
                        InputOption::isRequired,
                        InputOption::defaultText)
                .containsExactly(
                        tuple("pattern", InputOption.Kind.VALUE, "TEXT", true, Optional.empty()),
                        tuple("depth", InputOption.Kind.VALUE, "N", false, Optional.of("7")),
                        tuple("output-map", InputOption.Kind.VALUE, "FILE", false, Optional.empty()),
                        tuple("host", InputOption.Kind.LIST, "TEXT", false, Optional.empty()),
                        tuple("force", InputOption.Kind.FLAG, "", false, Optional.empty()));
    }

    @Test
    void an_input_cannot_be_read_before_the_recipe_runs() {
        assertThatIllegalStateException()
                .isThrownBy(sample.pattern::get)
                .withMessage("input --pattern is read before the recipe runs");
    }

    @Test
    void a_name_that_is_no_option_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sample.input("outputMap", ""))
                .withMessageContaining("must be lower-case words joined by dashes (output-map), but was outputMap");
    }

    private static final class Sample extends Recipe {
        final Input<String> pattern =
                input("pattern", "what to look for").text().required();
        final Input<Integer> depth = input("depth", "how deep").integer(1, 9).byDefault(7);
        final Input<Optional<Path>> outputMap =
                input("output-map", "where to").path().optional();
        final Input<List<String>> host = input("host", "which hosts").list().byDefault(List.of());
        final Input<Boolean> force = input("force", "do it").flag();

        @Override
        protected int run() {
            return 0;
        }
    }
}

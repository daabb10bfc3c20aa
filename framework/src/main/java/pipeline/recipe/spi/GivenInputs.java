package pipeline.recipe.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the values of inputs come from. */
@FunctionalInterface
public interface GivenInputs {

    /** Returns what was given for an input; empty for nothing. */
    Optional<GivenInput> find(InputOption input);

    /** Returns what was typed, by name without dashes. */
    static GivenInputs typed(Map<String, List<String>> typed) {
        return input ->
                Optional.ofNullable(typed.get(input.name())).map(texts -> GivenInput.typed(input.name(), texts));
    }
}

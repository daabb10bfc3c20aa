package pipeline.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import pipeline.recipe.spi.InputOption;

/** The declared inputs of a recipe, in that order. Not thread-safe. */
final class InputSet {

    private final List<Input<?>> inputs = new ArrayList<>();

    void add(Input<?> input) {
        inputs.add(input);
    }

    List<InputOption> options() {
        return inputs.stream().map(Input::option).toList();
    }

    /** Takes what was typed, by name, and reports everything that is wrong with it at once. */
    void accept(Map<String, List<String>> typed) {
        List<String> problems = new ArrayList<>();
        for (Input<?> input : inputs) {
            try {
                input.accept(typed.get(input.option().name()));
            } catch (UsageException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new UsageException(String.join("\n", problems));
        }
    }
}

package pipeline.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import pipeline.recipe.spi.DeclarationException;
import pipeline.recipe.spi.InputOption;

/** The declared inputs of a recipe, in that order. Not thread-safe. */
final class InputSet {

    private final Class<?> recipe;
    private final List<Input<?>> inputs = new ArrayList<>();

    InputSet(Class<?> recipe) {
        this.recipe = recipe;
    }

    void add(Input<?> input) {
        String name = input.option().name();
        if (inputs.stream().anyMatch(known -> known.option().name().equals(name))) {
            throw new DeclarationException("%s declares the input --%s twice; give one of them another name"
                    .formatted(recipe.getName(), name));
        }
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

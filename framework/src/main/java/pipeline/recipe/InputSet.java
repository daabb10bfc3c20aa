package pipeline.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.recipe.spi.DeclarationException;
import pipeline.recipe.spi.GivenInput;
import pipeline.recipe.spi.GivenInputs;
import pipeline.recipe.spi.InputOption;
import pipeline.recipe.spi.NodePlace;
import pipeline.recipe.spi.RecipeServices;

/** The declared inputs of a recipe, in that order. Not thread-safe. */
final class InputSet {

    /** Does what an input needs when the run begins. */
    @FunctionalInterface
    interface Beginning {
        void begin(RecipeServices services);
    }

    private static final Set<String> OF_TASKS = Set.of("args", "recipe");

    private final Class<?> recipe;
    /** By name; null for an input of which the declaration has not come to its end. */
    private final Map<String, @Nullable Input<?>> inputs = new LinkedHashMap<>();

    private final List<Beginning> beginnings = new ArrayList<>();

    InputSet(Class<?> recipe) {
        this.recipe = recipe;
    }

    /** Returns the first half of a declaration. */
    InputDeclaration declare(String name, String help) {
        if (OF_TASKS.contains(name)) {
            throw new DeclarationException(
                    "%s declares the input --%s, which is a key of its own in task files; give it another name"
                            .formatted(recipe.getName(), name));
        }
        if (inputs.containsKey(name)) {
            throw new DeclarationException("%s declares the input --%s twice; give one of them another name"
                    .formatted(recipe.getName(), name));
        }
        InputDeclaration declaration = new InputDeclaration(name, help, this);
        inputs.put(name, null);
        return declaration;
    }

    void add(Input<?> input) {
        inputs.put(input.option().name(), input);
    }

    void whenRunBegins(Beginning beginning) {
        beginnings.add(beginning);
    }

    List<InputOption> options() {
        return all().stream().map(Input::option).toList();
    }

    private List<Input<?>> all() {
        List<Input<?>> all = new ArrayList<>();
        inputs.forEach((name, input) -> {
            if (input == null) {
                throw new DeclarationException(
                        "%s does not say what the input --%s is; end its declaration as in input(\"%s\", \"…\").text().optional()"
                                .formatted(recipe.getName(), name, name));
            }
            all.add(input);
        });
        return all;
    }

    /** Takes what was given, and reports everything that is wrong with it at once. */
    void accept(GivenInputs given) {
        List<String> problems = new ArrayList<>();
        for (Input<?> input : all()) {
            try {
                input.accept(given.find(input.option()));
            } catch (UsageException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new UsageException(String.join("\n", problems));
        }
    }

    /** Returns what was given for an input. */
    Optional<GivenInput> given(String name) {
        Input<?> input = inputs.get(name);
        return input == null ? Optional.empty() : input.given();
    }

    /** Returns what the inputs name that lies on the hosts, as far as they have values. */
    List<NodePlace> nodePlaces() {
        return all().stream().flatMap(input -> input.nodePlaces().stream()).toList();
    }

    void begin(RecipeServices services) {
        beginnings.forEach(beginning -> beginning.begin(services));
        all().forEach(Input::begin);
    }
}

package pipeline.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pipeline.recipe.spi.DeclarationException;
import pipeline.recipe.spi.RecipeOutput;
import pipeline.text.ShellQuoting;

/** The declared outputs of a recipe, in that order. Not thread-safe. */
final class OutputSet {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private final Class<?> recipe;
    private final BiConsumer<String, @Nullable Object> sink;
    private final Map<String, Output<?>> outputs = new LinkedHashMap<>();

    OutputSet(Class<?> recipe, BiConsumer<String, @Nullable Object> sink) {
        this.recipe = recipe;
        this.sink = sink;
    }

    <T> Output<T> add(RecipeOutput declared, UnaryOperator<T> copy) {
        if (!NAME.matcher(declared.name()).matches()) {
            throw new DeclarationException(
                    "an output's name must be letters, digits, '_', '.' and '-', and begin with a letter, but %s declares %s"
                            .formatted(recipe.getName(), ShellQuoting.quote(declared.name())));
        }
        Output<T> output = new Output<>(declared, copy, sink);
        if (outputs.putIfAbsent(declared.name(), output) != null) {
            throw new DeclarationException("%s declares the output %s twice; give one of them another name"
                    .formatted(recipe.getName(), declared.name()));
        }
        return output;
    }

    List<RecipeOutput> all() {
        return outputs.values().stream().map(Output::declaration).toList();
    }
}

package pipeline.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import pipeline.cli.ground.ExitCode;
import pipeline.cli.ground.MistakeException;
import pipeline.recipe.Recipe;

/** The recipes there are, by the name that people type. */
final class RecipeCatalogue {

    private final SortedMap<String, Class<? extends Recipe>> recipes = new TreeMap<>();

    RecipeCatalogue(List<Class<? extends Recipe>> classes) {
        for (Class<? extends Recipe> type : classes) {
            if (CommandWord.ALL.contains(Recipe.name(type))) {
                throw new MistakeException(
                        ExitCode.CONFIGURATION,
                        "the recipe %s cannot be called %s, which is a command; rename it"
                                .formatted(type.getName(), Recipe.name(type)));
            }
            Class<? extends Recipe> twin = recipes.putIfAbsent(Recipe.name(type), type);
            if (twin != null && twin != type) {
                throw new MistakeException(
                        ExitCode.CONFIGURATION,
                        "the recipes %s and %s have one name, %s; rename one of them"
                                .formatted(twin.getName(), type.getName(), Recipe.name(type)));
            }
        }
    }

    /** Gives what the service files {@code META-INF/services/pipeline.recipe.Recipe} on the class path name. */
    static RecipeCatalogue load() {
        List<Class<? extends Recipe>> classes = new ArrayList<>();
        try {
            ServiceLoader.load(Recipe.class).stream().forEach(provider -> classes.add(provider.type()));
        } catch (ServiceConfigurationError e) {
            throw new MistakeException(
                    ExitCode.CONFIGURATION,
                    "a recipe on the class path cannot be used: " + e.getMessage()
                            + "; look at its META-INF/services/pipeline.recipe.Recipe",
                    e);
        }
        return new RecipeCatalogue(classes);
    }

    /** Gives the names in alphabetical order. */
    List<String> names() {
        return List.copyOf(recipes.keySet());
    }

    SortedMap<String, Class<? extends Recipe>> recipes() {
        return Collections.unmodifiableSortedMap(recipes);
    }
}

package pipeline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;

/** Finds the recipe that a word names, on the class path or in a file. */
final class RecipeFinder {

    private final Supplier<RecipeCatalogue> catalogue;
    private final RecipeFiles files;
    private final RecipeLoader loader;

    RecipeFinder(Supplier<RecipeCatalogue> catalogue, CliEnvironment environment) {
        this.catalogue = catalogue;
        this.files = new RecipeFiles(environment);
        this.loader = new RecipeLoader(environment);
    }

    /**
     * Returns it; empty if there is none. A path is looked at before anything else; a name may be that of one recipe only.
     *
     * @param words the whole command line
     * @throws UserErrorException if it cannot be used
     */
    Optional<RecipeType> find(String name, List<String> words) {
        Optional<FoundRecipe> path = files.path(name);
        if (path.isPresent()) {
            return path.map(recipe -> loader.load(recipe, words));
        }
        RecipeCatalogue recipes = catalogue.get();
        recipes.fault(name).ifPresent(fault -> {
            throw new UserErrorException(ExitCode.CONFIGURATION, fault);
        });
        Optional<RecipeType> known =
                Optional.ofNullable(recipes.recipes().get(name)).map(RecipeType::of);
        List<FoundRecipe> found = files.found(words).getOrDefault(name, List.of());
        List<String> places =
                new ArrayList<>(known.map(RecipeType::place).stream().toList());
        found.forEach(recipe -> places.add(recipe.place()));
        if (places.size() > 1) {
            throw new UserErrorException(ExitCode.CONFIGURATION, severalPlaces(name, places));
        }
        return known.or(() -> found.stream().findFirst().map(recipe -> loader.load(recipe, words)));
    }

    /** Returns the names of the recipes in the recipe directories. */
    Set<String> namesOfFiles(List<String> words) {
        return files.found(words).keySet();
    }

    /** Says that several recipes have one name. */
    static String severalPlaces(String name, List<String> places) {
        return "several recipes are called %s: %s; rename all but one, or type the path of a file"
                .formatted(name, String.join(", ", places));
    }
}

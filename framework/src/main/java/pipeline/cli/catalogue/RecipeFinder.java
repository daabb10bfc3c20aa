package pipeline.cli.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.options.CommonOptions;
import pipeline.config.TaskFiles;
import pipeline.dispatch.attempt.ProgramLoaders;

/** Finds the recipe that a word names, on the class path or in a file. */
public final class RecipeFinder {

    private final Supplier<RecipeCatalogue> catalogue;
    private final RecipeFiles files;
    private final RecipeLoader loader;
    private final ConfiguredTasks tasks;

    public RecipeFinder(Supplier<RecipeCatalogue> catalogue, CliEnvironment environment) {
        this.catalogue = catalogue;
        this.files = new RecipeFiles(environment);
        this.loader = new RecipeLoader(environment);
        this.tasks = new ConfiguredTasks(environment);
    }

    /**
     * What a name stands for.
     *
     * @param task the task by which the recipe is named; empty if it is named by itself
     */
    public record Named(RecipeType type, Optional<String> task) {}

    /**
     * Returns the recipe of a name, or that of the task of the name; empty if there is neither.
     *
     * @param words the whole command line
     * @throws UserErrorException if it cannot be used, or the name is that of a recipe and of a task
     */
    public Optional<Named> named(String name, List<String> words) {
        ProgramLoaders.begin();
        Optional<RecipeType> recipe = find(name, words);
        if (name.indexOf('/') >= 0) {
            return recipe.map(type -> new Named(type, Optional.empty()));
        }
        CommonOptions typed = new CommonOptions();
        TaskFiles known = tasks.read(words, typed);
        if (!known.has(name)) {
            return recipe.map(type -> new Named(type, Optional.empty()));
        }
        if (recipe.isEmpty()) {
            return Optional.of(new Named(ofTask(name, known, words), Optional.of(name)));
        }
        if (typed.tasks.task == null && !typed.tasks.noTask) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    "%s is a recipe (%s) and a task (%s); for the task add --task %s, for the recipe as it is --no-task"
                            .formatted(
                                    name,
                                    recipe.get().place(),
                                    known.places(name).get(0),
                                    name));
        }
        return recipe.map(type -> new Named(type, Optional.empty()));
    }

    /**
     * Returns the recipe of a task.
     *
     * @throws UserErrorException if there is none
     */
    public RecipeType ofTask(String task, TaskFiles known, List<String> words) {
        String recipe = known.recipe(task);
        return find(recipe, words)
                .or(() -> find(recipe.toLowerCase(Locale.ROOT), words))
                .orElseThrow(() -> {
                    List<String> names = new ArrayList<>(catalogue.get().names());
                    names.addAll(namesOfFiles(words));
                    return new UserErrorException(
                            ExitCode.CONFIGURATION,
                            "%s: task %s is one of recipe %s, and there is no such recipe%s"
                                    .formatted(
                                            known.places(task).get(0),
                                            task,
                                            recipe,
                                            DidYouMean.didYouMean(recipe, names)));
                });
    }

    /** Returns the names of the tasks. */
    public List<String> namesOfTasks(List<String> words) {
        return tasks.read(words, new CommonOptions()).names();
    }

    /**
     * Returns it; empty if there is none. A path is looked at before anything else; a name may be that of one recipe only.
     *
     * @param words the whole command line
     * @throws UserErrorException if it cannot be used
     */
    public Optional<RecipeType> find(String name, List<String> words) {
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
    public Set<String> namesOfFiles(List<String> words) {
        return files.found(words).keySet();
    }

    /** Says that several recipes have one name. */
    static String severalPlaces(String name, List<String> places) {
        return "several recipes are called %s: %s; rename all but one, or type the path of a file"
                .formatted(name, String.join(", ", places));
    }
}

package pipeline.cli.catalogue;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.options.CommonOptions;
import pipeline.config.FileOwnership;
import pipeline.dispatch.attempt.ProgramLoaders;
import pipeline.python.PythonException;
import pipeline.python.PythonRecipe;
import pipeline.python.PythonRecipeFile;
import pipeline.recipe.Recipe;
import pipeline.source.BuiltJar;
import pipeline.source.CompiledRecipe;
import pipeline.source.DependencyResolver;
import pipeline.source.RecipeCompiler;
import pipeline.source.SourceException;
import pipeline.source.maven.MavenDependencies;
import pipeline.text.VisibleText;

/** Loads recipes from files: compiles those in Java, reads those in Python, opens built jars. */
final class RecipeLoader {

    /** How much of a file without an ending is looked at, in lines. */
    private static final int HEAD = 200;

    private final CliEnvironment environment;

    RecipeLoader(CliEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Loads a recipe; it and all threads that begin later find its classes.
     *
     * @param words of the command line, which may forbid the network
     * @throws UserErrorException if it cannot be compiled or read; the message says where
     */
    RecipeType load(FoundRecipe recipe, List<String> words) {
        Path file = recipe.file();
        try {
            if (!recipe.className().isEmpty()) {
                return opened(new BuiltJar(file, List.of(recipe.className()))
                        .take(recipe.className(), cache(), environment.clock()));
            }
            return isPython(file)
                    ? python(file)
                    : java(file, RecipeFiles.ownWords(words).contains(CommonOptions.OFFLINE));
        } catch (SourceException | PythonException | IOException | ClassNotFoundException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    /** A file without an ending is Python if it takes anything from the module for recipes. */
    private static boolean isPython(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(RecipeFiles.JAVA) || name.endsWith(RecipeFiles.PYTHON)) {
            return name.endsWith(RecipeFiles.PYTHON);
        }
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.limit(HEAD).anyMatch(line -> line.matches("\\s*(from|import)\\s+pipeline_recipe\\b.*"));
        }
    }

    /** Returns where recipes are kept; what others may write to is refused. */
    private Path cache() {
        Path cache =
                environment.xdg("XDG_CACHE_HOME", ".cache").resolve("pipeline").resolve("recipes");
        FileOwnership.fault(cache).ifPresent(fault -> {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    "the cache %s is not used: it %s, and what lies there runs as you; set XDG_CACHE_HOME to another directory"
                            .formatted(cache, fault));
        });
        return cache;
    }

    private RecipeType java(Path file, boolean isOffline) throws SourceException, ClassNotFoundException {
        Path cache = cache();
        DependencyResolver resolver = new MavenDependencies(isOffline, this::warn, Map.of());
        CompiledRecipe recipe =
                new RecipeCompiler(cache, environment.clock(), resolver, RecipeCompiler.ownClassPath()).compile(file);
        recipe.warnings().forEach(this::warn);
        return opened(recipe);
    }

    private static RecipeType opened(CompiledRecipe recipe) throws ClassNotFoundException {
        // open as long as the process: jobs, and threads of the recipe, may need a class until the end
        URLClassLoader loader = recipe.open(RecipeFiles.class.getClassLoader());
        ProgramLoaders.open(loader);
        Class<? extends Recipe> type;
        try {
            type = loader.loadClass(recipe.recipeClass()).asSubclass(Recipe.class);
        } catch (ClassCastException e) {
            throw unloadable(recipe, "it does not extend " + Recipe.class.getName(), e);
        } catch (LinkageError e) {
            throw unloadable(recipe, e + "; put the libraries that it needs into lib/ beside it", e);
        }
        return RecipeType.ofFile(type, recipe.file(), recipe.description().orElse(""), recipe::changedSources);
    }

    private static UserErrorException unloadable(CompiledRecipe recipe, String why, Throwable e) {
        return new UserErrorException(
                ExitCode.CONFIGURATION,
                "recipe %s of %s cannot be loaded: %s".formatted(recipe.recipeClass(), recipe.file(), why),
                e);
    }

    private void warn(String line) {
        environment.err().print(VisibleText.lines("pipeline: " + line, ""));
    }

    private static RecipeType python(Path file) throws PythonException {
        PythonRecipeFile recipe = PythonRecipeFile.read(file);
        return new RecipeType(
                PythonRecipe.class,
                file.toString(),
                recipe.description().lines().findFirst().orElse(""),
                () -> new PythonRecipe(recipe),
                () -> recipe.isUnchanged() ? List.of() : List.of(file));
    }
}

package pipeline.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandConfiguration;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.ConfigurationException;
import pipeline.config.FileOwnership;
import pipeline.python.PythonException;
import pipeline.python.PythonRecipe;
import pipeline.python.PythonRecipeFile;
import pipeline.recipe.Recipe;
import pipeline.source.CompiledRecipe;
import pipeline.source.DependencyResolver;
import pipeline.source.RecipeCompiler;
import pipeline.source.SourceException;
import pipeline.source.maven.MavenDependencies;
import pipeline.text.SnakeCase;
import pipeline.text.VisibleText;

/**
 * Recipes in files, Java or Python: named by their path, or by their name if they lie in one of the {@code recipe_directories} of the
 * configuration or in {@code master} below one.
 */
final class RecipeFiles {

    private static final String JAVA = ".java";
    private static final String PYTHON = ".py";
    private static final String MASTER = "master";
    private static final String END_OF_OPTIONS = "--";

    /** How much of a file without an ending is looked at, in lines. */
    private static final int HEAD = 200;

    private final CliEnvironment environment;

    RecipeFiles(CliEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Returns the file that a word of the command line is; empty if it is no path of a recipe.
     *
     * @throws UserErrorException if there is no such file
     */
    Optional<Path> path(String word) {
        boolean isNamed = word.endsWith(JAVA) || word.endsWith(PYTHON);
        if (!isNamed && word.indexOf('/') < 0) {
            return Optional.empty();
        }
        Path file = environment.directory().resolve(word).normalize();
        if (isNamed && !Files.isRegularFile(file)) {
            throw new UserErrorException(ExitCode.CONFIGURATION, "there is no recipe file " + word);
        }
        return isNamed || isProgram(file) ? Optional.of(file) : Optional.empty();
    }

    /** Tells whether a file without an ending says in its first line that Pipeline runs it. */
    private static boolean isProgram(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String first = lines.readLine();
            return first != null && first.startsWith("#!") && first.contains("pipeline");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns the files in the recipe directories of the configuration, by the names of their recipes.
     *
     * @param words of the command line, which may name the configuration
     * @throws UserErrorException if the configuration cannot be read
     */
    SortedMap<String, List<Path>> found(List<String> words) {
        SortedMap<String, List<Path>> found = new TreeMap<>();
        for (Path directory : directories(words)) {
            for (Path place : List.of(directory, directory.resolve(MASTER))) {
                for (Path file : files(place)) {
                    String name = String.valueOf(file.getFileName());
                    String stem = name.substring(0, name.lastIndexOf('.'));
                    found.computeIfAbsent(name.endsWith(JAVA) ? SnakeCase.of(stem) : stem, key -> new ArrayList<>())
                            .add(file);
                }
            }
        }
        return found;
    }

    private static List<Path> files(Path directory) {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*{" + JAVA + "," + PYTHON + "}")) {
                stream.forEach(files::add);
            } catch (IOException e) {
                throw new UserErrorException(
                        ExitCode.CONFIGURATION, "recipe directory %s cannot be read: %s".formatted(directory, e), e);
            }
        }
        files.sort(null);
        return files;
    }

    private static List<String> ownWords(List<String> words) {
        int end = words.indexOf(END_OF_OPTIONS);
        return end < 0 ? words : words.subList(0, end);
    }

    private List<Path> directories(List<String> words) {
        ConfigurationOptions typed = new ConfigurationOptions();
        try {
            new CommandLine(CommandSpec.forAnnotatedObject(typed))
                    .setUnmatchedArgumentsAllowed(true)
                    .setExpandAtFiles(false)
                    .parseArgs(ownWords(words).toArray(String[]::new));
            return new CommandConfiguration(environment, typed)
                    .read(Map.of(), Map.of()).section("DEFAULT").list("recipe_directories").stream()
                            .map(directory ->
                                    environment.directory().resolve(directory).normalize())
                            .toList();
        } catch (ParameterException e) {
            // the command says so when it reads its options
            return List.of();
        } catch (ConfigurationException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Loads a recipe; it and all threads that begin later find its classes.
     *
     * @param words of the command line, which may forbid the network
     * @throws UserErrorException if it cannot be compiled or read; the message says where
     */
    RecipeType load(Path file, List<String> words) {
        try {
            return isPython(file) ? python(file) : java(file, ownWords(words).contains(CommonOptions.OFFLINE));
        } catch (SourceException | PythonException | IOException | ClassNotFoundException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    /** A file without an ending is Python if it takes anything from the module for recipes. */
    private static boolean isPython(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(JAVA) || name.endsWith(PYTHON)) {
            return name.endsWith(PYTHON);
        }
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.limit(HEAD).anyMatch(line -> line.matches("\\s*(from|import)\\s+pipeline_recipe\\b.*"));
        }
    }

    private RecipeType java(Path file, boolean isOffline) throws SourceException, ClassNotFoundException {
        Path cache =
                environment.xdg("XDG_CACHE_HOME", ".cache").resolve("pipeline").resolve("recipes");
        FileOwnership.fault(cache).ifPresent(fault -> {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    "the cache %s is not used: it %s, and what lies there runs as you; set XDG_CACHE_HOME to another directory"
                            .formatted(cache, fault));
        });
        DependencyResolver resolver = new MavenDependencies(isOffline, this::tell, Map.of());
        CompiledRecipe recipe =
                new RecipeCompiler(cache, environment.clock(), resolver, RecipeCompiler.ownClassPath()).compile(file);
        recipe.warnings().forEach(this::tell);
        // open as long as the process: jobs, and threads of the recipe, may need a class until the end
        URLClassLoader loader = recipe.open(RecipeFiles.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Class<? extends Recipe> type = loader.loadClass(recipe.recipeClass()).asSubclass(Recipe.class);
        return RecipeType.ofFile(type, file, recipe.description().orElse(""), recipe::changedSources);
    }

    private void tell(String line) {
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

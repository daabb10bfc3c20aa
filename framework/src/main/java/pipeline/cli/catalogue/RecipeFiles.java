package pipeline.cli.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
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
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.ConfigurationException;
import pipeline.source.BuiltJar;
import pipeline.source.SourceException;
import pipeline.text.SnakeCase;
import pipeline.text.VisibleText;

/**
 * Recipes in files, Java, Python or built jars: named by their path, or by their name if they lie in one of the {@code recipe_directories} of the
 * configuration or in {@code master} below one.
 */
public final class RecipeFiles {

    static final String JAVA = ".java";
    static final String PYTHON = ".py";
    private static final String JAR = ".jar";
    private static final String MASTER = "master";
    private static final String END_OF_OPTIONS = "--";

    private final CliEnvironment environment;

    public RecipeFiles(CliEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Returns the recipe whose path a word of the command line is; empty if it is no path.
     *
     * @throws UserErrorException if there is no such file, or not one recipe in it
     */
    Optional<FoundRecipe> path(String word) {
        boolean isNamed = word.endsWith(JAVA) || word.endsWith(PYTHON) || word.endsWith(JAR);
        if (!isNamed && word.indexOf('/') < 0) {
            return Optional.empty();
        }
        Path file = environment.directory().resolve(word).normalize();
        if (Files.isDirectory(file)) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION, word + " is a directory; type the path of a recipe's file");
        }
        if (!Files.exists(file)) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    "there is no recipe file %s%s".formatted(word, DidYouMean.didYouMean(word, beside(file, word))));
        }
        if (word.endsWith(JAR)) {
            return Optional.of(onlyRecipe(file));
        }
        if (!isNamed && !isProgram(file)) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    word + " is no recipe; its name must end with .java, .py or .jar, or its first line must be"
                            + " #!/usr/bin/env -S pipeline");
        }
        return Optional.of(FoundRecipe.of(file));
    }

    /** Returns the recipes in the directory of a file that is not there, as they would be typed. */
    private static List<String> beside(Path file, String word) {
        String before = word.substring(0, word.lastIndexOf('/') + 1);
        Path directory = file.getParent();
        return directory == null
                ? List.of()
                : files(directory).stream()
                        .map(path -> before + path.getFileName())
                        .toList();
    }

    private static FoundRecipe onlyRecipe(Path jar) {
        List<String> recipes;
        try {
            recipes = BuiltJar.read(jar).recipes();
        } catch (SourceException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
        if (recipes.isEmpty()) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    "the jar %s has no recipe: its %s has to name the class of one".formatted(jar, BuiltJar.SERVICES));
        }
        if (recipes.size() > 1) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    "the jar %s has several recipes: %s; put it into a directory of recipe_directories and type the name of one"
                            .formatted(jar, String.join(", ", recipes)));
        }
        return new FoundRecipe(jar, recipes.get(0));
    }

    /** Returns whether a file without an ending says in its first line that Pipeline runs it. */
    private static boolean isProgram(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String first = lines.readLine();
            return first != null && first.startsWith("#!") && first.contains("pipeline");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns the recipes in the recipe directories of the configuration, by their names. A jar that cannot be read is said, and left out.
     *
     * @param words of the command line, which may name the configuration
     * @throws UserErrorException if the configuration cannot be read
     */
    public SortedMap<String, List<FoundRecipe>> found(List<String> words) {
        SortedMap<String, List<FoundRecipe>> found = new TreeMap<>();
        for (Path directory : directories(words)) {
            for (Path place : List.of(directory, directory.resolve(MASTER))) {
                for (Path file : files(place)) {
                    recipes(file)
                            .forEach((name, recipe) -> found.computeIfAbsent(name, key -> new ArrayList<>())
                                    .addAll(recipe));
                }
            }
        }
        return found;
    }

    private Map<String, List<FoundRecipe>> recipes(Path file) {
        String name = String.valueOf(file.getFileName());
        String stem = name.substring(0, name.lastIndexOf('.'));
        if (!name.endsWith(JAR)) {
            return Map.of(name.endsWith(JAVA) ? SnakeCase.of(stem) : stem, List.of(FoundRecipe.of(file)));
        }
        Map<String, List<FoundRecipe>> recipes = new TreeMap<>();
        try {
            for (String type : BuiltJar.read(file).recipes()) {
                String simple = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
                recipes.computeIfAbsent(SnakeCase.of(simple), key -> new ArrayList<>())
                        .add(new FoundRecipe(file, type));
            }
        } catch (SourceException e) {
            environment.err().print(VisibleText.lines("pipeline: " + e.getMessage(), ""));
        }
        return recipes;
    }

    private static List<Path> files(Path directory) {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> stream =
                    Files.newDirectoryStream(directory, "*{" + JAVA + "," + PYTHON + "," + JAR + "}")) {
                stream.forEach(files::add);
            } catch (IOException e) {
                throw new UserErrorException(
                        ExitCode.CONFIGURATION, "recipe directory %s cannot be read: %s".formatted(directory, e), e);
            }
        }
        files.sort(null);
        return files;
    }

    /** Returns the words before those of a command for the hosts. */
    static List<String> ownWords(List<String> words) {
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
}

package pipeline.cli.scaffold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;
import pipeline.cli.common.CliCommand;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.HelpOptions;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.common.LaunchCommand;
import pipeline.cli.common.UserErrorException;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;

/** Writes a recipe, its node program and a test, which pass as they are, and says what to type next. */
@Command(
        name = "new-recipe",
        customSynopsis = "pipeline new-recipe NAME [--java|--python|--maven] [DIR]",
        description = "Writes a recipe, its node program and a test to begin with, and says what to type next.")
public final class NewRecipeCommand implements CliCommand {

    private static final String SCRIPT = ".sh";

    private final CliEnvironment environment;

    @Parameters(index = "0", paramLabel = "NAME", description = "The name of the recipe, such as count_lines.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DIR",
            description = "Where to write it; by default here, and a project into a directory of its name.")
    private @Nullable String directory;

    @Option(names = "--java", order = 1, description = "One file of Java; the default.")
    private boolean java;

    @Option(names = "--python", order = 2, description = "A file of Python for the master, and one for the nodes.")
    private boolean python;

    @Option(names = "--maven", order = 3, description = "A Maven project in Java, with tests of JUnit.")
    private boolean maven;

    @Mixin
    final HelpOptions help = new HelpOptions();

    public NewRecipeCommand(CliEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public int run(Typed typed) {
        RecipeTemplate template = template();
        RecipeNames names = RecipeNames.of(name);
        String given = directory;
        String place = given != null ? given : template == RecipeTemplate.MAVEN ? names.project() : "";
        write(template.files(names), place);
        environment.out().print(whatToType(template, names, place));
        return environment.outStatus().code();
    }

    private RecipeTemplate template() {
        List<RecipeTemplate> typed = new ArrayList<>();
        if (java) {
            typed.add(RecipeTemplate.JAVA);
        }
        if (python) {
            typed.add(RecipeTemplate.PYTHON);
        }
        if (maven) {
            typed.add(RecipeTemplate.MAVEN);
        }
        if (typed.size() > 1) {
            throw new UsageException("a recipe is one of --java, --python and --maven; type one of them");
        }
        return typed.isEmpty() ? RecipeTemplate.JAVA : typed.get(0);
    }

    /** Writes all files, or none if one of them is there. */
    private void write(Map<String, String> files, String place) {
        Map<Path, String> texts = new TreeMap<>();
        try {
            Path root = environment.directory().resolve(place).normalize();
            files.forEach((file, text) -> texts.put(root.resolve(file), text));
        } catch (InvalidPathException e) {
            throw new UsageException("DIR must be the name of a directory, but was " + ShellQuoting.quote(place));
        }
        for (Path file : texts.keySet()) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new UserErrorException(
                        ExitCode.USAGE,
                        "%s is there already, and nothing is written over; take another name or directory"
                                .formatted(file));
            }
        }
        try {
            for (Map.Entry<Path, String> text : texts.entrySet()) {
                Path file = text.getKey();
                Files.createDirectories(file.resolveSibling("."));
                Files.writeString(file, text.getValue(), StandardOpenOption.CREATE_NEW);
                if (file.toString().endsWith(SCRIPT)) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        } catch (IOException e) {
            throw new UserErrorException(ExitCode.FAILED, "the recipe cannot be written: " + IoErrorText.of(e), e);
        }
    }

    private static String whatToType(RecipeTemplate template, RecipeNames names, String place) {
        String command = LaunchCommand.ofThisProcess();
        String file = Path.of(place).resolve(template.file(names)).toString();
        if (template == RecipeTemplate.MAVEN) {
            return """
                    The project %1$s has the recipe %2$s, its node program and its tests. Type:

                      (cd %3$s && mvn verify)
                      %4$s %5$s -j first -v --mini-cluster MAPFILE

                    Maven finds Pipeline after ./mvnw -DskipTests install in its sources. In a directory of recipe_directories the jar
                    runs by the name %2$s.
                    """.formatted(
                    names.project(), names.name(), ShellQuoting.quote(place), command, ShellQuoting.quote(file));
        }
        String test = Path.of(place).resolve(names.in("@name@_test.sh")).toString();
        String variable = command.equals("pipeline") ? "" : "PIPELINE=" + ShellQuoting.quote(command) + " ";
        return """
                %1$s is a recipe that counts lines, with its node program. Type:

                  %2$ssh %3$s
                  %4$s %1$s -j first -v --mini-cluster MAPFILE

                The first line runs its test, the second one the recipe with a map of your own.
                """.formatted(ShellQuoting.quote(file), variable, ShellQuoting.quote(test), command);
    }

    @Override
    public String unmatched(UnmatchedArgumentException e) {
        return DidYouMean.unmatched(e, "new-recipe takes a name and a directory, not also");
    }
}

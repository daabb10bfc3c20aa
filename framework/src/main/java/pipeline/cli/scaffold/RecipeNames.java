package pipeline.cli.scaffold;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import pipeline.cli.catalogue.CommandWords;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;
import pipeline.text.SnakeCase;

/**
 * The names of a new recipe.
 *
 * @param name as people type it, such as {@code count_lines}
 * @param className such as {@code CountLines}
 */
record RecipeNames(String name, String className) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*");

    /** What the templates use by these names. */
    private static final Set<String> TAKEN = Set.of(
            "ComputeJob",
            "Description",
            "Exception",
            "Files",
            "List",
            "Long",
            "NodeProgram",
            "NodeScript",
            "Outcome",
            "Output",
            "Override",
            "Path",
            "Recipe",
            "RecipeResult",
            "RecipeTest",
            "RecipeTester",
            "String",
            "Test");

    /** Words of Python that Java does not have. */
    private static final Set<String> PYTHON = Set.of(
            "and",
            "as",
            "async",
            "await",
            "def",
            "del",
            "elif",
            "except",
            "from",
            "global",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "with",
            "yield");

    /**
     * Makes them of what was typed, {@code count_lines} or {@code CountLines}.
     *
     * @throws UsageException if it cannot be the name of a recipe
     */
    static RecipeNames of(String typed) {
        if (!NAME.matcher(typed).matches()) {
            throw new UsageException(
                    "the name of a recipe consists of letters, digits and '_' between them, such as count_lines, but was "
                            + ShellQuoting.quote(typed));
        }
        String name = SnakeCase.of(typed);
        String className = Arrays.stream(name.split("_", -1))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        RecipeNames names = new RecipeNames(name, className);
        if (CommandWords.ALL.contains(name)) {
            throw new UsageException(
                    name + " is a command of pipeline, so no recipe can be called so; take another name");
        }
        if (TAKEN.contains(className) || PYTHON.contains(name) || !SourceVersion.isName(names.packageName())) {
            throw new UsageException(name + " has a meaning in the code of recipes; take another name");
        }
        return names;
    }

    private String packageName() {
        return name.replace("_", "");
    }

    /** Returns the directory of a project. */
    String project() {
        return name.replace('_', '-');
    }

    /** Puts the names into a text. */
    String in(String text) {
        return text.replace("@class@", className)
                .replace("@name@", name)
                .replace("@package@", packageName())
                .replace("@project@", project());
    }
}

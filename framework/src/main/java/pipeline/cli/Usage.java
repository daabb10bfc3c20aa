package pipeline.cli;

import java.util.Map;
import java.util.SortedMap;
import pipeline.recipe.Description;
import pipeline.recipe.Recipe;

/** What the command says about itself when no recipe is named. */
final class Usage {

    private Usage() {}

    /** Gives the recipes, one line each, and how to go on. */
    static String overview(SortedMap<String, Class<? extends Recipe>> recipes) {
        StringBuilder text = new StringBuilder("""
                Usage: pipeline RECIPE -j JOB [OPTION...] [ARGUMENT...]
                Runs a recipe: jobs go over SSH to the hosts that hold the files of a mapfile.

                Recipes:
                """);
        int width = recipes.keySet().stream().mapToInt(String::length).max().orElse(0);
        for (Map.Entry<String, Class<? extends Recipe>> recipe : recipes.entrySet()) {
            Description description = recipe.getValue().getAnnotation(Description.class);
            String line =
                    "  " + recipe.getKey() + " ".repeat(width - recipe.getKey().length() + 2)
                            + (description == null ? "" : description.value());
            text.append(line.stripTrailing()).append('\n');
        }
        if (recipes.isEmpty()) {
            text.append("  none on the class path\n");
        }
        return text.append("""

                        Options:
                          RECIPE --help   what a recipe does, its arguments and options
                          -h, --help      this help
                          -V, --version   the version
                          @FILE           arguments from a file

                        Exit status: 0 done, 1 jobs failed, 2 usage, 3 configuration or mapfile invalid,
                        4 jobs wait for hosts that cannot be reached, 70 internal error, 130/143 interrupted.
                        """).toString();
    }

    /** Gives a text that picocli's formatter gives back as it is. */
    static String escaped(String text) {
        return text.replace("%", "%%");
    }
}

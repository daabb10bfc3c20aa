package pipeline.cli;

import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import pipeline.cli.recipe.RecipeWords;
import pipeline.recipe.Description;
import pipeline.recipe.Recipe;

/** What the command says about itself when no recipe is named. */
final class CommandHelp {

    private CommandHelp() {}

    /** For running a recipe: the recipes, one line each, and how to go on. */
    static RecipeWords.Manual run(Supplier<SortedMap<String, Class<? extends Recipe>>> recipes) {
        return new RecipeWords.Manual(
                "Runs a recipe, or looks at the job table.", () -> overview(recipes.get()), "", true);
    }

    /** For a worker: what it is, and the recipes that it may work for. */
    static RecipeWords.Manual work(Supplier<SortedMap<String, Class<? extends Recipe>>> recipes) {
        return new RecipeWords.Manual(
                "Takes jobs of a recipe from the job table and runs them on this machine.",
                () -> workers(recipes.get()),
                "Takes jobs of this recipe from the job table and runs them on this machine. If the recipe's arguments are"
                        + " given, what is not in the table yet comes in first.",
                false);
    }

    /** For a refresh. */
    static RecipeWords.Manual refresh() {
        return new RecipeWords.Manual(
                "Brings the job table up to date with what a recipe's source says now.",
                () -> "",
                "Brings the job table up to date with the jobs that this recipe has now: adds and removes, and takes back what"
                        + " dead masters and workers had reserved. Runs nothing.",
                true);
    }

    private static String overview(SortedMap<String, Class<? extends Recipe>> recipes) {
        StringBuilder text = new StringBuilder("""
                Usage: pipeline RECIPE -j JOB [OPTION...] [ARGUMENT...]
                Runs a recipe: jobs go over SSH to the hosts that hold the files of a mapfile.

                Recipes:
                """);
        append(text, recipes);
        return text.append("""

                        Recipes of your own:
                          FILE            a recipe in a file, such as MyRecipe.java or my_recipe.py
                          recipes         lists all that are found by name, and where they come from
                          new-recipe NAME writes a recipe with a test to begin with, and says what to type
                          describe RECIPE says what a recipe takes and gives
                          tasks           lists the tasks, which are recipes with settings, and are run by name too

                        A first try:
                          example DIR     writes a map and its files into a new directory, and says what to type

                        Maps:
                          mapfile         makes maps of the files on hosts, looks at maps and changes them (mapfile --help)

                        Watching runs, while they go on and afterwards:
                          status          how far all runs are; with -j what one does, where it is slow, what failed
                          hosts -j JOB    what a run does on each host; slow -j JOB: the jobs that take longest
                          logs ID         what a job printed, or prints now (-f); explain ID: why it stands where it stands
                          report -j JOB   writes a run as one page of HTML
                          serve           shows runs in a browser, live
                          runs diff A B   what failed newly, was mended, or became slower from one run to another

                        Commands on the job table:
                          jobs            what was done, what failed, what is left (jobs --help)
                          work RECIPE     takes jobs of a recipe from the table and runs them here (work --help)
                          drain HOSTS     takes hosts out of use, undrain HOSTS takes them back (drain --help)
                          connections     who runs and works now, and how to end them (connections --help)

                        Options:
                          RECIPE --help   what a recipe does, its arguments and options
                          -h, --help      this help; help WORD... is the same as WORD... --help
                          -V, --version   the version
                          @FILE           arguments from a file

                        Exit status: 0 done, 1 jobs failed, 2 usage, 3 configuration, mapfile or job table unusable,
                        4 jobs are parked until their hosts are back, 5 stopped by a rule of the run, 6 another master has
                        the job name, 70 internal error, 129/130/143 interrupted.
                        """).toString();
    }

    private static String workers(SortedMap<String, Class<? extends Recipe>> recipes) {
        StringBuilder text = new StringBuilder("""
                Usage: pipeline work RECIPE -j JOB [OPTION...] [ARGUMENT...]
                Takes the jobs of a recipe and job name from the job table and runs them on this machine, until
                nothing is left. Any number of workers share the work, wherever they reach the table.

                Recipes:
                """);
        append(text, recipes);
        return text.append("""

                        Options:
                          work RECIPE --help   the options of a worker, and those of the recipe
                        """).toString();
    }

    private static void append(StringBuilder text, SortedMap<String, Class<? extends Recipe>> recipes) {
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
    }
}

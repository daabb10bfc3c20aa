package pipeline.tester;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jars that somebody built, run by their paths and out of recipe_directories. */
class BuiltJarTest {

    private static final String RECIPE = """
            package acme;

            import pipeline.recipe.Recipe;

            public class WordSum extends Recipe {
                @Override
                protected int run() throws Exception {
                    scheduleJobs(mapfile(0).active().stream()
                            .map(entry -> nodeJob(entry.host(), WordCounter.class, entry.file()))
                            .toList());
                    return error.isSet() ? 1 : 0;
                }
            }
            """;

    private static final String NODE = """
            package acme;

            import java.nio.file.Files;
            import java.nio.file.Path;
            import pipeline.node.NodeProgram;

            public class WordCounter extends NodeProgram<String, Long> {
                @Override
                protected Long run(String file) throws Exception {
                    long words = Files.lines(Path.of(file)).mapToLong(line -> line.split(" ").length).sum();
                    logger.info("{} words", words);
                    return words;
                }
            }
            """;

    private static final Map<String, String> SOURCES = Map.of("acme.WordSum", RECIPE, "acme.WordCounter", NODE);

    @RegisterExtension
    static final RecipeTester tester = RecipeTester.hosts("node1");

    @TempDir
    static Path built;

    private Path recipes;

    @BeforeEach
    void a_directory_of_recipes() throws IOException {
        recipes = Files.createDirectory(tester.directory().resolve("recipes"));
    }

    /** Compiled once for all tests. */
    private static Path jar() throws IOException {
        Path jar = built.resolve("jars/acme.jar");
        return Files.exists(jar) ? jar : new JarBuilder(built).build(jar, SOURCES, "acme.WordSum");
    }

    private RecipeTest named(String recipe) throws IOException {
        return tester.recipe(recipe)
                .configure("DEFAULT", "recipe_directories", "[" + recipes + "]")
                .file("node1", "a.txt", "one two three\n")
                .map("node1 = [ a.txt ]");
    }

    @Test
    void a_jar_in_a_recipe_directory_is_found_by_the_name_of_its_recipe_and_goes_to_the_nodes() throws Exception {
        Files.copy(jar(), recipes.resolve("acme.jar"));
        RecipeResult run = named("word_sum").run();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.logs()).anyMatch(line -> line.endsWith("node.node1.word_counter: 3 words"));
    }

    @Test
    void a_jar_runs_by_its_path_and_another_build_of_its_node_program_runs_again() throws Exception {
        Path jar = recipes.resolve("acme.jar");
        Files.copy(jar(), jar);
        RecipeTest test =
                tester.recipe(jar).file("node1", "a.txt", "one two three\n").map("node1 = [ a.txt ]");
        assertThat(test.run().started()).hasSize(1);
        assertThat(test.run().started()).isEmpty();

        Map<String, String> changed =
                Map.of("acme.WordSum", RECIPE, "acme.WordCounter", NODE.replace("return words", "return 2 * words"));
        new JarBuilder(built).build(jar, changed, "acme.WordSum");
        RecipeResult run = test.run();
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.started()).hasSize(1);
        assertThat(run.outcomes())
                .extracting(outcome -> outcome.result().orElseThrow().asLong())
                .containsExactly(6L);
    }

    @Test
    void two_recipes_of_one_name_are_an_error_that_names_both() throws Exception {
        Files.copy(jar(), recipes.resolve("acme.jar"));
        Files.writeString(recipes.resolve("WordSum.java"), RECIPE);
        RecipeResult run = named("word_sum").run();

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "several recipes are called word_sum",
                        recipes.resolve("acme.jar").toString(),
                        recipes.resolve("WordSum.java").toString());
    }

    @Test
    void a_jar_that_is_broken_is_said_and_does_not_disturb_others() throws Exception {
        Files.copy(jar(), recipes.resolve("acme.jar"));
        Files.writeString(recipes.resolve("broken.jar"), "this is no zip");
        JarBuilder.pack(recipes.resolve("library.jar"), Files.createDirectory(recipes.resolve("nothing")));
        RecipeResult run = named("word_sum").run();

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.err())
                .contains("the jar " + recipes.resolve("broken.jar") + " cannot be read")
                .doesNotContain("library.jar");
    }

    @Test
    void a_jar_that_cannot_be_used_says_why() throws Exception {
        Path lost = JarBuilder.pack(
                recipes.resolve("lost.jar"), Files.createDirectory(recipes.resolve("nothing")), "acme.Lost");
        RecipeResult run = named("lost").run();
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains(lost + " names the recipe acme.Lost", "has no such class");

        Path several = JarBuilder.pack(recipes.resolve("two.jar"), recipes.resolve("nothing"), "acme.A", "acme.B");
        assertThat(tester.recipe(several).run().err()).contains("two.jar has several recipes: acme.A, acme.B");

        Path none = JarBuilder.pack(recipes.resolve("none.jar"), recipes.resolve("nothing"));
        assertThat(tester.recipe(none).run().err()).contains("none.jar has no recipe");
    }
}

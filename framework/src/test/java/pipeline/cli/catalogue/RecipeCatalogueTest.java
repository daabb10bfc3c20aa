package pipeline.cli.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.PickyRecipe;
import pipeline.cli.ScriptedRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.FakeEngine;
import pipeline.recipe.Input;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;
import pipeline.testing.FakeJobRunner;

class RecipeCatalogueTest {

    @TempDir
    Path directory;

    @Test
    void names_come_in_alphabetical_order() {
        RecipeCatalogue catalogue = new RecipeCatalogue(List.of(ScriptedRecipe.class, PickyRecipe.class));

        assertThat(catalogue.names()).containsExactly("picky_recipe", "scripted_recipe");
    }

    @Test
    void two_recipes_of_one_name_are_both_left_out_and_others_run() {
        Terminal terminal = terminal(List.of(PickyRecipe.class, Other.PickyRecipe.class, ScriptedRecipe.class));

        assertThat(terminal.type("picky_recipe", "-j", "x")).isEqualTo(3);
        assertThat(terminal.err())
                .isEqualTo(
                        "pipeline: the recipes pipeline.cli.PickyRecipe and pipeline.cli.catalogue.RecipeCatalogueTest$Other$PickyRecipe"
                                + " have one name, picky_recipe; rename one of them\n");
        assertThat(terminal.type("scripted_recipe", "-j", "x", "return", "0")).isZero();
    }

    @Test
    void a_recipe_that_cannot_be_made_costs_only_itself_and_its_cause_is_named() {
        Terminal terminal = terminal(List.of(NeedsMore.class, Broken.class, ScriptedRecipe.class));

        assertThat(terminal.type("needs_more", "-j", "x")).isEqualTo(3);
        assertThat(terminal.err())
                .startsWith(
                        "pipeline: recipe pipeline.cli.catalogue.RecipeCatalogueTest$NeedsMore cannot be made: it needs to be a"
                                + " public class with a public constructor without parameters");
        assertThat(terminal.type("broken", "-j", "x")).isEqualTo(3);
        assertThat(terminal.err())
                .startsWith(
                        "pipeline: recipe pipeline.cli.catalogue.RecipeCatalogueTest$Broken cannot be made:"
                                + " java.lang.IllegalStateException: no calibration tables at RecipeCatalogueTest$Broken.<init>(")
                .hasLineCount(1);
        assertThat(terminal.type("scripted_recipe", "-j", "x", "return", "0")).isZero();
        assertThat(terminal.err()).doesNotContain("cannot be made");
    }

    @Test
    void an_output_that_is_declared_twice_is_reported_with_class_name_and_line() {
        Terminal terminal = terminal(List.of(Twice.class));

        assertThat(terminal.type("twice", "-j", "x")).isEqualTo(3);
        assertThat(terminal.err())
                .matches("pipeline: recipe \\S+\\$Twice cannot be made: \\S+\\$Twice declares the output lines twice;"
                        + " give one of them another name at \\S+<init>\\(RecipeCatalogueTest.java:[0-9]+\\)\n");
    }

    @Test
    void what_is_wrong_with_recipes_is_reported_where_they_are_listed_or_looked_for() {
        Terminal terminal = terminal(List.of(Broken.class, ScriptedRecipe.class));

        assertThat(terminal.type("--help")).isZero();
        assertThat(terminal.out()).contains("scripted_recipe").doesNotContain("broken");
        assertThat(terminal.err()).contains("no calibration tables");
        assertThat(terminal.type("brokn", "-j", "x")).isEqualTo(2);
        assertThat(terminal.err()).contains("no calibration tables").contains("there is no recipe brokn");
    }

    @Test
    void a_recipe_with_an_input_that_pipeline_has_already_is_named() {
        Terminal terminal = terminal(List.of(Greedy.class, ScriptedRecipe.class));
        for (String[] words : new String[][] {{"greedy", "-j", "x"}, {"work", "greedy", "-j", "x"}}) {
            assertThat(terminal.type(words)).isEqualTo(3);
            assertThat(terminal.err())
                    .isEqualTo("pipeline: recipe " + Greedy.class.getName()
                            + " declares the input --processes, which is an option of pipeline"
                            + " itself; give it another name\n");
        }
        assertThat(terminal.type("scripted_recipe", "-j", "x", "return", "0")).isZero();
    }

    @Test
    void a_service_file_that_names_no_recipe_costs_only_that_line() throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(Recipe.class.getName()), "no.such.Recipe\n" + ScriptedRecipe.class.getName() + "\n");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);

            RecipeCatalogue catalogue = RecipeCatalogue.load();

            assertThat(catalogue.names()).contains("scripted_recipe");
            assertThat(catalogue.faults())
                    .singleElement()
                    .asString()
                    .contains("no.such.Recipe")
                    .contains("look at its META-INF/services/pipeline.recipe.Recipe");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Terminal terminal(List<Class<? extends Recipe>> recipes) {
        return new Terminal(directory, new FakeEngine(FakeJobRunner.succeeding()), recipes);
    }

    /** Fails when it is made. */
    public static final class Broken extends Recipe {
        public Broken() {
            throw new IllegalStateException("no calibration tables");
        }

        @Override
        protected int run() {
            return 0;
        }
    }

    /** A second recipe of the same name. */
    private static final class Other {
        private static final class PickyRecipe extends Recipe {
            @Override
            protected int run() {
                return 0;
            }
        }
    }

    /** Wants an option that workers have. */
    public static final class Greedy extends Recipe {
        private final Input<Integer> processes =
                input("processes", "how many").integer(1, 9).byDefault(3);

        @Override
        protected int run() {
            return processes.get();
        }
    }

    /** Has two outputs of one name. */
    public static final class Twice extends Recipe {
        private final Output<Long> first = output("lines", "how many").integer();
        private final Output<Long> second = output("lines", "how many more").integer();

        @Override
        protected int run() {
            first.set(1L);
            second.set(2L);
            return 0;
        }
    }

    /** A recipe whose constructor wants something. */
    static final class NeedsMore extends Recipe {
        private final int code;

        NeedsMore(int code) {
            this.code = code;
        }

        @Override
        protected int run() {
            return code;
        }
    }
}

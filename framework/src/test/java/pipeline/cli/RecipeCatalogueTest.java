package pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.ground.MistakeException;
import pipeline.recipe.Input;
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
    void two_recipes_of_one_name_are_refused() {
        assertThatThrownBy(() -> new RecipeCatalogue(List.of(PickyRecipe.class, Other.PickyRecipe.class)))
                .isInstanceOf(MistakeException.class)
                .hasMessage(
                        "the recipes pipeline.cli.PickyRecipe and pipeline.cli.RecipeCatalogueTest$Other$PickyRecipe"
                                + " have one name, picky_recipe; rename one of them");
    }

    @Test
    void a_recipe_that_cannot_be_made_is_named() {
        Terminal terminal =
                new Terminal(directory, new FakeEngine(FakeJobRunner.succeeding()), List.of(NeedsMore.class));

        assertThat(terminal.type("needs_more", "-j", "x")).isEqualTo(3);
        assertThat(terminal.err())
                .contains("recipe pipeline.cli.RecipeCatalogueTest$NeedsMore cannot be made")
                .contains("it needs a public constructor without parameters");
    }

    @Test
    void a_recipe_with_an_input_that_pipeline_has_already_is_named() {
        Terminal terminal = new Terminal(
                directory, new FakeEngine(FakeJobRunner.succeeding()), List.of(Greedy.class, ScriptedRecipe.class));
        for (String[] words : new String[][] {{"greedy", "-j", "x"}, {"work", "scripted_recipe", "-j", "x"}}) {
            assertThat(terminal.type(words)).isEqualTo(3);
            assertThat(terminal.err())
                    .isEqualTo("pipeline: recipe greedy declares the input --processes, which is an option of pipeline"
                            + " itself; give it another name\n");
        }
    }

    @Test
    void a_service_file_that_names_no_recipe_is_a_mistake() throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(Recipe.class.getName()), "no.such.Recipe\n");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);

            assertThatThrownBy(RecipeCatalogue::load)
                    .isInstanceOf(MistakeException.class)
                    .hasMessageContaining("no.such.Recipe")
                    .hasMessageContaining("look at its META-INF/services/pipeline.recipe.Recipe");
        } finally {
            thread.setContextClassLoader(before);
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

package pipeline.cli.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.MeasureRecipe;
import pipeline.cli.PickyRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.FakeEngine;
import pipeline.testing.FakeJobRunner;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/** What a recipe is said to take and give, and where recipes come from. */
class DescribeCommandTest {

    @TempDir
    Path directory;

    private Terminal terminal;

    @BeforeEach
    void sit_down() {
        terminal = new Terminal(
                directory, new FakeEngine(FakeJobRunner.succeeding()), List.of(MeasureRecipe.class, PickyRecipe.class));
    }

    @Test
    void a_recipe_is_described_with_inputs_and_outputs() {
        assertThat(terminal.type("describe", "measure_recipe")).isZero();
        assertThat(terminal.out()).isEqualTo("""
                measure_recipe, from pipeline.cli.MeasureRecipe
                Measures things.
                It takes its time.

                Arguments: [WORD...]

                Inputs:
                  --radius NUMBER   how far, in arcsec
                                    number from 0 to 60; default: 5; environment: RADIUS
                  --fit WORD        how to fit
                                    one of linear, cubic-spline; default: linear
                  --weight KEY=N    of a station
                                    dict, each value a whole number from 0 to 9
                  --site-name TEXT  a site
                                    list, each a text; environment: SITES
                  --clean           clean it
                                    true or false; default: true
                  --out FILE        where to
                                    file that can be written

                Outputs:
                  inputs  all that was given
                          text
                  count   how many
                          whole number
                  rows    table
                  dict    dict
                  file    file; may stay unset
                  best    the fit that did it
                          fit
                  odd     thing; may stay unset
                """);
        assertThat(directory.resolve("home")).as("nothing ran").doesNotExist();
    }

    @Test
    void programs_get_it_as_json() {
        assertThat(terminal.type("describe", "picky_recipe", "--output", "json"))
                .isZero();
        JsonNode json = Json.read(terminal.out());
        assertThat(json.path("recipe").asString()).isEqualTo("picky_recipe");
        assertThat(json.path("from").asString()).isEqualTo("pipeline.cli.PickyRecipe");
        assertThat(json.path("inputs").path(0)).hasToString("""
                {"name":"pattern","help":"what to look for","type":"text","kind":"value","required":true,"default":null,\
                "environment_variable":null,"choices":[]}""");
        assertThat(json.path("outputs").path(2)).hasToString("""
                {"name":"output_map","help":"as typed","type":"file","optional":true}""");
    }

    @Test
    void what_cannot_be_described_is_reported() {
        assertThat(terminal.type("describe", "mesure_recipe")).isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("pipeline: there is no recipe mesure_recipe; did you mean measure_recipe?\n");
        assertThat(terminal.type("describe", "zzzzz")).isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("pipeline: there is no recipe zzzzz; there are measure_recipe, picky_recipe\n");
        assertThat(terminal.type("describe")).isEqualTo(2);
        assertThat(terminal.type("describe", "picky_recipe", "--output", "csv")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("pipeline: --output must be text or json, but was csv\n");
        assertThat(terminal.type("describe", "picky_recipe", "x")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("pipeline: describe takes one recipe, not also x\n");
        assertThat(terminal.type("describe", "no.py")).isEqualTo(3);
        assertThat(terminal.err()).startsWith("pipeline: there is no recipe file no.py\n");
    }

    @Test
    void two_recipes_of_one_name_are_an_error_that_names_both() throws IOException {
        Path recipes = Files.createDirectories(directory.resolve("my/master"));
        Files.writeString(recipes.resolve("picky_recipe.py"), "");
        Files.writeString(recipes.resolve("one.py"), "");
        Files.writeString(directory.resolve("my/One.java"), "");
        Files.writeString(directory.resolve("pipeline.cfg"), "[DEFAULT]\nrecipe_directories = my\n");

        assertThat(terminal.type("recipes")).isEqualTo(3);
        assertThat(terminal.err()).isEqualTo("""
                pipeline: several recipes are called one: DIR/my/One.java, DIR/my/master/one.py; rename all but one, or type the path of a file
                pipeline: several recipes are called picky_recipe: pipeline.cli.PickyRecipe, DIR/my/master/picky_recipe.py; rename all but one, or type the path of a file
                """.replace("DIR", directory.toString()));
        assertThat(terminal.out()).contains("measure_recipe", "DIR/my/One.java".replace("DIR", directory.toString()));
        for (String[] words : new String[][] {{"picky_recipe", "-j", "x"}, {"describe", "picky_recipe"}}) {
            assertThat(terminal.type(words)).isEqualTo(3);
            assertThat(terminal.err())
                    .startsWith("pipeline: several recipes are called picky_recipe: pipeline.cli.PickyRecipe, ");
        }
    }
}

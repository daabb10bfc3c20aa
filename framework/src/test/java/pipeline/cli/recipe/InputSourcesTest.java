package pipeline.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.cli.MeasureRecipe;
import pipeline.cli.PickyRecipe;
import pipeline.cli.StationsRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.FakeEngine;
import pipeline.testing.FakeJobRunner;

/** Inputs from the command line, a task file and the environment. */
class InputSourcesTest {

    @TempDir
    Path directory;

    private Terminal terminal;

    @Test
    void hosts_may_be_groups_of_the_configuration_wherever_they_come_from() throws IOException {
        Files.writeString(
                directory.resolve("pipeline.cfg"),
                "[groups]\nfast = lce[001-003]\n[group_sources]\nmade = echo \"$GROUP\"1\n");
        Files.writeString(
                directory.resolve("tasks.cfg"), "[near]\nrecipe = stations_recipe\nstations = @fast!lce002\n");

        assertThat(terminal.type("stations_recipe", "-j", "x", "--stations=@fast,@made:n"))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out()).contains("told = lce001 lce002 lce003 n1\n");
        assertThat(terminal.type("stations_recipe", "-j", "x", "-t", "tasks.cfg", "--task", "near"))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out()).contains("told = lce001 lce003\n");
        assertThat(terminal.type("stations_recipe", "-j", "x", "--stations=@fats"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--stations: ").contains("did you mean @fast?");
        assertThat(terminal.type("work", "stations_recipe", "-j", "x", "--host=@fats"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--host: ").contains("did you mean @fast?");
        assertThat(terminal.type("jobs", "refresh", "stations_recipe", "-j", "x", "--host=@fats"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--host: ").contains("did you mean @fast?");
    }

    @BeforeEach
    void sit_down() throws IOException {
        terminal = new Terminal(
                directory,
                new FakeEngine(FakeJobRunner.succeeding()),
                List.of(MeasureRecipe.class, PickyRecipe.class, StationsRecipe.class));
        Files.writeString(directory.resolve("pipeline.cfg"), "[DEFAULT]\nfar = 40\n");
        Files.writeString(directory.resolve("tasks.cfg"), """
                [DEFAULT]
                near = 2

                [close]
                recipe = measure_recipe
                radius = %(near)s.5
                fit = cubic-spline
                weight = CS001=1, CS002 = 2
                site_name = a, 'b, c'
                clean = no
                args = x.map, y.map

                [wide]
                recipe = Measure_Recipe
                radius = %(far)s

                [wrong]
                recipe = measure_recipe
                radus = 1
                radius = wide
                site-name = a
                site_name = b
                fit = liner

                [other]
                recipe = picky_recipe
                pattern = %(job_name)s
                """);
    }

    private String inputs(String... words) {
        assertThat(terminal.type(words)).as(terminal.err()).isZero();
        return terminal.out().lines().skip(1).findFirst().orElseThrow().replace("inputs = ", "");
    }

    @Test
    void what_is_typed_goes_before_the_task_and_the_task_before_the_environment() {
        terminal.set("RADIUS", "7");
        terminal.set("SITES", "[x, y]");
        String[] task = {"measure_recipe", "-j", "j", "-t", "tasks.cfg", "--task", "close"};

        assertThat(inputs("measure_recipe", "-j", "j")).isEqualTo("7.0 LINEAR {} [x, y] true Optional.empty []");
        assertThat(inputs(task))
                .isEqualTo("2.5 CUBIC_SPLINE {CS001=1, CS002=2} [a, b, c] false Optional.empty [x.map, y.map]");
        assertThat(inputs(
                        "measure_recipe",
                        "-j",
                        "j",
                        "--task-file=tasks.cfg",
                        "--task=close",
                        "--radius=9",
                        "--clean",
                        "--site-name",
                        "z,z",
                        "my.map"))
                .isEqualTo("9.0 CUBIC_SPLINE {CS001=1, CS002=2} [z,z] true Optional.empty [my.map]");
    }

    @Test
    void an_empty_variable_is_not_set() {
        terminal.set("RADIUS", "");

        assertThat(inputs("measure_recipe", "-j", "j")).startsWith("5.0 ");
    }

    @Test
    void a_task_may_refer_to_the_configuration_and_to_the_job_name_and_need_not_be_named_if_it_is_the_only_one() {
        assertThat(inputs("measure_recipe", "-j", "j", "-t", "tasks.cfg", "--task", "wide"))
                .startsWith("40.0 ");
        assertThat(terminal.type("picky_recipe", "-j", "j", "-t", "tasks.cfg")).isZero();
        assertThat(terminal.out()).contains("pattern = j\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--clean; true",
                "--no-clean; false",
                "--clean=false; false",
                "--clean=yes; true",
            })
    void a_flag_can_be_taken_back(String word, boolean value) {
        assertThat(inputs("measure_recipe", "-j", "j", word, "true"))
                .contains(" %s Optional.empty [true]".formatted(value));
    }

    @Test
    void a_flag_with_another_value_or_both_ways_is_refused() {
        assertThat(terminal.type("measure_recipe", "-j", "j", "--clean=maybe")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("pipeline: --clean must be true or false, but was maybe\n");
        assertThat(terminal.type("measure_recipe", "-j", "j", "--clean", "--no-clean"))
                .isEqualTo(2);
        assertThat(terminal.err()).startsWith("pipeline: --clean and --no-clean cannot be both\n");
    }

    @Test
    void all_that_is_wrong_is_reported_at_once() {
        terminal.set("SITES", "'a");

        assertThat(terminal.type(
                        "measure_recipe",
                        "-p",
                        "0",
                        "--raduis=3",
                        "--fit",
                        "liner",
                        "--weight",
                        "a=10",
                        "--out",
                        "no/x"))
                .isEqualTo(2);
        assertThat(terminal.err()).startsWith("""
                        pipeline: there is no option --raduis; did you mean --radius?
                        -p/--max-per-node must be at least 1, but was 0
                        --fit must be one of linear, cubic-spline, but was liner; did you mean linear?
                        --weight a: the value must be a whole number from 0 to 9, but was 10
                        SITES in the environment, for --site-name, must close the quote of "'a"
                        --out must be a file that can be written, but there is no directory""").contains("\nthe job needs a name (-j); type for example:\n");
    }

    @Test
    void the_limit_for_a_host_in_a_task_is_told_to_be_an_option_of_the_run() throws IOException {
        Files.writeString(directory.resolve("limit.cfg"), "[few]\nrecipe = measure_recipe\nmax_per_node = 4\n");
        assertThat(terminal.type("measure_recipe", "-j", "j", "-t", "limit.cfg"))
                .isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("pipeline: " + directory.resolve("limit.cfg")
                        + ":3: max_per_node is no input but an option of the run: type -p 4\n");
    }

    @Test
    void what_is_wrong_in_a_task_is_reported_with_its_line() {
        assertThat(terminal.type("measure_recipe", "-j", "j", "-t", "tasks.cfg", "--task", "wrong"))
                .isEqualTo(2);
        Path file = directory.resolve("tasks.cfg");
        assertThat(terminal.err()).isEqualTo("""
                        pipeline: FILE:19: recipe measure_recipe has no input radus; did you mean radius?
                        FILE:22: site_name is there already, with a dash in place of an underscore
                        FILE:20: radius must be a number from 0 to 60, but was wide
                        FILE:23: fit must be one of linear, cubic-spline, but was liner; did you mean linear?
                        Try: pipeline measure_recipe --help
                        """.replace("FILE", file.toString()));
        assertThat(directory.resolve("home")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-t tasks.cfg; 3; DIR/tasks.cfg has several tasks of recipe measure_recipe: close, wide, wrong; say which one with --task",
                "-t tasks.cfg --task clos; 3; DIR/tasks.cfg has no task clos; did you mean close?",
                "-t tasks.cfg --task zzzzzzz; 3; DIR/tasks.cfg has no task zzzzzzz; it has close, wide, wrong, other",
                "-t tasks.cfg --task other; 3; DIR/tasks.cfg:25: task other is one of recipe picky_recipe, not of measure_recipe",
                "-t none.cfg; 3; DIR/none.cfg: does not exist, expected a configuration file",
                "-t bare.cfg; 3; DIR/bare.cfg:1: task [a] does not say of which recipe it is; add a line: recipe = NAME",
                "-t lost.cfg; 3; DIR/lost.cfg:3: radius in [a]: %(nowhere)s refers to a key that is not there",
                "--task close; 2; --task close needs a task file that has it: -t FILE, or task_files in [DEFAULT] of the configuration",
            })
    void a_task_that_cannot_be_found_is_reported(String line) throws IOException {
        Files.writeString(directory.resolve("bare.cfg"), "[a]\nradius = 1\n");
        Files.writeString(directory.resolve("lost.cfg"), "[a]\nrecipe = measure_recipe\nradius = %(nowhere)s\n");
        String[] parts = line.split("; ", 3);
        String[] words = ("measure_recipe -j j " + parts[0]).split(" ", -1);

        assertThat(terminal.type(words)).isEqualTo(Integer.parseInt(parts[1]));
        assertThat(terminal.err()).startsWith("pipeline: " + parts[2].replace("DIR", directory.toString()));
    }
}

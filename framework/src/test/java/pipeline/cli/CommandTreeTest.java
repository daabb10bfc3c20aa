package pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.cli.engine.FakeEngine;
import pipeline.recipe.Description;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;
import pipeline.testing.FakeJobRunner;

class CommandTreeTest {

    @TempDir
    Path directory;

    private Terminal terminal;

    @BeforeEach
    void sit_down() {
        terminal = new Terminal(
                directory,
                new FakeEngine(FakeJobRunner.succeeding()),
                List.of(
                        DashedRecipe.class,
                        LaxRecipe.class,
                        PickyRecipe.class,
                        ScriptedRecipe.class,
                        WideRecipe.class));
    }

    @Test
    void without_arguments_the_recipes_are_shown() {
        assertThat(terminal.type()).isZero();
        assertThat(terminal.out())
                .startsWith("Usage: pipeline RECIPE -j JOB [OPTION...] [ARGUMENT...]\n")
                .contains(
                        "  dashed_recipe\n  lax_recipe\n  picky_recipe     Shows what it was told, 100% of it.\n  scripted_recipe\n  wide_recipe\n")
                .contains("0 done, 1 jobs failed, 2 usage");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void help_is_the_same() {
        terminal.type();
        String overview = terminal.out();

        assertThat(terminal.type("--help")).isZero();
        assertThat(terminal.out()).isEqualTo(overview);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-V", "--version"})
    void the_version_tells_the_java_too(String option) {
        assertThat(terminal.type(option)).isZero();
        assertThat(terminal.out())
                .matches("pipeline \\d+\\.\\S+ \\(Java \\d+.*\\)\n")
                .contains(System.getProperty("java.version"));
        assertThat(terminal.type("picky_recipe", option)).isZero();
        assertThat(terminal.out()).startsWith("pipeline ");
    }

    @Test
    void help_that_cannot_be_printed_is_no_success() {
        terminal.breakOut();

        assertThat(terminal.type("picky_recipe", "--help")).isEqualTo(1);
        assertThat(terminal.err()).isEqualTo("pipeline: standard output could not be written completely\n");
    }

    @Test
    void a_command_for_the_hosts_is_typed_behind_dashes_so_that_its_options_are_left_alone() {
        assertThat(terminal.type("dashed_recipe", "-j", "x", "some.map", "grep", "-v", "x"))
                .isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("pipeline: put -- before the command, so that its options are left alone: -- grep x\n");
        assertThat(terminal.type("dashed_recipe", "-j", "x", "some.map", "wc", "-c"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("put -- before that command.\n");
        assertThat(terminal.type("dashed_recipe", "-j", "x", "some.map", "--", "grep", "-v", "x"))
                .isZero();
        assertThat(terminal.out()).contains("args = [some.map, grep, -v, x]\n");
    }

    @Test
    void a_file_of_arguments_that_is_not_there_is_named() {
        assertThat(terminal.type("scripted_recipe", "@options.txt")).isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("pipeline: @options.txt means arguments from a file, but there is no file "
                        + directory.resolve("options.txt"))
                .contains("write @@options.txt if the argument itself begins with @");
    }

    @Test
    void an_unknown_recipe_gets_a_suggestion() {
        assertThat(terminal.type("piky_recipe", "-j", "x")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                        pipeline: there is no recipe piky_recipe; did you mean picky_recipe?
                        Try: pipeline --help
                        """);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void options_may_stand_before_the_recipe() {
        int after = terminal.type("picky_recipe", "-j", "x");
        String said = terminal.err();

        assertThat(terminal.type("-j", "x", "picky_recipe")).isEqualTo(after);
        assertThat(terminal.err()).isEqualTo(said);
        assertThat(terminal.type("-j", "x")).isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("pipeline: there is no option -j; the options of a recipe come after it\n");
    }

    @Test
    void the_help_of_a_recipe_shows_arguments_inputs_defaults_options_and_an_example() {
        assertThat(terminal.type("picky_recipe", "-h")).isZero();
        assertThat(terminal.out())
                .contains("Usage: pipeline picky_recipe -j JOB --pattern=TEXT [OPTION...] MAPFILE [COMMAND...]")
                .contains("Shows what it was told, 100% of it.")
                .contains("It does nothing else.")
                .contains("What to look for. Required.")
                .contains("How deep to look (a whole number from 1 to 9). Default: 3.")
                .contains("May be given several times.")
                .contains("-j, --job-name=JOB")
                .contains("A name, not a number of slots")
                .contains("--mini-cluster[=N]")
                .contains("Example:\n  pipeline picky_recipe -j first --pattern x some.mapfile\n");
    }

    @Test
    void an_example_that_is_wider_than_a_screen_stays_one_line() {
        assertThat(terminal.type("wide_recipe", "--help")).isZero();
        assertThat(terminal.out())
                .endsWith("\nExample:\n  pipeline wide_recipe -j first " + "100%/".repeat(30) + "x\n");
    }

    @Test
    void a_missing_job_name_shows_what_to_type() {
        assertThat(terminal.type("picky_recipe", "--pattern", "x")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                        pipeline: the job needs a name (-j); type for example:
                          pipeline picky_recipe -j first --pattern x some.mapfile
                        Try: pipeline picky_recipe --help
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {".hidden", "a b", "a/b", "", "ü", "a\nb"})
    void a_job_name_that_cannot_name_a_directory_is_refused(String name) {
        assertThat(terminal.type("scripted_recipe", "-j", name)).isEqualTo(2);
        assertThat(terminal.err()).contains("a job name must be letters, digits, '.', '_' and '-'");
    }

    @Test
    void a_job_name_of_129_letters_is_refused() {
        assertThat(terminal.type("scripted_recipe", "-j", "x".repeat(129), "return", "0"))
                .isEqualTo(2);
        assertThat(terminal.type("scripted_recipe", "-j", "x".repeat(128), "return", "0"))
                .isZero();
    }

    @Test
    void a_forgotten_value_is_not_taken_from_the_next_option() {
        assertThat(terminal.type("scripted_recipe", "-j", "--dry-run")).isEqualTo(2);
        assertThat(terminal.err()).contains("Expected parameter for option '--job-name' but found '--dry-run'");
    }

    @Test
    void an_unknown_option_gets_a_suggestion() {
        assertThat(terminal.type("picky_recipe", "-j", "x", "--patern=y")).isEqualTo(2);
        assertThat(terminal.err())
                .startsWith("pipeline: there is no option --patern; did you mean --pattern?\n")
                .doesNotContain("--\n");
    }

    @Test
    void an_unknown_option_behind_arguments_gets_the_hint_of_the_dashes() {
        assertThat(terminal.type("picky_recipe", "-j", "x", "--pattern", "y", "a.map", "wc", "-l"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("there is no option -l").contains("put -- before that command");
    }

    @Test
    void words_behind_the_dashes_are_arguments_whatever_they_look_like() throws Exception {
        Path file = Files.writeString(directory.resolve("args"), "not read");

        assertThat(terminal.type(
                        "picky_recipe",
                        "-j",
                        "x",
                        "--pattern",
                        "y",
                        "a.map",
                        "--",
                        "wc",
                        "-j",
                        "--",
                        "@" + file,
                        "$HOME"))
                .isZero();
        assertThat(terminal.out()).contains("args = [a.map, wc, -j, --, @" + file + ", $HOME]\n");
    }

    @Test
    void arguments_may_come_from_a_file() throws Exception {
        Path file = Files.writeString(directory.resolve("args"), "--pattern\n\"a b\"\n");

        assertThat(terminal.type("picky_recipe", "-j", "x", "@" + file)).isZero();
        assertThat(terminal.out()).contains("pattern = a b\n");
    }

    @Test
    void inputs_reach_the_recipe() {
        assertThat(terminal.type(
                        "picky_recipe",
                        "-j",
                        "x",
                        "--pattern=a=b",
                        "--depth",
                        "4",
                        "--site",
                        "n1",
                        "--site=n2",
                        "--force",
                        "--output-map",
                        "out.map",
                        "first",
                        "second"))
                .isZero();
        assertThat(terminal.out()).startsWith("""
                        Results:
                        pattern = a=b
                        depth = 4
                        output_map = out.map
                        site = [n1, n2]
                        force = true
                        args = [first, second]
                        """);
    }

    @Test
    void an_output_that_a_recipe_did_not_set_is_reported_if_all_else_is_well() {
        assertThat(terminal.type("lax_recipe", "-j", "x")).isZero();
        assertThat(terminal.err()).contains("WARNING", "outputs that were declared and not set: lines, files\n");
        assertThat(terminal.out()).isEqualTo("No results\n");
        assertThat(terminal.type("lax_recipe", "-j", "x", "fail")).isOne();
        assertThat(terminal.err()).doesNotContain("outputs");
    }

    @Test
    void wrong_inputs_are_reported_before_anything_starts() {
        assertThat(terminal.type("picky_recipe", "-j", "x", "--depth", "0")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                        pipeline: --pattern TEXT is missing: what to look for
                        --depth must be a whole number from 1 to 9, but was 0
                        Try: pipeline picky_recipe --help
                        """);
        assertThat(directory.resolve("home")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void a_limit_per_node_below_one_is_refused(String limit) {
        assertThat(terminal.type("scripted_recipe", "-j", "x", "--max-per-node=" + limit, "return", "0"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("-p/--max-per-node must be at least 1, but was " + limit);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--timeout=0; --timeout must be a time above zero such as 90, 90s, 2m, 1h30m or 1d, or a percentage of",
                "--retries=-1; --retries must be from 0 to 1000, but was -1",
                "--no-retry-exit=0; --no-retry-exit must be exit codes from 1 to 255 and ranges of them, such as",
                "--halt=2; --halt must be never, or one of now and soon, a comma, one of fail, success and done, and =N or",
            })
    void rules_for_attempts_that_are_none_are_refused_with_the_right_form(String option, String message) {
        assertThat(terminal.type("scripted_recipe", "-j", "x", option, "return", "0"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains(message);
        assertThat(terminal.type("work", "scripted_recipe", "-j", "x", option)).isEqualTo(2);
        assertThat(terminal.err()).contains(message);
    }

    @Test
    void a_stop_rule_and_no_keep_going_say_one_thing_twice() {
        assertThat(terminal.type("scripted_recipe", "-j", "x", "--halt", "now,fail=1", "--no-keep-going"))
                .isEqualTo(2);
        assertThat(terminal.err())
                .contains(
                        "--halt now,fail=1 and --no-keep-going cannot be both; --no-keep-going is --halt soon,fail=1");
    }

    @Test
    void a_rule_for_contents_that_is_none_is_refused() {
        assertThat(terminal.type("scripted_recipe", "-j", "x", "--contents", "size", "return", "0"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--contents must be one of name, size+time, sha256, but was size");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "1001"})
    void a_mini_cluster_of_no_size_is_refused(String size) {
        assertThat(terminal.type("scripted_recipe", "-j", "x", "--mini-cluster=" + size))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--mini-cluster=N must be a whole number from 1 to 1000, but was " + size);
    }

    @Test
    void the_mini_cluster_does_not_eat_the_word_behind_it() {
        assertThat(terminal.type("picky_recipe", "-n", "-j", "x", "--pattern=p", "--mini-cluster", "some.map"))
                .isZero();
        assertThat(terminal.out()).contains("args = [some.map]\n");
    }

    @Test
    void a_start_time_that_is_none_is_refused() {
        assertThat(terminal.type("scripted_recipe", "-j", "x", "--start-time", "yesterday"))
                .isEqualTo(2);
        assertThat(terminal.err())
                .contains("--start-time must be a date and time such as 2026-10-28T14:14:18, but was yesterday");
    }

    /** Wants a command behind dashes. */
    @Description(value = "", arguments = "MAPFILE -- COMMAND [WORD...]")
    public static final class DashedRecipe extends Recipe {
        private final Output<List<?>> told = output("args", "the arguments").list();

        @Override
        protected int run() {
            told.set(args());
            return 0;
        }
    }

    /** Sets none of its outputs. */
    public static final class LaxRecipe extends Recipe {
        @SuppressWarnings("unused")
        private final List<Output<?>> outputs = List.of(
                output("lines", "how many").integer(),
                output("maybe", "").text().optional(),
                output("files", "how many").integer());

        @Override
        protected int run() {
            return args().size();
        }
    }

    /** Has a long example. */
    @Description(value = "", example = WIDE)
    public static final class WideRecipe extends Recipe {
        @Override
        protected int run() {
            return 0;
        }
    }

    private static final String TEN = "100%/100%/100%/100%/100%/100%/100%/100%/100%/100%/";
    private static final String WIDE = TEN + TEN + TEN + "x";
}

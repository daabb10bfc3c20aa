package pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** References to other keys: as Python's BasicInterpolation has them. */
class InterpolationTest {

    @TempDir
    private Path directory;

    private ConfigurationFiles files;

    @BeforeEach
    void useDirectory() {
        files = new ConfigurationFiles(directory);
    }

    private String text(String... lines) throws IOException, ConfigurationException {
        Configuration configuration = files.read(lines);
        String text = configuration.section("s").text("key").orElseThrow();
        assertThat(files.problems(configuration)).isEmpty();
        return text;
    }

    private List<String> problems(String... lines) throws IOException, ConfigurationException {
        Configuration configuration = files.read(lines);
        configuration.entries("s");
        return files.problems(configuration);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%(a)s | 1",
                "x%(a)s%(b)sy | x12y",
                "%(A)s | 1",
                "100%% | 100%",
                "%%(a)s | %(a)s",
                "%%%(a)s | %1",
                "%(percent)s | 5%",
                "%(deep)s | <<1>>",
                "%(with blank)s | w",
                "%(empty)s | ''"
            })
    void a_reference_is_replaced_by_the_value(String value, String text) throws Exception {
        assertThat(text(
                        "[DEFAULT]",
                        "key = " + value,
                        "a = 1",
                        "b = 2",
                        "percent = 5%%",
                        "less = <%(a)s>",
                        "deep = <%(less)s>",
                        "with blank = w",
                        "empty =",
                        "[s]"))
                .isEqualTo(text);
    }

    @Test
    void a_reference_in_a_later_line_of_a_value_is_replaced_too() throws Exception {
        assertThat(text("[s]", "a = 1", "key = x", "  %(a)s")).isEqualTo("x\n1");
    }

    @Test
    void a_name_is_looked_up_in_the_section_before_default() throws Exception {
        assertThat(text("[DEFAULT]", "a = default", "b = %(a)s", "[s]", "a = own", "key = %(b)s"))
                .isEqualTo("own");
    }

    @Test
    void overrides_win_over_the_file_and_predefined_names_lose_to_it() throws Exception {
        Path file = files.write(
                "[DEFAULT]",
                "Runtime = file",
                "cwd = file",
                "[s]",
                "runtime_of = %(runtime)s",
                "cwd_of = %(cwd)s",
                "job_of = %(job_name)s",
                "[t]",
                "runtime = own",
                "of = %(runtime)s");
        Configuration configuration =
                Configuration.read(file, Map.of("cwd", "pre", "job_name", "pre"), Map.of("RUNTIME", "line"));
        Section section = configuration.section("s");
        assertThat(section.text("runtime_of")).contains("line");
        assertThat(section.text("cwd_of")).contains("file");
        assertThat(section.text("job_of")).contains("pre");
        assertThat(section.text("runtime")).contains("line");
        assertThat(configuration.section("DEFAULT").text("runtime")).contains("line");
        assertThat(configuration.section("DEFAULT").text("job_name")).contains("pre");
        assertThat(configuration.section("t").text("of")).contains("line");
    }

    @Test
    void what_is_not_from_the_file_is_taken_literally() throws Exception {
        Path file = files.write("[s]", "key = %(cwd)s/%(job_name)s");
        Configuration configuration = Configuration.read(file, Map.of("cwd", "/100%/%(x)s"), Map.of("job_name", "%%"));
        assertThat(configuration.section("s").text("key")).contains("/100%/%(x)s/%%");
        assertThat(configuration.section("s").text("cwd")).contains("/100%/%(x)s");
    }

    @Test
    void raw_values_keep_their_percent_signs() throws Exception {
        Configuration configuration = files.read("[s]", "format = %(asctime)s %(message)s 100%");
        assertThat(configuration.section("s").raw("format")).contains("%(asctime)s %(message)s 100%");
        assertThat(configuration.section("s").raw("missing")).isEmpty();
        assertThat(files.problems(configuration)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100% | expected %(name)s, or %% for a percent sign, but found \"%\"",
                "a%b | expected %(name)s, or %% for a percent sign, but found \"%b\"",
                "%(a | expected %(name)s, or %% for a percent sign, but found \"%(a\"",
                "%(a) | expected %(name)s, or %% for a percent sign, but found \"%(a)\"",
                "%(a)d | expected %(name)s, or %% for a percent sign, but found \"%(a)d\"",
                "%()s | expected %(name)s, or %% for a percent sign, but found \"%()s\"",
                "%(rot)s | %(rot)s refers to a key that is not there, did you mean %(root)s?",
                "%(else)s | %(else)s refers to a key that is not there, expected one of this section, of [DEFAULT] or a predefined one",
                "%(key)s | %(key)s leads through more than 10 keys, or in a circle"
            })
    void a_wrong_reference_is_a_problem(String value, String problem) throws Exception {
        assertThat(problems("[DEFAULT]", "root = /", "[s]", "key = " + value))
                .containsExactly("pipeline.cfg:4: key in [s]: " + problem);
    }

    @Test
    void the_problem_is_where_the_mistake_is() throws Exception {
        assertThat(problems("[DEFAULT]", "a = %(b)s", "b = 5%", "[s]", "x = %(a)s", "y = %(a)s"))
                .containsExactly(
                        "pipeline.cfg:3: b in [DEFAULT]: expected %(name)s, or %% for a percent sign, but found"
                                + " \"%\"");
    }

    private static String[] chain(int length) {
        List<String> lines = new ArrayList<>(List.of("[s]", "key = %(k1)s"));
        for (int number = 1; number < length; number++) {
            lines.add("k" + number + " = %(k" + (number + 1) + ")s");
        }
        lines.add("k" + length + " = end");
        return lines.toArray(String[]::new);
    }

    @Test
    void references_lead_through_ten_keys_as_in_config_parser() throws Exception {
        assertThat(text(chain(10))).isEqualTo("end");
        assertThat(problems(chain(11)))
                .containsExactly("pipeline.cfg:2: key in [s]: %(k10)s leads through more than 10 keys, or in a circle");
    }

    @Test
    void a_value_that_multiplies_itself_is_refused_before_it_fills_the_memory() throws Exception {
        List<String> lines = new ArrayList<>(List.of("[DEFAULT]", "k0 = " + "x".repeat(100_000)));
        for (int number = 1; number < 9; number++) {
            lines.add("k" + number + " = " + ("%(k" + (number - 1) + ")s").repeat(10));
        }
        lines.addAll(List.of("[s]", "key = %(k8)s"));
        assertThat(problems(lines.toArray(String[]::new)))
                .containsExactly("pipeline.cfg:12: key in [s]: references make more than 4194304 characters");
    }

    @Test
    void a_value_that_multiplies_nothing_is_refused_before_it_takes_forever() throws Exception {
        List<String> lines = new ArrayList<>(List.of("[DEFAULT]", "k0 ="));
        for (int number = 1; number < 9; number++) {
            lines.add("k" + number + " = " + ("%(k" + (number - 1) + ")s").repeat(100));
        }
        lines.addAll(List.of("[s]", "key = %(k8)s"));
        assertThat(problems(lines.toArray(String[]::new)))
                .containsExactly("pipeline.cfg:12: key in [s]: more than 10000 references in one value");
    }
}

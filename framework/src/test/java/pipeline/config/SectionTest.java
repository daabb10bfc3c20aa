package pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of each type, and what is said about those that do not fit. */
class SectionTest {

    /** Words for the tests. */
    enum Policy {
        STRICT,
        ACCEPT_NEW,
        ACCEPT_ANY
    }

    @TempDir
    private Path directory;

    private ConfigurationFiles files;
    private Configuration configuration;

    @BeforeEach
    void useDirectory() {
        files = new ConfigurationFiles(directory);
    }

    private Section section(String value) throws IOException, ConfigurationException {
        configuration = files.read("[s]", "key = " + value);
        return configuration.section("s");
    }

    private void assertProblem(String problem) {
        assertThat(files.problems(configuration)).containsExactly("pipeline.cfg:2: key in [s] " + problem);
    }

    private void assertNoProblem() {
        assertThat(files.problems(configuration)).isEmpty();
    }

    @Test
    void a_missing_key_gives_the_fallback() throws Exception {
        Section section = files.read("[s]").section("s");
        assertThat(section.text("key")).isEmpty();
        assertThat(section.text("key", "x")).isEqualTo("x");
        assertThat(section.raw("key")).isEmpty();
        assertThat(section.integer("key", 7, 1, 9)).isEqualTo(7);
        assertThat(section.duration("key", Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
        assertThat(section.path("key")).isEmpty();
        assertThat(section.list("key")).isEmpty();
        assertThat(section.flag("key", true)).isTrue();
        assertThat(section.word("key", Policy.class, Policy.ACCEPT_ANY)).isEqualTo(Policy.ACCEPT_ANY);
    }

    @Test
    void a_section_that_is_not_in_the_file_has_the_keys_of_default() throws Exception {
        Configuration defaults = files.read("[DEFAULT]", "key = x");
        assertThat(defaults.section("elsewhere").text("key")).contains("x");
    }

    @Test
    void keys_may_be_asked_for_in_any_case() throws Exception {
        assertThat(section("x").text("KEY")).contains("x");
        assertNoProblem();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "+5, 5", "-3, -3", "007, 7", "10, 10"})
    void whole_numbers_are_read(String value, int number) throws Exception {
        assertThat(section(value).integer("key", 99, -3, 10)).isEqualTo(number);
        assertNoProblem();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "x", "", "1.0", "1e3", "99999999999", "99999999999999999999", "1 2", "٣"})
    void what_is_no_whole_number_in_the_range_is_a_problem(String value) throws Exception {
        assertThat(section(value).integer("key", 4, 1, 10)).isEqualTo(4);
        assertProblem("must be a whole number from 1 to 10, but was \"" + value + "\"");
    }

    @ParameterizedTest
    @CsvSource({"90, 90", "90s, 90", "2m, 120", "1h30m, 5400", "1h30, 3630", "1d, 86400", "1d1h1m1s, 90061"})
    void durations_are_read(String value, int seconds) throws Exception {
        assertThat(section(value).duration("key", Duration.ZERO)).isEqualTo(Duration.ofSeconds(seconds));
        assertNoProblem();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "", "-1", "1.5", "5x", "1m1h", "s", "9999999999", "10 s"})
    void what_is_no_duration_is_a_problem(String value) throws Exception {
        assertThat(section(value).duration("key", Duration.ofSeconds(8))).isEqualTo(Duration.ofSeconds(8));
        assertProblem("must be a time above zero such as 90, 90s, 2m, 1h30m or 1d, but was \"" + value + "\"");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "Yes, true", "on, true", "1, true", "FALSE, false", "no, false", "off, false", "0, false"
    })
    void switches_are_read(String value, boolean expected) throws Exception {
        assertThat(section(value).flag("key", !expected)).isEqualTo(expected);
        assertNoProblem();
    }

    @Test
    void what_is_no_switch_is_a_problem() throws Exception {
        assertThat(section("maybe").flag("key", true)).isTrue();
        assertProblem("must be one of true, yes, on, 1, false, no, off, 0, but was \"maybe\"");
    }

    @Test
    void words_are_read() throws Exception {
        assertThat(section("accept-new").word("key", Policy.class, Policy.STRICT))
                .isEqualTo(Policy.ACCEPT_NEW);
        assertNoProblem();
    }

    @ParameterizedTest
    @CsvSource({
        "never, ''",
        "'', ''",
        "ACCEPT_NEW, ', did you mean accept-new?'",
        "acept-any, ', did you mean accept-any?'"
    })
    void what_is_not_one_of_the_words_is_a_problem(String value, String suggestion) throws Exception {
        assertThat(section(value).word("key", Policy.class, Policy.STRICT)).isEqualTo(Policy.STRICT);
        assertProblem("must be one of strict, accept-new, accept-any, but was \"" + value + "\"" + suggestion);
    }

    @Test
    void paths_are_read() throws Exception {
        String home = System.getProperty("user.home");
        assertThat(section("/a b/c").path("key")).contains(Path.of("/a b/c"));
        assertThat(section("~/x").path("key")).contains(Path.of(home, "x"));
        assertThat(section("~").path("key")).contains(Path.of(home));
        assertThat(section("a~b").path("key")).contains(Path.of("a~b"));
        assertNoProblem();
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "~root/x, ~root/x", "'/a\n  /b', '/a\\n/b'"})
    void what_is_no_path_is_a_problem(String value, String shown) throws Exception {
        assertThat(section(value).path("key")).isEmpty();
        assertProblem("must be one path, absolute or beginning with ~/, but was \"" + shown + "\"");
    }

    @Test
    void a_path_that_the_system_refuses_is_a_problem() {
        configuration = Configuration.empty(Map.of(), Map.of("key", "a\0b"));
        assertThat(configuration.section("s").path("key")).isEmpty();
        assertThat(files.problems(configuration))
                .containsExactly("command line: key must be a path of this system (Nul character not allowed), but was"
                        + " \"a\\x00b\"");
    }

    @Test
    void lists_are_read() throws Exception {
        assertThat(section("\n  a\n  b,\n  'c, d'").list("key")).containsExactly("a", "b", "c, d");
        assertThat(section("").list("key")).isEmpty();
        assertNoProblem();
    }

    @Test
    void what_is_no_list_is_a_problem() throws Exception {
        assertThat(section("[a, b").list("key")).isEmpty();
        assertProblem("must close the bracket of \"[a, b\", or put it in quotes");
    }

    @Test
    void a_long_wrong_value_is_shortened() throws Exception {
        assertThat(section("x".repeat(100)).flag("key", false)).isFalse();
        assertProblem("must be one of true, yes, on, 1, false, no, off, 0, but was \"" + "x".repeat(60) + "…\"");
    }

    @Test
    void references_are_replaced_before_a_value_is_read() throws Exception {
        Configuration numbers = files.read("[s]", "n = 4", "key = %(n)s2");
        assertThat(numbers.section("s").integer("key", 1, 1, 100)).isEqualTo(42);
    }

    @Test
    void a_problem_is_reported_once_however_often_the_key_is_read() throws Exception {
        Section section = section("x");
        assertThat(List.of(section.flag("key", true), section.flag("key", true)))
                .containsExactly(true, true);
        assertThat(files.problems(configuration)).hasSize(1);
        assertThat(files.problems(configuration)).hasSize(1);
    }
}

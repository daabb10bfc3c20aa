package pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a section, a key and a value: as Python's ConfigParser has it. */
class IniReaderTest {

    @TempDir
    private Path directory;

    private ConfigurationFiles files;

    @BeforeEach
    void useDirectory() {
        files = new ConfigurationFiles(directory);
    }

    private String raw(String... lines) throws IOException, ConfigurationException {
        Configuration configuration = files.read(lines);
        String value = configuration.section("s").raw("key").orElseThrow();
        configuration.entries("s");
        assertThat(files.problems(configuration)).isEmpty();
        return value;
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
                "key = value | value",
                "key=value | value",
                "key: value | value",
                "key : value | value",
                "key:=value | =value",
                "key = a = b : c | a = b : c",
                "key = http://x/y?z=1 | http://x/y?z=1",
                "KEY = Value | Value",
                "key = value # no comment ; neither | value # no comment ; neither",
                "key = \"quoted\" | \"quoted\"",
                "key = ${env:HOME} ${sys:user.name} | ${env:HOME} ${sys:user.name}",
                "key = a, b | a, b",
                "key = a\\nb | a\\nb",
                "  key = indented | indented",
                "key = [x] | [x]"
            })
    void a_line_gives_a_key_its_value(String line, String value) throws Exception {
        assertThat(raw("[s]", line)).isEqualTo(value);
    }

    @Test
    void a_key_may_have_an_empty_value() throws Exception {
        assertThat(raw("[s]", "key =")).isEmpty();
    }

    @Test
    void a_line_that_is_indented_deeper_continues_the_value() throws Exception {
        assertThat(raw("[s]", "key = a", "  b", "\tc = d", "   [e]", "other = x"))
                .isEqualTo("a\nb\nc = d\n[e]");
        assertThat(raw("[s]", "key =", "  a", "  b")).isEqualTo("\na\nb");
        assertThat(raw("[s]", "  key = a", "    b", "  other = c")).isEqualTo("a\nb");
    }

    @Test
    void empty_lines_inside_a_value_belong_to_it_and_those_behind_it_do_not() throws Exception {
        assertThat(raw("[s]", "key = a", "", "   ", "  b", "", "", "other = c")).isEqualTo("a\n\n\nb");
    }

    @Test
    void comments_stand_on_lines_of_their_own_also_inside_a_value() throws Exception {
        assertThat(raw("# a", "; b", "[s]", "  # c", "key = a", "  # d", "  b", "; e", "  c"))
                .isEqualTo("a\nb\nc");
    }

    @Test
    void a_section_head_may_be_followed_by_a_comment() throws Exception {
        assertThat(raw("[ s ] # see [t]", "key = a")).isEqualTo("a");
        assertThat(raw("[s];", "key = a")).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lines_may_end_in_any_usual_way(String end) throws Exception {
        Path file = directory.resolve("pipeline.cfg");
        Files.writeString(file, String.join(end, "[s]", "key = a", "  b", "", "no value"));
        Configuration configuration = Configuration.read(file, Map.of(), Map.of());
        assertThat(configuration.section("s").raw("key")).contains("a\nb");
        assertThat(files.problems(configuration))
                .singleElement()
                .asString()
                .startsWith("pipeline.cfg:5: expected \"key = value\", but found \"no value\"");
    }

    @Test
    void a_byte_order_mark_is_skipped() throws Exception {
        assertThat(raw("\ufeff[s]", "key = a")).isEqualTo("a");
    }

    @Test
    void a_file_of_a_byte_order_mark_only_is_empty() throws Exception {
        assertThat(problems("\ufeff")).isEmpty();
        assertThat(problems("")).isEmpty();
    }

    @Test
    void heads_and_keys_may_hold_what_means_something_to_other_formats() throws Exception {
        Configuration configuration =
                files.read("[host.set]", "a.b = 1", "a..b = 2", "c(0) = 3", "x y = 5", "lce[001-003] = 6", "ü = 7");
        assertThat(configuration.entries("host.set"))
                .containsExactly(
                        Map.entry("a.b", "1"),
                        Map.entry("a..b", "2"),
                        Map.entry("c(0)", "3"),
                        Map.entry("x y", "5"),
                        Map.entry("lce[001-003]", "6"),
                        Map.entry("ü", "7"));
    }

    @Test
    void default_may_stand_twice_as_in_config_parser() throws Exception {
        Configuration configuration = files.read("[DEFAULT]", "a = 1", "[s]", "[DEFAULT]", "b = 2");
        assertThat(configuration.section("s").raw("a")).contains("1");
        assertThat(configuration.section("s").raw("b")).contains("2");
        assertThat(files.problems(configuration)).isEmpty();
    }

    @Test
    void a_second_section_or_key_of_the_same_name_names_both_lines() throws Exception {
        assertThat(problems("[s]", "key = a", "[t]", "[s]", "KEY = b"))
                .containsExactly(
                        "pipeline.cfg:4: section [s] stands in line 1 already, expected it once",
                        "pipeline.cfg:5: key in [s] stands in line 2 already, expected it once");
    }

    @Test
    void a_key_without_a_value_is_a_problem() throws Exception {
        assertThat(problems("[s]", "key"))
                .containsExactly("pipeline.cfg:2: expected \"key = value\", but found \"key\"");
    }

    @ParameterizedTest
    @CsvSource({"= a, =", ": a, :"})
    void a_value_without_a_key_is_a_problem(String line, String delimiter) throws Exception {
        assertThat(problems("[s]", line))
                .containsExactly(
                        "pipeline.cfg:2: expected a key before the " + delimiter + ", but found \"" + line + "\"");
    }

    @Test
    void keys_before_any_section_are_one_problem() throws Exception {
        assertThat(problems("", "a = 1", "b = 2", "  c", "[s]", "key = d"))
                .containsExactly("pipeline.cfg:2: \"a = 1\" stands before the first section, expected a line such as"
                        + " [remote] above it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[s | the head of a section is not closed, expected \"]\" after \"[s\"",
                "[deploy lce[001-003] | the head of a section is not closed, expected \"]\" after \"[deploy lce[001-003]\"",
                "[] | expected the name of a section between the brackets",
                "[ ] | expected the name of a section between the brackets",
                "[s] key = a | expected nothing after the head of a section, but found \"key = a\"",
                "[a, b] | expected the name of a section between the brackets, but found \"a, b\"",
                "[DEFAULT lce1] | [DEFAULT] is for all hosts, write the host set behind another section"
            })
    void a_wrong_head_is_one_problem_whatever_stands_below_it(String head, String problem) throws Exception {
        assertThat(problems("", head, "a = 1", "a = 2", "  b", "[s]", "key = c"))
                .containsExactly("pipeline.cfg:2: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/usr/lib:/opt/lib | expected a key without \"/\", but found \"/usr/lib\"",
                "%(root)s/lib:/x | expected a key without \"/\", but found \"%(root)s/lib\"",
                "/usr/lib | expected \"key = value\", but found \"/usr/lib\"",
                "[/a, /b] | expected the name of a section between the brackets, but found \"/a, /b\""
            })
    void a_wrapped_line_without_indentation_is_told_to_be_indented(String wrapped, String problem) throws Exception {
        assertThat(problems("[s]", "key = /a:/b:", "", wrapped))
                .containsExactly(
                        "pipeline.cfg:4: " + problem + "; if it continues the value of key in line 2, indent it");
    }

    @Test
    void a_line_with_a_nul_character_is_a_problem() throws Exception {
        assertThat(problems("[s]", "key = a\0b", "\0"))
                .containsExactly(
                        "pipeline.cfg:2: the line holds a NUL character, expected text",
                        "pipeline.cfg:3: the line holds a NUL character, expected text");
    }

    @Test
    void a_line_that_is_not_utf8_is_a_problem() throws Exception {
        Path file = directory.resolve("pipeline.cfg");
        Files.write(file, "[s]\nkey = ä\nother = \u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(files.problems(Configuration.read(file, Map.of(), Map.of())))
                .containsExactly(
                        "pipeline.cfg:2: the line is not UTF-8, save the file in this encoding",
                        "pipeline.cfg:3: the line is not UTF-8, save the file in this encoding");
    }

    @Test
    void a_megabyte_on_one_line_is_a_value_like_others() throws Exception {
        String megabyte = "x".repeat(1 << 20);
        assertThat(raw("[s]", "key = " + megabyte)).isEqualTo(megabyte);
    }

    @Test
    void what_is_long_and_wrong_is_not_repeated_in_the_message() throws Exception {
        String text = "x".repeat(600_000);
        Configuration configuration = files.read(
                text, "[s]", text, text + " = 1", text + " = 2", "reference = %(" + text + "y)s", "[s " + text + "[]]");
        configuration.section("s").text("reference");
        assertThat(files.problems(configuration))
                .hasSize(6)
                .allSatisfy(problem -> assertThat(problem.length()).isLessThan(350));
    }

    @Test
    void a_file_longer_than_four_megabytes_is_refused() throws Exception {
        Path file = files.write("#".repeat(SourceLines.MAX_BYTES + 1));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Configuration.read(file, Map.of(), Map.of()))
                .withMessage(file + ": is longer than 4 MiB, expected a configuration file");
    }

    @Test
    void very_many_keys_are_read_quickly() throws Exception {
        StringBuilder text = new StringBuilder("[s]\n");
        for (int number = 0; number < 10_000; number++) {
            text.append("key").append(number).append(" = ").append(number).append('\n');
        }
        assertThat(files.read(text.toString()).section("s").raw("key9999")).contains("9999");
    }

    @Test
    void reading_ends_after_a_hundred_problems() throws Exception {
        assertThat(problems("[s]\n" + "wrong\n".repeat(1000)))
                .hasSize(101)
                .last()
                .isEqualTo("pipeline.cfg:102: too many problems, reading ends here");
    }

    @Test
    void a_missing_file_is_refused() {
        Path file = directory.resolve("missing.cfg");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Configuration.read(file, Map.of(), Map.of()))
                .withMessage(file + ": does not exist, expected a configuration file");
    }

    @Test
    void a_directory_is_refused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Configuration.read(directory, Map.of(), Map.of()))
                .withMessageStartingWith(directory + ": cannot be read, expected a configuration file");
    }

    @Test
    void a_file_without_permission_is_refused() throws Exception {
        Path file = files.write("[s]");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "root may read everything");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Configuration.read(file, Map.of(), Map.of()))
                .withMessage(file + ": must not be read by you, give yourself permission to read it");
    }

    @Test
    void a_file_that_never_ends_is_refused() {
        Path endless = Path.of("/dev/zero");
        Assumptions.assumeTrue(Files.exists(endless));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Configuration.read(endless, Map.of(), Map.of()))
                .withMessage("/dev/zero: is longer than 4 MiB, expected a configuration file");
    }
}

package pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections, sections for some hosts, and the report of every mistake at once. */
class ConfigurationTest {

    @TempDir
    private Path directory;

    private ConfigurationFiles files;

    @BeforeEach
    void useDirectory() {
        files = new ConfigurationFiles(directory);
    }

    @Test
    void the_last_section_for_a_host_wins_then_earlier_ones_then_the_one_for_all_then_default() throws Exception {
        Configuration configuration = files.read(
                "[DEFAULT]",
                "a = default",
                "b = default",
                "[deploy lce[001-010]]",
                "c = first",
                "d = first",
                "[deploy]",
                "b = all",
                "c = all",
                "d = all",
                "[deploy lce[005-006],node1]",
                "d = second, once %(c)s");
        Section lce005 = configuration.section("deploy", "lce005");
        assertThat(lce005.text("a")).contains("default");
        assertThat(lce005.text("b")).contains("all");
        assertThat(lce005.text("c")).contains("first");
        assertThat(lce005.text("d")).contains("second, once first");
        assertThat(configuration.section("deploy", "lce001").text("d")).contains("first");
        assertThat(configuration.section("deploy", "node1").text("d")).contains("second, once all");
        assertThat(configuration.section("deploy", "lce011").text("d")).contains("all");
        assertThat(configuration.section("deploy").text("d")).contains("all");
        assertThat(files.problems(configuration)).isEmpty();
    }

    @Test
    void bad_values_for_some_hosts_are_found_without_asking_for_a_host() throws Exception {
        Configuration configuration = files.read(
                "[remote]",
                "max_per_node = 4",
                "[remote lce[001-003]]",
                "max_per_node = many",
                "[remote lce[004-006]]",
                "max_per_node = %(nothing)s",
                "[remote lce007]",
                "max_per_node = 8");
        assertThat(configuration.section("remote").integer("max_per_node", 1, 1, 100))
                .isEqualTo(4);
        assertThat(configuration.section("remote", "lce001").integer("max_per_node", 1, 1, 100))
                .isEqualTo(1);
        assertThat(configuration.section("remote", "lce007").integer("max_per_node", 1, 1, 100))
                .isEqualTo(8);
        assertThat(files.problems(configuration))
                .containsExactly(
                        "pipeline.cfg:4: max_per_node in [remote lce[001-003]] must be a whole number from 1 to 100,"
                                + " but was \"many\"",
                        "pipeline.cfg:6: max_per_node in [remote lce[004-006]]: %(nothing)s refers to a key that is not"
                                + " there, expected one of this section, of [DEFAULT] or a predefined one");
    }

    @Test
    void entries_are_the_own_keys_of_a_section_in_their_order() throws Exception {
        Configuration configuration = files.read(
                "[DEFAULT]", "user = lofar", "[hosts]", "lce[001-003] = %(user)s@lce", "alias = x", "bad = %", "b = y");
        assertThat(configuration.entries("hosts"))
                .containsExactly(Map.entry("lce[001-003]", "lofar@lce"), Map.entry("alias", "x"), Map.entry("b", "y"));
        assertThat(configuration.entries("missing")).isEmpty();
        assertThat(files.problems(configuration))
                .singleElement()
                .asString()
                .startsWith("pipeline.cfg:6: bad in [hosts]: ");
    }

    @Test
    void an_unknown_key_in_a_known_section_is_a_problem() throws Exception {
        Configuration configuration = files.read(
                "[DEFAULT]",
                "whatever = fine",
                "[remote]",
                "max_per_nod = 4",
                "colour = red",
                "log_file = x",
                "key_filename = ~/.ssh/id_rsa",
                "[remote lce001]",
                "mehtod = ssh",
                "[logging]",
                "formt = x",
                "[empty]",
                "x = 1");
        Section remote = configuration.section("remote");
        remote.integer("max_per_node", 1, 1, 9);
        remote.text("method");
        configuration.section("logging").raw("format");
        configuration.section("logging").path("log_file");
        configuration.section("empty");
        assertThat(files.problems(configuration))
                .containsExactly(
                        "pipeline.cfg:4: unknown key `max_per_nod` in [remote], did you mean `max_per_node`?",
                        "pipeline.cfg:5: unknown key `colour` in [remote], expected one of max_per_node, method",
                        "pipeline.cfg:6: unknown key `log_file` in [remote], it belongs to [logging]",
                        "pipeline.cfg:9: unknown key `mehtod` in [remote lce001], did you mean `method`?",
                        "pipeline.cfg:11: unknown key `formt` in [logging], did you mean `format`?",
                        "pipeline.cfg:13: unknown key `x` in [empty], expected none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "script_path",
                "controller_ppath",
                "xml_stat_file",
                "nodelist_variable",
                "globalfs",
                "key_filename",
                "vds_directory",
                "parset_directory",
                "results_directory",
                "mapfile_directory",
                "task_furl",
                "multiengine_furl",
                "clustername",
                "niceness"
            })
    void a_key_of_the_ancestor_that_means_nothing_here_is_left_alone(String key) throws Exception {
        Configuration configuration = files.read("[s]", key + " = %(x)s", "[DEFAULT]", key + " = y");
        configuration.section("s");
        assertThat(files.problems(configuration)).isEmpty();
        assertThat(configuration.leftAlone())
                .contains(configuration.file().orElseThrow()
                        + ": what means something to LOFAR's framework only is left alone: " + key
                        + "; docs/from-lofar.md says what takes its place");
    }

    @Test
    void all_that_is_left_alone_is_one_line_and_what_is_misspelt_stays_a_mistake() throws Exception {
        Configuration configuration = files.read(
                "[feedback]", "method = none", "[s]", "globalfs = False", "vds_directory = x", "vds_directry = x");
        configuration.section("s").text("vds_directories");
        assertThat(files.problems(configuration))
                .containsExactly("pipeline.cfg:6: unknown key `vds_directry` in [s], did you mean `vds_directories`?");
        assertThat(configuration.leftAlone().orElseThrow())
                .contains("left alone: [feedback], globalfs, vds_directory;")
                .hasLineCount(1);
    }

    @Test
    void a_key_of_the_ancestor_that_a_room_reads_is_fine() throws Exception {
        Configuration configuration = files.read("[cluster]", "clusterdesc = x");
        assertThat(configuration.section("cluster").text("clusterdesc")).contains("x");
        assertThat(files.problems(configuration)).isEmpty();
    }

    @Test
    void a_key_that_a_value_refers_to_is_known() throws Exception {
        Configuration configuration = files.read(
                "[layout]", "root = %(disk)s/jobs", "disk = /data", "job_directory = %(root)s/x", "rot = /data");
        assertThat(configuration.section("layout").text("job_directory")).contains("/data/jobs/x");
        assertThat(files.problems(configuration))
                .containsExactly("pipeline.cfg:5: unknown key `rot` in [layout], expected one of job_directory");
    }

    @Test
    void an_unknown_section_near_a_known_one_is_a_problem_and_others_are_not() throws Exception {
        Configuration configuration = files.read(
                "[remot]",
                "x = 1",
                "[Remote lce001]",
                "[feedback]",
                "method = messagebus",
                "[my tool, v 2!]",
                "[docker]");
        configuration.section("remote").text("method");
        assertThat(files.problems(configuration))
                .containsExactly(
                        "pipeline.cfg:1: unknown section [remot], did you mean [remote]?",
                        "pipeline.cfg:3: unknown section [Remote lce001], did you mean [remote lce001]?");
    }

    @Test
    void a_section_for_some_hosts_whose_head_lacks_the_blank_is_reported() throws Exception {
        Configuration configuration =
                files.read("[deploy:lce002]", "x = 1", "[deploy[lce003]]", "[deploy.lce004]", "[deployment notes]");
        configuration.section("deploy").text("x");
        assertThat(files.problems(configuration))
                .containsExactly(
                        "pipeline.cfg:1: unknown section [deploy:lce002], did you mean [deploy lce002]?",
                        "pipeline.cfg:3: unknown section [deploy[lce003]], did you mean [deploy [lce003]]?",
                        "pipeline.cfg:4: unknown section [deploy.lce004], did you mean [deploy lce004]?");
    }

    @Test
    void the_hosts_of_a_known_section_must_be_a_host_set() throws Exception {
        Configuration configuration =
                files.read("[other x y]", "[remote lce[1-b]]", "[remote @gpu]", "[remote n1,.node1]");
        configuration.section("remote");
        assertThat(files.problems(configuration))
                .containsExactly(
                        "pipeline.cfg:2: the hosts of section [remote lce[1-b]] cannot be read: column 7: expected a"
                                + " number such as in [1-5,8], but found \"b\" (in \"lce[1-b]\")",
                        "pipeline.cfg:3: the hosts of section [remote @gpu] cannot be read: column 1: group @gpu:"
                                + " there is no such group; write it into [groups] as name = host set (in \"@gpu\")",
                        "pipeline.cfg:4: the hosts of section [remote n1,.node1] cannot be read: column 4: expected a"
                                + " host's name, but '.node1' begins with a dot (in \"n1,.node1\")");
    }

    @Test
    void every_problem_is_reported_at_once_in_the_order_of_the_lines() throws Exception {
        Configuration configuration = files.read(
                "[remote]",
                "method = shh",
                "max_per_node = 0",
                "no value",
                "connect_timeout = %(x)s",
                "unheard = of",
                "[remote a[]",
                "[remote",
                "[logging]",
                "log_file = /a",
                "log_file = /b");
        Section remote = configuration.section("remote");
        remote.word("method", Method.class, Method.SSH);
        remote.duration("connect_timeout", Duration.ofSeconds(15));
        remote.integer("max_per_node", 1, 1, 9);
        configuration.section("logging").path("log_file");
        assertThat(files.problems(configuration))
                .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
                .containsExactly(
                        "pipeline.cfg:2:",
                        "pipeline.cfg:3:",
                        "pipeline.cfg:4:",
                        "pipeline.cfg:5:",
                        "pipeline.cfg:6:",
                        "pipeline.cfg:7:",
                        "pipeline.cfg:8:",
                        "pipeline.cfg:11:");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(configuration::check)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(8))
                .satisfies(e -> assertThat(e.problems()).hasSize(8));
    }

    private enum Method {
        SSH,
        LOCAL
    }

    @Test
    void a_room_reports_problems_of_its_own_with_their_place() throws Exception {
        Path file = files.write("[DEFAULT]", "a = 1", "[remote]", "b = 2", "[remote lce001]", "b = 3");
        Configuration configuration = Configuration.read(file, Map.of(), Map.of("c", "4"));
        List.of("a", "b").forEach(configuration.section("remote")::text);
        configuration.problem("remote", "A", "must be even");
        configuration.problem("remote", "b", "must be odd");
        configuration.section("remote", "lce001").problem("b", "must be even");
        configuration.problem("remote", "c", "must be odd");
        configuration.problem("remote", "d", "is needed");
        assertThat(files.problems(configuration))
                .containsExactlyInAnyOrder(
                        "command line: c: must be odd",
                        "pipeline.cfg: d in [remote]: is needed",
                        "pipeline.cfg:2: a in [DEFAULT]: must be even",
                        "pipeline.cfg:4: b in [remote]: must be odd",
                        "pipeline.cfg:6: b in [remote lce001]: must be even");
    }

    @Test
    void a_configuration_without_a_file_has_what_is_given() {
        Configuration configuration = Configuration.empty(Map.of("cwd", "/data"), Map.of("retries", "many"));
        assertThat(configuration.file()).isEmpty();
        assertThat(configuration.section("s").text("cwd")).contains("/data");
        assertThat(configuration.section("s", "lce001").integer("retries", 3, 0, 9))
                .isEqualTo(3);
        assertThat(configuration.entries("hosts")).isEmpty();
        configuration.problem("s", "key", "is needed");
        assertThat(files.problems(configuration))
                .containsExactly(
                        "command line: retries must be a whole number from 0 to 9, but was \"many\"",
                        "configuration: key in [s]: is needed");
    }

    @Test
    void the_file_is_reported() throws Exception {
        assertThat(files.read("[s]").file()).contains(directory.resolve("pipeline.cfg"));
    }

    @Test
    void the_given_file_is_taken_even_if_it_is_not_there() throws Exception {
        Path given = Path.of("missing.cfg");
        assertThat(Configuration.find(given, directory, directory, null)).contains(given);
    }

    @Test
    void the_current_directory_comes_before_the_home_directory() throws Exception {
        Path cwd = Files.createDirectory(directory.resolve("cwd"));
        Path home = Files.createDirectory(directory.resolve("home"));
        Path inHome = Files.createDirectories(home.resolve(".config/pipeline")).resolve("pipeline.cfg");
        Files.createFile(inHome);
        assertThat(Configuration.find(null, cwd, home, null)).contains(inHome);
        // a directory of that name is no configuration
        Files.createDirectory(cwd.resolve("pipeline.cfg"));
        assertThat(Configuration.find(null, cwd, home, null)).contains(inHome);
        Files.delete(cwd.resolve("pipeline.cfg"));
        Files.createFile(cwd.resolve("pipeline.cfg"));
        assertThat(Configuration.find(null, cwd, home, null)).contains(cwd.resolve("pipeline.cfg"));
    }

    @Test
    void a_file_that_others_may_write_is_refused_unless_somebody_names_it() throws Exception {
        Path file = Files.createFile(directory.resolve("pipeline.cfg"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> Configuration.find(null, directory, directory, null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file
                        + " is not read: it may be written by others (chmod go-w takes that away), and what stands in"
                        + " it can run anything as you; if you trust it, name it: -c " + file);
        assertThat(Configuration.find(file, directory, directory, null)).contains(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Configuration.find(null, directory, directory, null)).contains(file);
    }

    @Test
    void a_key_of_the_ancestor_in_default_that_others_are_made_of_is_fine() throws Exception {
        Configuration configuration =
                files.read("[DEFAULT]", "script_path = /opt", "[s]", "a = b", "[mine]", "b = %(script_path)s/x");
        configuration.section("s").text("a");
        assertThat(files.problems(configuration)).isEmpty();
        assertThat(configuration.leftAlone()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$HOME/x", "/data/${USER}", "${HOME}", "$TMPDIR"})
    void a_variable_of_a_shell_in_a_place_is_not_taken_for_a_name(String place) throws Exception {
        Configuration configuration = files.read("[s]", "a = " + place, "b = " + place, "c = " + place, "d = /$x");
        Section section = configuration.section("s");
        section.path("a");
        section.place("b");
        section.places("c");
        assertThat(section.place("d")).contains("/$x");
        assertThat(files.problems(configuration))
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem)
                        .contains("must name a place without variables of a shell")
                        .contains("write ~/ for the home directory"));
    }

    @Test
    void names_that_only_another_command_knows_do_not_hinder_a_look_at_all_sections() throws Exception {
        Configuration configuration = files.read("[s]", "a = %(job_name)s", "b = 1", "c = x");
        configuration.section("s").integer("b", 0, 0, 9);
        Configuration whole = configuration.withNames(Map.of("job_name", "x"));
        assertThat(whole.section("s").text("a")).contains("x");
        whole.section("s").integer("b", 0, 0, 9);
        assertThat(files.problems(whole))
                .containsExactly("pipeline.cfg:4: unknown key `c` in [s], expected one of a, b");
        configuration.section("s").integer("c", 0, 0, 9);
        assertThat(files.problems(whole)).hasSize(2);
    }

    @Test
    void the_places_are_those_of_the_manual() {
        assertThat(ConfigurationSearchPath.of(Path.of("/cwd"), Path.of("/home/me"), null))
                .containsExactly(
                        Path.of("/cwd/pipeline.cfg"),
                        Path.of("/home/me/.config/pipeline/pipeline.cfg"),
                        Path.of("/etc/pipeline/pipeline.cfg"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "relative"})
    void an_xdg_directory_that_is_no_absolute_path_is_ignored(String xdg) {
        assertThat(ConfigurationSearchPath.of(Path.of("/cwd"), Path.of("/home/me"), xdg))
                .contains(Path.of("/home/me/.config/pipeline/pipeline.cfg"));
    }

    @Test
    void the_xdg_directory_takes_the_place_of_dot_config() {
        assertThat(ConfigurationSearchPath.of(Path.of("/cwd"), Path.of("/home/me"), "/xdg"))
                .element(1)
                .isEqualTo(Path.of("/xdg/pipeline/pipeline.cfg"));
    }

    @Test
    void no_file_is_found_when_there_is_none() {
        assertThat(ConfigurationSearchPath.first(List.of(directory.resolve("pipeline.cfg"))))
                .isEmpty();
    }
}

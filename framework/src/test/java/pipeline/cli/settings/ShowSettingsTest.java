package pipeline.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.cli.ScriptedRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.EngineFactory;

/** The command {@code config show}, and the names that completions ask for. */
class ShowSettingsTest {

    @TempDir
    Path directory;

    private Terminal terminal;

    @BeforeEach
    void sit_down() {
        terminal = new Terminal(
                directory, new EngineFactory(Map.of("HOME", directory.toString())), List.of(ScriptedRecipe.class));
    }

    private void configure(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("pipeline.cfg"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void every_value_says_where_it_comes_from_and_what_it_is_made_of() throws Exception {
        configure("""
                [DEFAULT]
                software = /opt/lofar
                runtime_directory = %(software)s/run
                [deploy]
                engine_ppath = [%(software)s/python]
                [remote lce[001-003]]
                init = module load lofar
                [groups]
                data = lce[001-003]
                """);
        String file = directory.resolve("pipeline.cfg").toString();

        assertThat(terminal.type("config", "show", "--output", "tsv")).isZero();
        assertThat(terminal.out())
                .contains("DEFAULT\tsoftware\t/opt/lofar\t" + file + ":2\n")
                .contains("DEFAULT\truntime_directory\t/opt/lofar/run\t" + file + ":3 (software: " + file + ":2)\n")
                .contains("deploy\tengine_ppath\t[/opt/lofar/python]\t" + file + ":5 (software: " + file + ":2)\n")
                .contains("remote lce[001-003]\tinit\tmodule load lofar\t" + file + ":7\n")
                .contains("groups\tdata\tlce[001-003]\t" + file + ":9\n")
                .contains("jobs\turl\tjdbc:sqlite:/opt/lofar/run/jobs.sqlite\tdefault\n")
                .contains("remote\tmax_per_node\t1\tdefault\n")
                .contains("remote\ton_hangup\tdrain with a terminal, or end\tdefault\n");
        assertThat(terminal.type("config", "show", "-r", "elsewhere", "--output", "tsv", "--set", "DEFAULT"))
                .isZero();
        assertThat(terminal.out())
                .contains("\truntime_directory\t" + directory.resolve("elsewhere") + "\tcommand line\n");
    }

    @Test
    void secrets_are_masked_and_the_environment_goes_before_the_file() throws Exception {
        configure("""
                [jobs]
                url = jdbc:postgresql://db/pipeline
                password = geheim
                [notify]
                hooks = webhook:https://hooks.example.org/T0/geheim
                """);
        assertThat(terminal.type("config", "show", "--output", "jsonl")).isZero();
        assertThat(terminal.out()).doesNotContain("geheim").contains("********", "https://hooks.example.org/********");
    }

    @Test
    void no_key_is_without_the_text_that_says_what_holds_by_default() {
        assertThat(terminal.type("config", "show", "--output", "tsv")).isZero();
        // these hold nothing unless they are set, or only as much as SSH or the host says
        assertThat(terminal.out().lines().filter(line -> line.contains("\t\tdefault")))
                .allSatisfy(line -> assertThat(line)
                        .as("DefaultSettings must say what holds without it")
                        .containsAnyOf(
                                "recipe_directories",
                                "engine_",
                                "job_wrapper",
                                "clusterdesc",
                                "docker",
                                "task_files",
                                "log_directory",
                                "cmdline",
                                "no_retry_exit",
                                "password",
                                "\tuser\t",
                                "\thooks\t",
                                "\tinit\t"));
    }

    @Test
    void a_mistake_of_the_file_is_reported_as_in_a_run_and_an_unknown_section_too() throws Exception {
        assertThat(terminal.type("config", "show", "remtoe")).isEqualTo(2);
        assertThat(terminal.err()).contains("there is no section remtoe; did you mean remote?");
        configure("[remote]\nmax_per_node = many\n[notify]\nhooks = mail:me\n");
        assertThat(terminal.type("config", "show")).isEqualTo(3);
        assertThat(terminal.err())
                .contains("pipeline.cfg:2: max_per_node in [remote] must be a whole number")
                .contains("pipeline.cfg:4: hooks in [notify]: expected cmd:COMMAND or webhook:URL");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void completions_get_names_and_never_an_error() throws Exception {
        assertThat(terminal.type("__complete", "recipes")).isZero();
        assertThat(terminal.out()).isEqualTo("scripted_recipe\n");
        for (String kind : new String[] {"jobs", "hosts", "nonsense", ""}) {
            assertThat(terminal.type("__complete", kind)).as(kind).isZero();
            assertThat(terminal.out() + terminal.err()).as(kind).isEmpty();
        }
        configure("[groups]\ndata = lce[001-003]\n");
        assertThat(terminal.type("__complete", "hosts")).isZero();
        assertThat(terminal.out()).isEqualTo("@data\n");
        Files.writeString(directory.resolve("tasks.cfg"), "[nightly]\nrecipe = scripted_recipe\n");
        configure("[DEFAULT]\ntask_files = [tasks.cfg]\n");
        assertThat(terminal.type("__complete", "recipes")).isZero();
        assertThat(terminal.out()).isEqualTo("nightly\nscripted_recipe\n");
        configure("[groups\n");
        assertThat(terminal.type("__complete", "hosts")).isZero();
        assertThat(terminal.out() + terminal.err()).isEmpty();
    }
}

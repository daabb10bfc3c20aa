package pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pipeline.cli.catalogue.CommandWords;
import pipeline.cli.catalogue.RecipeCatalogue;
import pipeline.cli.common.CommandNode;
import pipeline.cli.engine.EngineFactory;
import pipeline.cli.engine.FakeEngine;
import pipeline.testing.FakeJobRunner;

/** Every command reads the configuration in the same way: one that one of them takes is taken by all. */
class EveryCommandTest {

    private static final Path EXAMPLE = Path.of("../pipeline.cfg.example");

    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void write() throws Exception {
        // of the two ways to say the password one is switched on
        String everyKey = Files.readString(EXAMPLE)
                .replaceAll("(?m)^#(?=\\S|    )", "")
                .replace("\npassword = secret\n", "\n")
                .replace("password_file = ~/.config/pipeline/password", "password_file = " + directory + "/password")
                .replace("clusterdesc = ~/", "clusterdesc = " + directory + "/")
                .replace("runtime_directory = ~/.local/state/pipeline", "runtime_directory = " + directory + "/state");
        assertThat(everyKey).contains("\nmax_per_node = 1\n", "\n[remote lce[001-010],locus1]\n");
        Files.writeString(directory.resolve("lofar.clusterdesc"), "Compute.Nodes = [lce001..10]\n");
        Path password = Files.writeString(directory.resolve("password"), "secret\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(directory.resolve("every.cfg"), everyKey);
        Files.writeString(directory.resolve("wrong.cfg"), "[remote]\nmax_per_node = many\n[jobs]\npatiense = 1m\n");
        Map<String, String> environment = Map.of("HOME", directory.toString());
        terminal = new Terminal(directory, new EngineFactory(environment), List.of(ScriptedRecipe.class));
    }

    static Stream<String> commands() {
        CommandNode root =
                CommandTree.of(Terminal.nowhere(), RecipeCatalogue::load, new FakeEngine(FakeJobRunner.succeeding()));
        Stream<String> table = Stream.of("connections", "drain", "jobs", "undrain")
                .flatMap(word -> Stream.concat(
                        Stream.of(word),
                        root.child(word).orElseThrow().names().stream().map(name -> word + " " + name)));
        return Stream.concat(
                table.map(command -> switch (command) {
                    case "drain", "undrain" -> command + " n1";
                    case "jobs show" -> command + " 1";
                    case "jobs set" -> command + " --priority 1 1";
                    case "jobs query" -> command + " {}";
                    case "connections kill" -> command + " 1";
                    default -> command;
                }),
                Stream.of(
                        "scripted_recipe -n -j x return 0",
                        "work scripted_recipe -j x --no-refresh",
                        "jobs refresh scripted_recipe -j x return 0"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_key_of_the_example_is_taken(String command) {
        int status = terminal.type((command + " -c " + directory.resolve("every.cfg")).split(" ", -1));

        // cmdline is for another method than the example's
        String rest = terminal.err().replaceAll("[^\n]* is left alone: cmdline; [^\n]*\n", "");
        // what a command has to do is not there, but that it says so shows that it has come behind the configuration
        assertThat(rest).doesNotContain("every.cfg");
        assertThat(status).isIn(0, 1, 2);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_mistake_of_the_file_is_reported(String command) {
        assertThat(terminal.type((command + " -c " + directory.resolve("wrong.cfg")).split(" ", -1)))
                .isEqualTo(3);
        assertThat(terminal.err())
                .contains(
                        "wrong.cfg:2: max_per_node in [remote] must be a whole number from 1 to 100000, but was \"many\"")
                .contains("wrong.cfg:4: unknown key `patiense` in [jobs], did you mean `patience`?");
    }

    @Test
    void the_runtime_directory_must_not_be_for_everybody() throws Exception {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (String command : List.of("jobs", "scripted_recipe -j x return 0", "work scripted_recipe -j x")) {
            assertThat(terminal.type((command + " -r " + shared).split(" ", -1)))
                    .isEqualTo(3);
            assertThat(terminal.err())
                    .isEqualTo(
                            "pipeline: the runtime directory " + shared + " is not used: it may be written by everybody"
                                    + " (chmod o-w takes that away), and what lies there can run anything as you; choose another one"
                                    + " with -r or runtime_directory\n");
        }
    }

    @Test
    void options_may_stand_before_the_words_of_the_command() {
        assertThat(terminal.type("jobs", "-r", directory.resolve("other").toString(), "progress"))
                .isEqualTo(terminal.type(
                        "jobs", "progress", "-r", directory.resolve("other").toString()));
        assertThat(terminal.err()).doesNotContain("did you mean");
    }

    @Test
    void no_recipe_may_be_called_as_a_command_is() {
        CommandNode root =
                CommandTree.of(Terminal.nowhere(), RecipeCatalogue::load, new FakeEngine(FakeJobRunner.succeeding()));

        assertThat(root.names()).containsExactlyInAnyOrderElementsOf(CommandWords.ALL);
    }
}

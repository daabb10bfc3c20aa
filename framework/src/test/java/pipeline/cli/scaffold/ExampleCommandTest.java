package pipeline.cli.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.cli.ScriptedRecipe;
import pipeline.cli.Terminal;
import pipeline.cli.engine.FakeEngine;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.Mapfile;
import pipeline.testing.FakeJobRunner;

class ExampleCommandTest {

    @TempDir
    Path directory;

    private Terminal terminal;

    @BeforeEach
    void sit_down() {
        terminal = new Terminal(directory, new FakeEngine(FakeJobRunner.succeeding()), List.of(ScriptedRecipe.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tryout", "deeper/a b's \u00e9"})
    void a_map_and_the_files_that_it_names_are_written(String name) throws Exception {
        assertThat(terminal.type("example", name)).isZero();

        Path map = directory.resolve(name).resolve("example.mapfile");
        assertThat(Mapfile.load(map).map().entries())
                .hasSize(4)
                .flatExtracting(MapEntry::files)
                .allSatisfy(file -> assertThat(Path.of(file)).isRegularFile().isNotEmptyFile());
        assertThat(terminal.out())
                .contains("pipeline foreach -j first --mini-cluster ")
                .contains("pipeline checksum -j second ");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void an_empty_directory_is_as_good_as_none() throws Exception {
        Files.createDirectory(directory.resolve("empty"));

        assertThat(terminal.type("example", "empty")).isZero();
    }

    @Test
    void nothing_is_written_over() throws Exception {
        Path mine = Files.createDirectory(directory.resolve("mine"));
        Files.writeString(mine.resolve("notes"), "keep");
        Files.writeString(directory.resolve("file"), "keep");

        for (String used : List.of("mine", "file")) {
            assertThat(terminal.type("example", used)).isEqualTo(2);
            assertThat(terminal.err())
                    .isEqualTo("pipeline: " + directory.resolve(used)
                            + " is there already, and an example goes into a new directory; name another one\n");
        }
        assertThat(mine).isDirectoryNotContaining(file -> !file.endsWith("notes"));
        assertThat(directory.resolve("file")).hasContent("keep");
    }

    @Test
    void what_cannot_be_written_is_reported() throws Exception {
        Files.writeString(directory.resolve("file"), "");

        assertThat(terminal.type("example", "file/below")).isEqualTo(1);
        assertThat(terminal.err()).startsWith("pipeline: the example cannot be written to " + directory);
    }

    @Test
    void mistakes_say_what_to_type() {
        assertThat(terminal.type("example")).isEqualTo(2);
        assertThat(terminal.err()).contains("DIR").endsWith("Try: pipeline example --help\n");
        assertThat(terminal.type("example", "a", "b")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("pipeline: example takes one directory, not also b\n");
        assertThat(terminal.type("example", "--frce", "a")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("pipeline: there is no option --frce");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void help_and_version_write_nothing() {
        assertThat(terminal.type("example", "--help")).isZero();
        assertThat(terminal.out()).startsWith("Usage: pipeline example DIR\n");
        assertThat(terminal.type("example", "-V")).isZero();
        assertThat(terminal.out()).startsWith("pipeline ");
        assertThat(terminal.type("--help")).isZero();
        assertThat(terminal.out()).contains("\n  example DIR ");
    }
}

package pipeline.mapfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleMapsTest {

    @ParameterizedTest
    @CsvSource({"example.mapfile, PARSET", "example.multi.mapfile, MULTI", "example.json, JSON"})
    void the_example_maps_name_the_same_files_which_exist(String name, MapfileForm form) throws Exception {
        Path root = root();
        Path file = root.resolve("mapfiles").resolve(name);
        DataMap map = Mapfile.read(file);
        List<String> places = map.entries().stream()
                .flatMap(entry -> entry.files().stream().map(path -> entry.host() + " " + path))
                .toList();
        assertThat(Mapfile.form(file)).isEqualTo(form);
        assertThat(map.hosts()).containsExactly("node1", "node2", "node3");
        assertThat(places)
                .containsExactly(
                        "node1 mapfiles/data/observation_000.csv",
                        "node1 mapfiles/data/observation_001.csv",
                        "node2 mapfiles/data/observation_002.csv",
                        "node2 mapfiles/data/field notes.txt",
                        "node3 mapfiles/data/observation_003.csv",
                        "node3 mapfiles/data/sky_model.txt");
        for (MapEntry entry : map.entries()) {
            assertThat(entry.files())
                    .allSatisfy(path ->
                            assertThat(root.resolve(path)).isRegularFile().isNotEmptyFile());
        }
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("mapfiles"))) {
            directory = Objects.requireNonNull(directory.getParent(), "no directory above has mapfiles/");
        }
        return directory;
    }
}

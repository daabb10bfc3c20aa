package pipeline.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes and reads the files of the tests, and gives the problems without the directory of the test. */
final class ConfigurationFiles {

    private final Path directory;

    ConfigurationFiles(Path directory) {
        this.directory = directory;
    }

    Path write(String... lines) throws IOException {
        return Files.writeString(directory.resolve("pipeline.cfg"), String.join("\n", lines));
    }

    Configuration read(String... lines) throws IOException, ConfigurationException {
        return Configuration.read(write(lines), Map.of(), Map.of());
    }

    List<String> problems(Configuration configuration) {
        try {
            configuration.check();
            return List.of();
        } catch (ConfigurationException e) {
            return e.problems().stream()
                    .map(problem -> problem.replace(directory + "/", ""))
                    .toList();
        }
    }
}

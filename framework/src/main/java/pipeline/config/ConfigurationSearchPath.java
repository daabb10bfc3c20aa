package pipeline.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a configuration file may lie when nobody names one. */
final class ConfigurationSearchPath {

    private static final String FILE = "pipeline.cfg";

    private ConfigurationSearchPath() {}

    /** Returns the places, the first is looked at first. */
    static List<Path> of(Path cwd, Path home, @Nullable String xdgConfigHome) {
        // the XDG base directory specification wants relative paths to be ignored
        Path config = xdgConfigHome == null || !xdgConfigHome.startsWith("/")
                ? home.resolve(".config")
                : Path.of(xdgConfigHome);
        return List.of(
                cwd.resolve(FILE),
                config.resolve("pipeline").resolve(FILE),
                Path.of("/etc/pipeline").resolve(FILE));
    }

    static Optional<Path> first(List<Path> places) {
        return places.stream()
                .filter(place -> Files.exists(place) && !Files.isDirectory(place))
                .findFirst();
    }
}

package pipeline.cli.common;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;
import pipeline.config.FileOwnership;
import pipeline.text.VisibleText;

/** Reads the configuration as the command line and the environment want it. */
public final class CommandConfiguration {

    private final CliEnvironment environment;
    private final @Nullable Path file;
    private final @Nullable Path runtimeDirectory;

    /** Prepares to read what was typed: a file, or else the first of the usual places; a runtime directory goes before the file. */
    public CommandConfiguration(CliEnvironment environment, ConfigurationOptions typed) {
        this.environment = environment;
        this.file = typed.file;
        this.runtimeDirectory = typed.runtimeDirectory;
    }

    /**
     * Reads the file, if there is one.
     *
     * @param names that values may refer to, beside {@code cwd} and {@code runtime_directory}
     * @param overrides what else was typed that goes before the file
     * @throws ConfigurationException if it cannot be read at all
     */
    public Configuration read(Map<String, String> names, Map<String, String> overrides) throws ConfigurationException {
        Map<String, String> predefined = new LinkedHashMap<>(names);
        predefined.put("cwd", environment.directory().toString());
        predefined.put("runtime_directory", defaultRuntimeDirectory().toString());
        Map<String, String> first = new LinkedHashMap<>(overrides);
        typedRuntime().ifPresent(directory -> first.put("runtime_directory", directory.toString()));
        Optional<Path> found = Configuration.find(
                file,
                environment.directory(),
                environment.home(),
                environment.variables().get("XDG_CONFIG_HOME"));
        return found.isPresent()
                ? Configuration.read(found.get(), predefined, first)
                : Configuration.empty(predefined, first);
    }

    /** Reports, in one line, what of a checked file means nothing here. */
    public void reportUnused(Configuration configuration) {
        configuration
                .leftAlone()
                .ifPresent(line -> environment.err().print("pipeline: %s\n".formatted(VisibleText.line(line))));
    }

    /** Returns the root of what is kept on this machine. */
    public Path runtimeDirectory(Configuration configuration) {
        Optional<Path> configured = configuration.section("DEFAULT").path("runtime_directory");
        return typedRuntime()
                .orElseGet(() -> environment
                        .directory()
                        .resolve(configured.orElse(defaultRuntimeDirectory()))
                        .normalize());
    }

    /**
     * Refuses the root of what is kept on this machine for what relies on what lies there.
     *
     * @throws UserErrorException if it is there and is somebody else's: those who may write there can have anything run
     */
    public static void refuseOthers(Path directory) {
        Optional<String> fault = FileOwnership.faultOfShared(directory);
        if (fault.isPresent()) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    "the runtime directory %s is not used: it %s, and what lies there can run anything as you; choose another one with -r or runtime_directory"
                            .formatted(directory, fault.get()));
        }
    }

    private Optional<Path> typedRuntime() {
        return Optional.ofNullable(runtimeDirectory)
                .map(directory -> environment.directory().resolve(directory).normalize());
    }

    private Path defaultRuntimeDirectory() {
        return environment.xdg("XDG_STATE_HOME", ".local/state").resolve("pipeline");
    }
}

package pipeline.cli.common;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the configuration is, and where this machine keeps what belongs to runs. */
public final class ConfigurationOptions {

    private static final int BEHIND_OTHERS = 100;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            order = BEHIND_OTHERS,
            description = "The configuration. Default: ./pipeline.cfg, ~/.config/pipeline/pipeline.cfg,"
                    + " /etc/pipeline/pipeline.cfg, the first that is there; none is needed.")
    @Nullable
    Path file;

    @Option(
            names = {"-r", "--runtime-directory"},
            paramLabel = "DIR",
            order = BEHIND_OTHERS + 1,
            description =
                    "Where this machine keeps job directories, logs and the job table. Default: ~/.local/state/pipeline.")
    @Nullable
    Path runtimeDirectory;

    /** Returns the configuration that was typed; null for none. */
    public @Nullable Path file() {
        return file;
    }

    /** Returns the runtime directory that was typed; null for none. */
    public @Nullable Path runtimeDirectory() {
        return runtimeDirectory;
    }
}

package pipeline.cli.jobs;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command on the table has. */
final class TableOptions {

    private static final int LAST = 100;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            order = LAST,
            description = "The configuration, as for a recipe; [jobs] says where the table is.")
    @Nullable
    Path config;

    @Option(
            names = {"-r", "--runtime-directory"},
            paramLabel = "DIR",
            order = LAST + 1,
            description = "Holds the table, if the configuration names no other. Default: ~/.local/state/pipeline.")
    @Nullable
    Path runtimeDirectory;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = LAST + 2,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            order = LAST + 3,
            description = "Show the version.")
    boolean version;
}

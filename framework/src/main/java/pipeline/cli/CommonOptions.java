package pipeline.cli;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.log.LogLevel;

/** The options that running a recipe and working for one have in common. */
final class CommonOptions {

    @Option(
            names = {"-j", "--job-name"},
            paramLabel = "JOB",
            order = 1,
            description = "The name of the job (required). A name, not a number of slots: what runs under one name"
                    + " belongs together, and its jobs, its directory and its logs are found by it.")
    @Nullable
    String jobName;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            order = 20,
            description = "The configuration. Default: ./pipeline.cfg, ~/.config/pipeline/pipeline.cfg,"
                    + " /etc/pipeline/pipeline.cfg, whichever is there first; none is needed.")
    @Nullable
    Path config;

    @Option(
            names = {"-r", "--runtime-directory"},
            paramLabel = "DIR",
            order = 21,
            description =
                    "Where this machine keeps job directories, logs and the job table. Default: ~/.local/state/pipeline.")
    @Nullable
    Path runtimeDirectory;

    @Option(
            names = {"-w", "--working-directory"},
            paramLabel = "DIR",
            order = 22,
            description = "The directory in which jobs start, on the machine that runs them; it must be there.")
    @Nullable
    String workingDirectory;

    @Option(
            names = "--start-time",
            paramLabel = "TIME",
            order = 23,
            description = "Say when the run began, such as 2026-10-28T14:14:18 (UTC); names its log directory."
                    + " Default: now.")
    @Nullable
    String startTime;

    @Option(
            names = {"-v", "--verbose"},
            order = 24,
            description = "Log what happens (level INFO).")
    boolean verbose;

    @Option(
            names = {"-d", "--debug"},
            order = 25,
            description = "Log everything (level DEBUG), stack traces included.")
    boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 26,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            order = 27,
            description = "Show the version.")
    boolean version;

    /** Returns the level from which on is logged. */
    LogLevel level() {
        return LogLevel.of(debug ? Level.DEBUG : verbose ? Level.INFO : Level.WARN);
    }
}

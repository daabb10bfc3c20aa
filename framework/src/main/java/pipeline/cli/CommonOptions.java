package pipeline.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every recipe has. */
final class CommonOptions {

    @Option(
            names = {"-j", "--job-name"},
            paramLabel = "JOB",
            order = 1,
            description = "The name of the job (required). A name, not a number of slots: what runs under one name"
                    + " belongs together, and its directory and logs are found by it. For slots see -p.")
    @Nullable
    String jobName;

    @Option(
            names = {"-p", "--max-per-node"},
            paramLabel = "N",
            order = 2,
            description = "Run at most N jobs at a time on one host. Default: max_per_node of [remote], else 1.")
    @Nullable
    Integer maxPerNode;

    @Option(
            names = {"-n", "--dry-run"},
            order = 3,
            description = "Print which command would run where; run nothing.")
    boolean dryRun;

    @Option(
            names = "--mini-cluster",
            paramLabel = "N",
            arity = "0..1",
            fallbackValue = "",
            preprocessor = AttachedValueOnly.class,
            order = 4,
            description =
                    "Try it out: SSH servers inside this process play the hosts, one for each host, or N for all of"
                            + " them. Needs no configuration.")
    @Nullable
    String miniCluster;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            order = 5,
            description = "The configuration. Default: ./pipeline.cfg, ~/.config/pipeline/pipeline.cfg,"
                    + " /etc/pipeline/pipeline.cfg, whichever is there first; none is needed.")
    @Nullable
    Path config;

    @Option(
            names = {"-r", "--runtime-directory"},
            paramLabel = "DIR",
            order = 6,
            description = "Where this machine keeps job directories and logs. Default: ~/.local/state/pipeline.")
    @Nullable
    Path runtimeDirectory;

    @Option(
            names = {"-w", "--working-directory"},
            paramLabel = "DIR",
            order = 7,
            description = "The directory on the hosts in which jobs start; it must be there.")
    @Nullable
    String workingDirectory;

    @Option(
            names = "--start-time",
            paramLabel = "TIME",
            order = 8,
            description = "Say when the run began, such as 2026-10-28T14:14:18 (UTC); names its log directory."
                    + " Default: now.")
    @Nullable
    String startTime;

    @Option(
            names = {"-v", "--verbose"},
            order = 9,
            description = "Log what happens (level INFO).")
    boolean verbose;

    @Option(
            names = {"-d", "--debug"},
            order = 10,
            description = "Log everything (level DEBUG), stack traces included.")
    boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 11,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            order = 12,
            description = "Show the version.")
    boolean version;
}

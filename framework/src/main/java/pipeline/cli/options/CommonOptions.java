package pipeline.cli.options;

import org.apache.logging.log4j.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.HelpOptions;
import pipeline.cli.console.ColorMode;
import pipeline.log.LogLevel;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;

/** The options that running a recipe and working for one have in common. */
public final class CommonOptions {

    public static final String OFFLINE = "--offline";

    @Option(
            names = {"-j", "--job-name"},
            paramLabel = "JOB",
            order = 1,
            description = "The name of the job (required). A name, not a number of slots: what runs under one name"
                    + " belongs together, and its jobs, its directory and its logs are found by it.")
    @Nullable
    public String jobName;

    @Mixin
    public final ConfigurationOptions configuration = new ConfigurationOptions();

    @Mixin
    public final TaskOptions tasks = new TaskOptions();

    @Option(
            names = {"-w", "--working-directory"},
            paramLabel = "DIR",
            order = 110,
            description = "The directory in which jobs start, on the machine that runs them; it must be there.")
    @Nullable
    public String workingDirectory;

    @Option(
            names = "--start-time",
            paramLabel = "TIME",
            order = 111,
            description = "Say when the run began, such as 2026-10-28T14:14:18 (UTC); names its log directory."
                    + " Default: now.")
    @Nullable
    public String startTime;

    /** Read also before the recipe of a file is known. */
    @Option(
            names = OFFLINE,
            order = 111,
            description = "Load no library that the file of a recipe needs (//DEPS): take those that are there.")
    boolean offline;

    @Option(
            names = {"-v", "--verbose"},
            order = 112,
            description = "Log what happens (level INFO).")
    public boolean verbose;

    @Option(
            names = {"-d", "--debug"},
            order = 113,
            description = "Log everything (level DEBUG), stack traces included.")
    public boolean debug;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            order = 114,
            description = "Show failures and warnings in colours: auto, always or never. Default: auto, which is on a"
                    + " terminal unless NO_COLOR is set; FORCE_COLOR is as always.")
    @Nullable
    String color;

    /**
     * Returns when colours are shown.
     *
     * @throws UsageException if there is no such word
     */
    public ColorMode colorMode() {
        String typed = color;
        return typed == null
                ? ColorMode.AUTO
                : ColorMode.of(typed)
                        .orElseThrow(() -> new UsageException("--color must be one of %s, but was %s%s"
                                .formatted(
                                        String.join(", ", ColorMode.words()),
                                        ShellQuoting.quote(typed),
                                        DidYouMean.didYouMean(typed, ColorMode.words()))));
    }

    @Mixin
    final HelpOptions help = new HelpOptions();

    /** Returns the level from which on is logged. */
    public LogLevel level() {
        return LogLevel.of(debug ? Level.DEBUG : verbose ? Level.INFO : Level.WARN);
    }
}

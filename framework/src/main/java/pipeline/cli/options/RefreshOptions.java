package pipeline.cli.options;

import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.configured.ConfiguredGroups;
import pipeline.cli.engine.Refresher;
import pipeline.config.DurationParser;
import pipeline.job.ComputeJob;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;

/** The options of a refresh. */
public final class RefreshOptions {

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Option(
            names = "--priority",
            paramLabel = "N",
            order = 2,
            description = "The priority of new jobs that have none of their own. Default: default_priority of [jobs].")
    @Nullable
    Integer priority;

    @Option(
            names = "--delay",
            paramLabel = "DURATION",
            order = 3,
            description = "New jobs may not start for so long, such as 1h30m.")
    @Nullable
    String delay;

    @Option(
            names = "--re-pend",
            order = 4,
            description = "Jobs that succeeded and whose result is gone are pending again.")
    boolean rePend;

    @Option(
            names = "--host",
            paramLabel = "HOSTS",
            order = 5,
            description =
                    "Add, remove and look after only jobs for these hosts: a host set such as lce[001-010], or a @group.")
    @Nullable
    String hosts;

    /** Returns what is asked for. */
    public Refresher.RefreshChoices choices(CliEnvironment environment) {
        if (priority != null && (priority < 0 || priority > ComputeJob.LOWEST_PRIORITY)) {
            throw new UsageException(
                    "--priority must be from 0 to %d, but was %d".formatted(ComputeJob.LOWEST_PRIORITY, priority));
        }
        return new Refresher.RefreshChoices(
                priority == null ? OptionalInt.empty() : OptionalInt.of(priority),
                delay == null ? Duration.ZERO : delay(delay),
                rePend,
                HostSetOption.typed(hosts, new ConfiguredGroups(environment, common.configuration)));
    }

    private static Duration delay(String text) {
        return DurationParser.parse(text)
                .orElseThrow(() -> new UsageException(
                        "--delay must be %s, but was %s".formatted(DurationParser.EXPECTED, ShellQuoting.quote(text))));
    }

    /** Returns the options of a run that writes no log file. */
    public RunOptions asRunOptions() {
        RunOptions options = new RunOptions(common, new LimitOptions(), new StopOptions(), new AttemptOptions());
        options.dryRun = true;
        return options;
    }
}

package pipeline.cli.options;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.configured.ConfiguredGroups;
import pipeline.config.DurationParser;
import pipeline.dispatch.PullOptions;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;

/** The options of a worker. */
public final class WorkOptions {

    private static final int MOST_PROCESSES = 10_000;

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Mixin
    final LimitOptions limits = new LimitOptions();

    @Mixin
    final StopOptions stopping = new StopOptions();

    @Mixin
    final AttemptOptions attempts = new AttemptOptions();

    @Option(
            names = "--processes",
            paramLabel = "N",
            order = 2,
            description = "Run N jobs at a time; 0 is as many as this machine has processors. Default: 1.")
    int processes = 1;

    @Option(
            names = "--idle-exit",
            paramLabel = "DURATION",
            order = 3,
            description = "End when nothing came for so long, such as 10m. Default: end when nothing is left to take.")
    @Nullable
    String idleExit;

    @Option(
            names = "--host",
            paramLabel = "HOSTS",
            order = 4,
            description =
                    "Take only jobs for these hosts: a host set such as lce[001-010], or a @group. Default: this machine's names, and the"
                            + " aliases that [hosts] gives them.")
    @Nullable
    String hosts;

    /** Returns what the worker takes from the table. */
    public PullOptions pullOptions(CliEnvironment environment) {
        if (processes < 0 || processes > MOST_PROCESSES) {
            throw new UsageException(
                    "--processes must be from 0 to %d, but was %d".formatted(MOST_PROCESSES, processes));
        }
        int slots = processes == 0 ? Runtime.getRuntime().availableProcessors() : processes;
        return new PullOptions(hosts(environment), slots, idle(), System.getenv());
    }

    private Optional<Duration> idle() {
        if (idleExit == null) {
            return Optional.empty();
        }
        String text = idleExit;
        return Optional.of(DurationParser.parse(text)
                .orElseThrow(() -> new UsageException("--idle-exit must be %s, but was %s"
                        .formatted(DurationParser.EXPECTED, ShellQuoting.quote(text)))));
    }

    private Set<String> hosts(CliEnvironment environment) {
        return hosts == null
                ? LocalHostNames.find()
                : HostSetOption.typed(hosts, new ConfiguredGroups(environment, common.configuration));
    }

    public RunOptions asRunOptions() {
        return new RunOptions(common, limits, stopping, attempts);
    }
}

package pipeline.cli.options;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pipeline.job.ComputeJob;
import pipeline.recipe.UsageException;

/** The options that say how much of the work a run or a worker takes. */
public final class LimitOptions {

    @Mixin
    public final ResourceOptions resources = new ResourceOptions();

    @Option(names = "--max-calls", paramLabel = "N", order = 13, description = "Start at most N jobs, then end.")
    @Nullable
    Long maxCalls;

    @Option(
            names = "--priority",
            paramLabel = "N",
            order = 14,
            description = "Start only jobs of priority N or more urgent; 0 is the most urgent, 255 the least.")
    @Nullable
    Integer priority;

    @Option(
            names = "--refresh",
            order = 17,
            description =
                    "First bring the job table up to date with the jobs that the recipe's source has now, if it has"
                            + " one. This is the default, unless auto_refresh of [jobs] is false.")
    public boolean refresh;

    @Option(names = "--no-refresh", order = 18, description = "Take the job table as it is.")
    boolean noRefresh;

    /**
     * Checks what was typed.
     *
     * @throws UsageException if a number is out of its range, or two options say opposite things
     */
    void check() {
        if (maxCalls != null && maxCalls < 1) {
            throw new UsageException("--max-calls must be at least 1, but was " + maxCalls);
        }
        if (priority != null && (priority < 0 || priority > ComputeJob.LOWEST_PRIORITY)) {
            throw new UsageException(
                    "--priority must be from 0 to %d, but was %d".formatted(ComputeJob.LOWEST_PRIORITY, priority));
        }
        resources.usual();
        refuseBoth(refresh, noRefresh, "--refresh");
    }

    public OptionalInt maxPriority() {
        return priority == null ? OptionalInt.empty() : OptionalInt.of(priority);
    }

    public OptionalLong maxCalls() {
        return maxCalls == null ? OptionalLong.empty() : OptionalLong.of(maxCalls);
    }

    /** Returns whether to refresh first. */
    public boolean isRefreshing(boolean otherwise) {
        return refresh || (otherwise && !noRefresh);
    }

    static void refuseBoth(boolean one, boolean other, String name) {
        if (one && other) {
            throw new UsageException("%s and --no-%s cannot be both".formatted(name, name.substring(2)));
        }
    }
}

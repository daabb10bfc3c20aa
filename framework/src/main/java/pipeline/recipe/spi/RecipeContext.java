package pipeline.recipe.spi;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import pipeline.dispatch.JobRunner;
import pipeline.time.Scheduler;

/**
 * What the framework hands to a recipe for one run.
 *
 * @param args the positional arguments
 * @param standardOutput where a recipe whose product is text, and a dry run, print
 */
public record RecipeContext(
        Naming naming,
        RecipeDirectories directories,
        List<String> args,
        Scheduling scheduling,
        PrintStream standardOutput,
        ConfigurationValues configuration) {

    public RecipeContext {
        Objects.requireNonNull(naming, "naming is null");
        Objects.requireNonNull(directories, "directories is null");
        args = List.copyOf(args);
        Objects.requireNonNull(scheduling, "scheduling is null");
        Objects.requireNonNull(standardOutput, "standardOutput is null");
        Objects.requireNonNull(configuration, "configuration is null");
    }

    /** Makes one for a run without a configuration. */
    public RecipeContext(
            Naming naming,
            RecipeDirectories directories,
            List<String> args,
            Scheduling scheduling,
            PrintStream standardOutput) {
        this(naming, directories, args, scheduling, standardOutput, ConfigurationValues.NONE);
    }

    /**
     * Which run this is.
     *
     * @param jobName the job name given with {@code -j}
     */
    public record Naming(String jobName, Instant startTime) {
        public Naming {
            Objects.requireNonNull(jobName, "jobName is null");
            Objects.requireNonNull(startTime, "startTime is null");
        }
    }

    /**
     * Where things go.
     *
     * @param runtime the root of what Pipeline keeps on the master
     * @param job what it keeps for this job name
     * @param working the directory on the nodes in which jobs start that name no other
     */
    public record RecipeDirectories(Path runtime, Path job, Optional<String> working) {
        public RecipeDirectories {
            Objects.requireNonNull(runtime, "runtime is null");
            Objects.requireNonNull(job, "job is null");
            Objects.requireNonNull(working, "working is null");
        }
    }

    /**
     * How jobs are run.
     *
     * @param maxPerNode for calls that do not say it; at least 1
     * @param dryRun for a dry run, in which jobs are printed instead of run; otherwise empty
     * @param steps hears of the steps that have ended
     * @param scheduler what waits for more jobs or for outcomes waits by it
     */
    public record Scheduling(
            JobRunner runner, int maxPerNode, Optional<DryRun> dryRun, StepListener steps, Scheduler scheduler) {
        public Scheduling {
            Objects.requireNonNull(runner, "runner is null");
            Objects.requireNonNull(dryRun, "dryRun is null");
            Objects.requireNonNull(steps, "steps is null");
            Objects.requireNonNull(scheduler, "scheduler is null");
            if (maxPerNode < 1) {
                throw new IllegalArgumentException("maxPerNode must be at least 1, but was " + maxPerNode);
            }
        }

        /** Makes one that waits by the clocks of this machine. */
        public Scheduling(JobRunner runner, int maxPerNode, Optional<DryRun> dryRun, StepListener steps) {
            this(runner, maxPerNode, dryRun, steps, Scheduler.system());
        }

        /** Makes one in which nobody hears of steps. */
        public Scheduling(JobRunner runner, int maxPerNode, Optional<DryRun> dryRun) {
            this(runner, maxPerNode, dryRun, StepListener.NONE);
        }

        /** Returns whether jobs are printed instead of run. */
        public boolean isDryRun() {
            return dryRun.isPresent();
        }
    }
}

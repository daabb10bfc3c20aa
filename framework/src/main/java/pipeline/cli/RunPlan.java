package pipeline.cli;

import java.nio.file.Path;
import java.time.Instant;
import pipeline.log.server.LoggingSettings;
import pipeline.recipe.RecipeContext.Directories;
import pipeline.store.JobsSettings;

/**
 * What the configuration says about one run.
 *
 * @param maxPerNode for calls that do not say it
 */
record RunPlan(
        Instant startTime,
        Directories directories,
        LoggingSettings logging,
        int maxPerNode,
        JobsSettings jobs,
        Engine.Plan engine) {

    /** Gives where the logs of this run are kept: {@code <job_directory>/logs/<start time>}. */
    Path runDirectory() {
        return runDirectory(directories.job(), startTime);
    }

    static Path runDirectory(Path job, Instant startTime) {
        return job.resolve("logs").resolve(StartTime.text(startTime));
    }
}

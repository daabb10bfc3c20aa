package pipeline.cli;

import java.nio.file.Path;
import java.time.Instant;
import pipeline.log.server.LoggingSettings;
import pipeline.recipe.RecipeContext.Directories;

/**
 * What the configuration says about one run.
 *
 * @param runDirectory where the logs of this run are kept: {@code <job_directory>/logs/<start time>}
 * @param maxPerNode for calls that do not say it
 */
record RunPlan(
        Instant startTime,
        Directories directories,
        Path runDirectory,
        LoggingSettings logging,
        int maxPerNode,
        Engine.Plan engine) {}

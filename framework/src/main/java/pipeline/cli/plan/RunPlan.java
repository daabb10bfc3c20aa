package pipeline.cli.plan;

import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalInt;
import pipeline.cli.engine.Engine;
import pipeline.cli.events.NotificationSettings;
import pipeline.cli.options.StopOptions;
import pipeline.cli.signals.HangupAction;
import pipeline.cli.signals.InterruptPolicy;
import pipeline.log.server.LoggingSettings;
import pipeline.recipe.spi.ConfigurationValues;
import pipeline.recipe.spi.MapFinder;
import pipeline.recipe.spi.RecipeContext.RecipeDirectories;
import pipeline.store.settings.JobsSettings;

/**
 * What the configuration says about one run.
 *
 * @param maxPerNode for calls that do not say it
 * @param fanout how many jobs may run at a time in the whole run; empty for no limit
 * @param values what recipes ask for
 */
public record RunPlan(
        Instant startTime,
        RecipeDirectories directories,
        LoggingSettings logging,
        int maxPerNode,
        OptionalInt fanout,
        JobsSettings jobs,
        HangupAction hangup,
        Engine.Plan engine,
        MapFinder maps,
        ConfigurationValues values,
        NotificationSettings notifications) {

    /** Returns what the run does when somebody interrupts it. */
    public InterruptPolicy interruptPolicy(RunRequest request) {
        StopOptions typed = request.options().stopping;
        return new InterruptPolicy(
                typed.grace().orElseGet(engine::grace), InterruptPolicy.MARGIN, typed.detaches, hangup);
    }

    /** Returns where the logs of this run are kept: {@code <job_directory>/logs/<start time>}. */
    public Path runDirectory() {
        return runDirectory(directories.job(), startTime);
    }

    static Path runDirectory(Path job, Instant startTime) {
        return job.resolve("logs").resolve(StartTime.directory(startTime));
    }
}

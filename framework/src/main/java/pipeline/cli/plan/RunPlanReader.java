package pipeline.cli.plan;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandConfiguration;
import pipeline.cli.configured.ConfiguredScanReach;
import pipeline.cli.configured.ConfiguredValues;
import pipeline.cli.configured.LoggingSection;
import pipeline.cli.configured.RunSections;
import pipeline.cli.engine.Engine;
import pipeline.cli.maps.HostMaps;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;
import pipeline.log.server.LoggingSettings;
import pipeline.recipe.spi.MapFinder;
import pipeline.recipe.spi.RecipeContext.RecipeDirectories;

/** Reads the configuration for a request. */
public final class RunPlanReader {

    private final RunRequest request;
    private final CliEnvironment environment;
    private final Engine.Factory engines;
    private final CommandConfiguration reader;
    private boolean isReported;

    public RunPlanReader(RunRequest request, CliEnvironment environment, Engine.Factory engines) {
        this.request = request;
        this.environment = environment;
        this.engines = engines;
        this.reader = new CommandConfiguration(environment, request.common().configuration);
    }

    /**
     * Reads what holds if the run begins at a time: any value may refer to it.
     *
     * @throws ConfigurationException with every problem of the file
     */
    public RunPlan read(Instant startTime) throws ConfigurationException {
        Configuration configuration = configuration(startTime);
        Path runtime = reader.runtimeDirectory(configuration);
        CommandConfiguration.refuseOthers(runtime);
        RunSections sections = RunSections.from(configuration, runtime, environment, engines);
        configuration.check();
        if (!isReported) {
            isReported = true;
            reader.reportUnused(configuration);
        }
        Path job = here(sections.jobDirectory().orElse(runtime.resolve(request.jobName())));
        return new RunPlan(
                startTime,
                new RecipeDirectories(runtime, job, typedWorking().or(sections::workingDirectory)),
                logging(sections.logging(), RunPlan.runDirectory(job, startTime)),
                maxPerNode(sections),
                fanout(sections),
                sections.jobs(),
                sections.hangup(),
                sections.engine(),
                maps(),
                new ConfiguredValues(configuration, sections.groups()),
                sections.notifications().with(request.options().notifications.hooks()));
    }

    /** Files on hosts are looked for only when the recipe reads a map that means them. */
    private MapFinder maps() {
        return new HostMaps(
                environment,
                new ConfiguredScanReach(environment, engines),
                new HostMaps.Place(request.common().configuration, request.miniCluster(), typedWorking()),
                request.options().isDry());
    }

    private Configuration configuration(Instant startTime) throws ConfigurationException {
        Map<String, String> overrides = new LinkedHashMap<>();
        typedWorking().ifPresent(directory -> overrides.put("working_directory", directory));
        if (request.options().parkWait != null) {
            overrides.put("park_wait", request.options().parkWait);
        }
        return reader.read(
                Map.of(
                        "job_name", request.jobName(),
                        "start_time", StartTime.text(startTime),
                        "recipe", request.recipeName()),
                overrides);
    }

    private Optional<String> typedWorking() {
        return Optional.ofNullable(request.common().workingDirectory);
    }

    private Path here(Path path) {
        return environment.directory().resolve(path).normalize();
    }

    /** Where jobs take cores or memory, and nobody says how many places there are, these do not limit. */
    private int maxPerNode(RunSections sections) {
        int otherwise = request.options().limits.resources.areTyped() ? RunSections.MOST_PER_NODE : 1;
        Integer typed = request.options().maxPerNode;
        return typed == null ? sections.maxPerNode().orElse(otherwise) : typed;
    }

    private OptionalInt fanout(RunSections sections) {
        Integer typed = request.options().fanout;
        return typed == null ? sections.fanout() : OptionalInt.of(typed);
    }

    private LoggingSettings logging(LoggingSection section, Path runDirectory) {
        Path file = section.logFile().map(this::here).orElse(runDirectory.resolve("pipeline.log"));
        return section.settings(request.options().isDry() ? Optional.empty() : Optional.of(file));
    }
}

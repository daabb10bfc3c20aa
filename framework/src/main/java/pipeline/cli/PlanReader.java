package pipeline.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import pipeline.cli.ground.CommandConfiguration;
import pipeline.cli.ground.Surroundings;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;
import pipeline.config.Section;
import pipeline.log.server.LoggingSettings;
import pipeline.recipe.RecipeContext.Directories;
import pipeline.store.JobsSettings;

/** Reads the configuration for a request. */
final class PlanReader {

    private static final int MOST_PER_NODE = 100_000;

    private static final List<String> FOR_ALL_HOSTS = List.of(
            "connect_timeout",
            "fanout",
            "grace",
            "host_key_policy",
            "known_hosts",
            "log_transport",
            "max_per_node",
            "max_host_failures",
            "max_transport_failures",
            "method",
            "on_hangup",
            "orphan_after",
            "park_wait",
            "ssh_config");

    private final RunRequest request;
    private final Surroundings surroundings;
    private final Engine.Factory engines;
    private final CommandConfiguration reader;

    PlanReader(RunRequest request, Surroundings surroundings, Engine.Factory engines) {
        this.request = request;
        this.surroundings = surroundings;
        this.engines = engines;
        this.reader =
                new CommandConfiguration(surroundings, request.common().config, request.common().runtimeDirectory);
    }

    /**
     * Reads what holds if the run begins at a time: any value may refer to it.
     *
     * @throws ConfigurationException with every problem of the file
     */
    RunPlan read(Instant startTime) throws ConfigurationException {
        Configuration configuration = configuration(startTime);
        Section defaults = configuration.section("DEFAULT");
        Path runtime = reader.runtimeDirectory(configuration);
        Path job =
                here(configuration.section("layout").path("job_directory").orElse(runtime.resolve(request.jobName())));
        RunPlan plan = new RunPlan(
                startTime,
                new Directories(runtime, job, workingDirectory(defaults)),
                logging(configuration, RunPlan.runDirectory(job, startTime)),
                maxPerNode(configuration),
                fanout(configuration),
                JobsSettings.from(configuration, surroundings.environment(), runtime),
                StopHabits.hangup(
                        configuration.section("remote"), surroundings.tty().isAnswering()),
                engines.read(configuration));
        configuration.section("remote").forAllHosts(FOR_ALL_HOSTS);
        configuration.check();
        return plan;
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
        return surroundings.directory().resolve(path).normalize();
    }

    private Optional<String> workingDirectory(Section defaults) {
        Optional<String> configured = defaults.text("working_directory");
        return typedWorking().or(() -> configured);
    }

    /** Where jobs take cores or memory, and nobody says how many places there are, these do not limit. */
    private int maxPerNode(Configuration configuration) {
        int otherwise = request.options().limits.resources.areTyped() ? MOST_PER_NODE : 1;
        int configured = configuration.section("remote").integer("max_per_node", otherwise, 1, MOST_PER_NODE);
        Integer typed = request.options().maxPerNode;
        return typed == null ? configured : typed;
    }

    private OptionalInt fanout(Configuration configuration) {
        int configured = configuration.section("remote").integer("fanout", 0, 1, MOST_PER_NODE);
        Integer typed = request.options().fanout;
        int most = typed == null ? configured : typed;
        return most == 0 ? OptionalInt.empty() : OptionalInt.of(most);
    }

    private LoggingSettings logging(Configuration configuration, Path runDirectory) {
        LoggingSection section = new LoggingSection(configuration.section("logging"));
        Path file = section.logFile().map(this::here).orElse(runDirectory.resolve("pipeline.log"));
        return section.settings(request.options().dryRun ? Optional.empty() : Optional.of(file));
    }
}

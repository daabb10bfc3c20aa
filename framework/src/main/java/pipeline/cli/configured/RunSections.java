package pipeline.cli.configured;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.engine.Engine;
import pipeline.cli.events.NotificationSettings;
import pipeline.cli.signals.HangupAction;
import pipeline.cli.signals.InterruptPolicy;
import pipeline.config.Configuration;
import pipeline.config.HostGroups;
import pipeline.config.Section;
import pipeline.store.settings.JobsSettings;

/**
 * All that a configuration says about a run. Every command reads all of it, so that a key which one command takes is none that
 * another does not know.
 *
 * @param jobDirectory where what belongs to the job name is kept
 * @param workingDirectory in which jobs start
 * @param maxPerNode how many jobs run at a time on one host
 * @param fanout how many jobs run at a time on all hosts
 * @param notifications who is notified of the run
 */
public record RunSections(
        Optional<Path> jobDirectory,
        Optional<String> workingDirectory,
        LoggingSection logging,
        OptionalInt maxPerNode,
        OptionalInt fanout,
        JobsSettings jobs,
        HangupAction hangup,
        Engine.Plan engine,
        HostGroups groups,
        NotificationSettings notifications) {

    public static final int MOST_PER_NODE = 100_000;

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

    /**
     * Reads them; what is wrong in them is reported to the configuration.
     *
     * @param runtime holds the job table if the configuration names no other
     */
    public static RunSections from(
            Configuration configuration, Path runtime, CliEnvironment environment, Engine.Factory engines) {
        Section remote = configuration.section("remote");
        Section layout = configuration.section("layout");
        RunSections sections = new RunSections(
                layout.path("job_directory"),
                configuration.section("DEFAULT").place("working_directory"),
                LoggingSection.from(configuration.section("logging"), layout),
                number(remote, "max_per_node"),
                number(remote, "fanout"),
                JobsSettings.from(configuration, environment.variables(), runtime),
                InterruptPolicy.hangup(remote, environment.tty().isAnswering()),
                engines.read(configuration),
                HostGroups.from(configuration),
                NotificationSettings.from(configuration.section("notify")));
        remote.forAllHosts(FOR_ALL_HOSTS);
        // read before the recipe is known
        configuration.section("DEFAULT").list("recipe_directories");
        configuration.section("DEFAULT").list("task_files");
        return sections;
    }

    private static OptionalInt number(Section section, String key) {
        int number = section.integer(key, 0, 1, MOST_PER_NODE);
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }
}

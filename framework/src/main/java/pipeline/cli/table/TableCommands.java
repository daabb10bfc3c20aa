package pipeline.cli.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandConfiguration;
import pipeline.cli.common.CommandGroup;
import pipeline.cli.common.CommandNode;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;
import pipeline.config.HostGroups;
import pipeline.store.JobTable;
import pipeline.store.NoJobTableException;
import pipeline.store.settings.JobsSettings;

/** Makes commands on the job table words of the command line: reads them, opens the table, and lets them work on it. */
public final class TableCommands {

    private static final Map<String, String> NAMES_OF_RUNS =
            Map.of("job_name", "job", "start_time", "2000-01-01T00:00:00", "recipe", "recipe");

    private final CliEnvironment environment;
    private final TableOpener tables;
    private final HostOpener hosts;
    private final SectionCheck sections;
    private final CommandGroup<TableCommand> group;

    /**
     * Makes them.
     *
     * @param sections reads what a run reads, so that all commands take the same configuration
     */
    public TableCommands(CliEnvironment environment, TableOpener tables, HostOpener hosts, SectionCheck sections) {
        this.environment = environment;
        this.tables = tables;
        this.hosts = hosts;
        this.sections = sections;
        this.group = new CommandGroup<>(environment, this::run);
    }

    /**
     * Returns a word that is a command, and begins others.
     *
     * @param alone the command that the word is by itself
     * @param commands those that may follow it
     */
    public CommandNode node(String word, Supplier<TableCommand> alone, Map<String, Supplier<TableCommand>> commands) {
        return group.node(word, alone, commands);
    }

    private ExitCode run(TableCommand command) throws ConfigurationException, InterruptedException {
        try {
            return onTable(command);
        } catch (IOException e) {
            throw new UserErrorException(ExitCode.FAILED, "the terminal cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private ExitCode onTable(TableCommand command) throws ConfigurationException, IOException, InterruptedException {
        CommandConfiguration reader = new CommandConfiguration(environment, command.options.configuration);
        Configuration configuration = reader.read(Map.of(), Map.of());
        Path runtime = reader.runtimeDirectory(configuration);
        JobsSettings settings = JobsSettings.from(configuration, environment.variables(), runtime);
        if (settings.place()
                .sqliteFile()
                .filter(file -> file.startsWith(runtime))
                .isPresent()) {
            CommandConfiguration.refuseOthers(runtime);
        }
        Optional<HostOpener.HostAccess> reach =
                command.isReachingHosts() ? Optional.of(hosts.read(configuration)) : Optional.empty();
        // what only a run knows may stand in the values of sections that this command has no use for
        Configuration whole = configuration.withNames(NAMES_OF_RUNS);
        HostGroups groups = sections.read(whole, runtime);
        whole.check();
        reader.reportUnused(whole);
        JobTable opened;
        try {
            opened = tables.open(settings, command.isChanging());
        } catch (NoJobTableException e) {
            return command.withoutTable(new TableContext.Empty(String.valueOf(e.getMessage()), environment));
        }
        try (JobTable table = opened) {
            return command.run(new TableContext(table, settings, groups, reach, environment));
        }
    }
}

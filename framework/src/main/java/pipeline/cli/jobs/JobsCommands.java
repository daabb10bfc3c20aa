package pipeline.cli.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.UnmatchedArgumentException;
import pipeline.cli.common.CliCommand;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandConfiguration;
import pipeline.cli.common.CommandNode;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;
import pipeline.recipe.UsageException;
import pipeline.store.JobTable;
import pipeline.store.NoJobTableException;
import pipeline.store.StoreException;
import pipeline.store.settings.JobsSettings;
import pipeline.text.VisibleText;

/** The commands {@code jobs}, {@code connections}, {@code drain} and {@code undrain}: reads them, opens the table, and lets them work on it. */
public final class JobsCommands {

    /** The commands that may follow {@code jobs}. */
    static final Map<String, Supplier<TableCommand>> JOBS = jobs();

    private static final Map<String, Supplier<TableCommand>> CONNECTIONS = Map.of("kill", KillConnections::new);

    private static final Map<String, String> NAMES_OF_RUNS =
            Map.of("job_name", "job", "start_time", "2000-01-01T00:00:00", "recipe", "recipe");

    private final CliEnvironment environment;
    private final TableOpener tables;
    private final HostOpener hosts;
    private final SectionCheck sections;

    /**
     * Makes them.
     *
     * @param sections reads what a run reads, so that all commands take the same configuration
     */
    public JobsCommands(CliEnvironment environment, TableOpener tables, HostOpener hosts, SectionCheck sections) {
        this.environment = environment;
        this.tables = tables;
        this.hosts = hosts;
        this.sections = sections;
    }

    /** Returns the words that begin a command on the table, each with those that may follow. */
    public List<CommandNode> nodes() {
        return List.of(
                node("connections", ListConnections::new, CONNECTIONS),
                node("drain", DrainHosts::new, Map.of()),
                node("jobs", ListJobs::new, JOBS),
                node("undrain", UndrainHosts::new, Map.of()));
    }

    private CommandNode node(String word, Supplier<TableCommand> alone, Map<String, Supplier<TableCommand>> commands) {
        CommandNode node = new CommandNode(word, () -> new Invocation(alone.get(), word, commands, true));
        commands.forEach((name, command) ->
                node.add(new CommandNode(name, () -> new Invocation(command.get(), word, commands, false))));
        return node;
    }

    private static Map<String, Supplier<TableCommand>> jobs() {
        Map<String, Supplier<TableCommand>> commands = new LinkedHashMap<>();
        commands.put("show", ShowJob::new);
        commands.put("errors", JobErrors::new);
        commands.put("progress", JobProgress::new);
        commands.put("query", QueryJobs::new);
        commands.put("export", ExportJobs::new);
        commands.put("retry", RetryJobs::new);
        commands.put("cancel", CancelJobs::new);
        commands.put("ignore", IgnoreJobs::new);
        commands.put("set", SetJobs::new);
        commands.put("clear", ClearJobs::new);
        commands.put("purge", PurgeJobs::new);
        commands.put("compact", CompactTable::new);
        commands.put("refresh", FreeOrphans::new);
        return commands;
    }

    /** A command on the table as it is typed. */
    private final class Invocation implements CliCommand {

        private final TableCommand command;
        private final String word;
        private final Map<String, Supplier<TableCommand>> commands;
        private final boolean isAlone;

        /**
         * Makes it.
         *
         * @param word the first word
         * @param commands those that may follow it
         * @param isAlone whether none does
         */
        Invocation(TableCommand command, String word, Map<String, Supplier<TableCommand>> commands, boolean isAlone) {
            this.command = command;
            this.word = word;
            this.commands = commands;
            this.isAlone = isAlone;
        }

        @Override
        public CommandLine commandLine() {
            CommandLine commandLine = new CommandLine(command);
            UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
            usage.sortOptions(false);
            usage.optionListHeading("%nOptions:%n");
            usage.width(100);
            return commandLine;
        }

        @Override
        public int run(Typed typed) {
            return finished(command).code();
        }

        @Override
        public String help(CommandLine commandLine) {
            return commandLine.getUsageMessage(Ansi.OFF) + (isAlone ? overview() : "");
        }

        /** Returns a line of help for each command that may follow; empty if there are none. */
        private String overview() {
            if (commands.isEmpty()) {
                return "";
            }
            StringBuilder text = new StringBuilder("\nCommands:\n");
            commands.forEach((name, make) -> {
                Command described = make.get().getClass().getAnnotation(Command.class);
                String sentence =
                        described == null ? "" : described.description()[0].split("(?<=[.:]) ", 2)[0];
                text.append("  %-10s %s\n".formatted(name, sentence.replaceAll(":$", ".")));
            });
            return text.append("\nMore on each of them: pipeline %s COMMAND --help\n".formatted(word))
                    .toString();
        }

        @Override
        public String unmatched(UnmatchedArgumentException e) {
            String typed = e.getUnmatched().get(0);
            return typed.startsWith("-")
                    ? DidYouMean.unknownOption(e)
                    : "there is no command %s %s%s"
                            .formatted(word, typed, DidYouMean.didYouMean(typed, commands.keySet()));
        }
    }

    private ExitCode finished(TableCommand command) {
        ExitCode status;
        try {
            status = onTable(command);
        } catch (UserErrorException e) {
            if (e.exitCode() == ExitCode.USAGE) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
            status = said(String.valueOf(e.getMessage()), e.exitCode());
        } catch (ConfigurationException | StoreException e) {
            status = said(String.valueOf(e.getMessage()), ExitCode.CONFIGURATION);
        } catch (IOException e) {
            status = said("the terminal cannot be read (" + e.getMessage() + ")", ExitCode.FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = said("interrupted", ExitCode.FAILED);
        } catch (RuntimeException e) {
            status = said(e.toString(), ExitCode.INTERNAL);
            e.printStackTrace(environment.err());
        }
        return environment.isOutWritten() || status != ExitCode.DONE ? status : ExitCode.FAILED;
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
        Optional<HostOpener.Hosts> reach =
                command.isReachingHosts() ? Optional.of(hosts.read(configuration)) : Optional.empty();
        // what only a run knows may stand in the values of sections that this command has no use for
        Configuration whole = configuration.withNames(NAMES_OF_RUNS);
        sections.read(whole, runtime);
        whole.check();
        JobTable opened;
        try {
            opened = tables.open(settings, command.isChanging());
        } catch (NoJobTableException e) {
            return command.withoutTable(new TableContext.Empty(String.valueOf(e.getMessage()), environment));
        }
        try (JobTable table = opened) {
            return command.run(new TableContext(table, settings, reach, environment));
        }
    }

    private ExitCode said(String message, ExitCode status) {
        environment.err().print(VisibleText.lines("pipeline: " + message, ""));
        return status;
    }
}

package pipeline.cli.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandConfiguration;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.common.Version;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;
import pipeline.store.JobTable;
import pipeline.store.NoJobTableException;
import pipeline.store.StoreException;
import pipeline.store.settings.JobsSettings;
import pipeline.text.VisibleText;

/** The commands {@code jobs}, {@code connections}, {@code drain} and {@code undrain}: reads them, opens the table, and lets them work on it. */
public final class JobsCommands {

    /** The words that begin a command on the table. */
    public static final List<String> WORDS = List.of("connections", "drain", "jobs", "undrain");

    /** The commands behind {@code jobs}. */
    static final List<String> NAMES = jobs().names();

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

    /** Returns the commands behind a word; none if it stands alone, or is no word of the table. */
    public static List<String> names(String word) {
        return WORDS.contains(word) ? set(word).names() : List.of();
    }

    /** Returns the options of all these commands. */
    public static Stream<OptionSpec> options() {
        return WORDS.stream()
                .flatMap(word -> set(word).all())
                .flatMap(command -> commandLine(command).getCommandSpec().options().stream());
    }

    /** Returns one of {@link #WORDS} with the commands behind it, for what describes them. */
    public static CommandLine tree(String word) {
        CommandSet set = set(word);
        CommandLine tree = commandLine(set.makePlain());
        set.names()
                .forEach(name -> set.make(name).ifPresent(command -> tree.addSubcommand(name, commandLine(command))));
        return tree;
    }

    /** Does what the words ask for, the first of which is one of {@link #WORDS}, and gives the exit status. */
    public ExitCode run(List<String> words) {
        CommandSet set = set(words.get(0));
        Optional<TableCommand> named = words.size() > 1 ? set.make(words.get(1)) : Optional.empty();
        TableCommand command = named.orElseGet(set::makePlain);
        String name = named.isPresent() ? set.word() + " " + words.get(1) : set.word();
        List<String> rest = words.subList(named.isPresent() ? 2 : 1, words.size());
        CommandLine commandLine = commandLine(command);
        try {
            ParseResult parsed = commandLine.parseArgs(rest.toArray(String[]::new));
            if (parsed.isUsageHelpRequested()) {
                return shown(commandLine.getUsageMessage(Ansi.OFF) + (named.isPresent() ? "" : set.overview()));
            }
            return parsed.isVersionHelpRequested() ? shown(Version.text()) : finished(command, name);
        } catch (UnmatchedArgumentException e) {
            return mistake(unmatched(e, set), name);
        } catch (ParameterException e) {
            return mistake(String.valueOf(e.getMessage()), name);
        }
    }

    private ExitCode finished(TableCommand command, String name) {
        ExitCode status;
        try {
            status = onTable(command);
        } catch (UserErrorException e) {
            if (e.exitCode() == ExitCode.USAGE) {
                status = mistake(String.valueOf(e.getMessage()), name);
            } else {
                status = said(String.valueOf(e.getMessage()), e.exitCode());
            }
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
        CommandConfiguration reader =
                new CommandConfiguration(environment, command.options.config, command.options.runtimeDirectory);
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

    /** Returns the commands behind one of {@link #WORDS}. */
    static CommandSet set(String word) {
        return switch (word) {
            case "jobs" -> jobs();
            case "connections" -> connections();
            case "drain" -> new CommandSet("drain", DrainHosts::new);
            case "undrain" -> new CommandSet("undrain", UndrainHosts::new);
            default -> throw new IllegalArgumentException("no command on the table: " + word);
        };
    }

    private static CommandSet jobs() {
        return new CommandSet("jobs", ListJobs::new)
                .add("show", ShowJob::new)
                .add("errors", JobErrors::new)
                .add("progress", JobProgress::new)
                .add("query", QueryJobs::new)
                .add("export", ExportJobs::new)
                .add("retry", RetryJobs::new)
                .add("cancel", CancelJobs::new)
                .add("ignore", IgnoreJobs::new)
                .add("set", SetJobs::new)
                .add("clear", ClearJobs::new)
                .add("purge", PurgeJobs::new)
                .add("compact", CompactTable::new)
                .add("refresh", FreeOrphans::new);
    }

    private static CommandSet connections() {
        return new CommandSet("connections", ListConnections::new).add("kill", KillConnections::new);
    }

    private static CommandLine commandLine(TableCommand command) {
        CommandLine commandLine = new CommandLine(command)
                .setAllowOptionsAsOptionParameters(false)
                .setInterpolateVariables(false)
                .setExpandAtFiles(false);
        UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.sortOptions(false);
        usage.optionListHeading("%nOptions:%n");
        usage.width(100);
        return commandLine;
    }

    private ExitCode shown(String text) {
        environment.out().print(text);
        return environment.isOutWritten() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private ExitCode said(String message, ExitCode status) {
        environment.err().print(VisibleText.lines("pipeline: " + message, ""));
        return status;
    }

    private ExitCode mistake(String message, String name) {
        return said("%s\nTry: pipeline %s --help".formatted(message, name), ExitCode.USAGE);
    }

    private static String unmatched(UnmatchedArgumentException e, CommandSet set) {
        String word = e.getUnmatched().get(0);
        return word.startsWith("-")
                ? DidYouMean.unknownOption(e)
                : "there is no command %s %s%s".formatted(set.word(), word, DidYouMean.didYouMean(word, set.names()));
    }
}

package pipeline.cli.settings;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandGroup;
import pipeline.cli.common.CommandNode;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.HelpOptions;
import pipeline.cli.table.SectionCheck;

/** The command {@code config} and those that follow it. */
public final class SettingsCommands {

    private SettingsCommands() {}

    /** Shows which commands follow. */
    @Command(
            name = "config",
            customSynopsis = "pipeline config COMMAND [OPTION...]",
            description = "Looks at the configuration.")
    static final class Overview implements SettingsCommand, CommandGroup.HelpOnly {

        @Mixin
        final HelpOptions help = new HelpOptions();

        @Override
        public ExitCode run(CliEnvironment environment, SectionCheck sections) {
            throw new IllegalStateException("it only shows its help");
        }
    }

    /**
     * Returns the word with those that may follow.
     *
     * @param sections reads all that a run reads
     */
    public static CommandNode node(CliEnvironment environment, SectionCheck sections) {
        return new CommandGroup<SettingsCommand>(environment, command -> command.run(environment, sections))
                .node("config", Overview::new, Map.of("show", ShowSettings::new));
    }
}

package pipeline.cli.common;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What stands behind a word of the command line; made for one command line, which picocli puts into its fields. */
public interface CliCommand {

    /** The columns of a help text. */
    int HELP_WIDTH = 100;

    /** Returns it for picocli, without the words that may follow; by default as the annotations of its class have it. */
    default CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(this);
        commandLine
                .getCommandSpec()
                .usageMessage()
                .optionListHeading("%nOptions:%n")
                .width(HELP_WIDTH);
        return commandLine;
    }

    /** Does what was typed and returns the exit status. */
    int run(Typed typed);

    /** Returns what {@code --help} shows. */
    default String help(CommandLine commandLine) {
        return commandLine.getUsageMessage(Ansi.OFF);
    }

    /**
     * Returns what to say of a word that has no place here.
     *
     * @throws UserErrorException if that is no mistake of the command line
     */
    String unmatched(UnmatchedArgumentException e);

    /** Returns what to say of another mistake. */
    default String mistake(ParameterException e) {
        return String.valueOf(e.getMessage());
    }

    /** Returns whether {@code @FILE} stands for arguments, and what follows {@code --} is not looked at here. */
    default boolean takesArgumentFiles() {
        return false;
    }

    /**
     * The words of a command line.
     *
     * @param all as they were typed, to be shown again
     * @param afterDashes those after {@code --}, if the command does not look at them itself
     */
    record Typed(List<String> all, List<String> afterDashes) {}
}

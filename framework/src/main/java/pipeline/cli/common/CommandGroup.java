package pipeline.cli.common;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.UnmatchedArgumentException;
import pipeline.config.ConfigurationException;
import pipeline.mapfile.MapfileException;
import pipeline.recipe.UsageException;
import pipeline.store.StoreException;
import pipeline.text.VisibleText;

/**
 * Words of the command line behind which other commands follow, all of one kind.
 *
 * @param <C> an object of this kind is made for one command line, which picocli puts into its fields
 */
public final class CommandGroup<C> {

    private final CliEnvironment environment;
    private final Body<C> body;

    /** What the commands do. */
    @FunctionalInterface
    public interface Body<C> {
        ExitCode run(C command) throws ConfigurationException, MapfileException, InterruptedException;
    }

    /** A word that does nothing by itself: it shows its help. */
    public interface HelpOnly {}

    public CommandGroup(CliEnvironment environment, Body<C> body) {
        this.environment = environment;
        this.body = body;
    }

    /**
     * Returns a word with those that may follow.
     *
     * @param alone what the word does when none follows
     */
    public CommandNode node(
            String word, Supplier<? extends C> alone, Map<String, ? extends Supplier<? extends C>> commands) {
        CommandNode node = new CommandNode(word, () -> new Invocation(alone.get(), word, commands, true));
        commands.forEach((name, command) ->
                node.add(new CommandNode(name, () -> new Invocation(command.get(), word, commands, false))));
        return node;
    }

    /** A command as it is typed. */
    private final class Invocation implements CliCommand {

        private final C command;
        private final String word;
        private final Map<String, ? extends Supplier<? extends C>> commands;
        private final boolean isAlone;

        /**
         * Makes it.
         *
         * @param word the first word
         * @param commands those that may follow it
         * @param isAlone whether none does
         */
        Invocation(C command, String word, Map<String, ? extends Supplier<? extends C>> commands, boolean isAlone) {
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
            usage.width(HELP_WIDTH);
            return commandLine;
        }

        @Override
        public int run(Typed typed) {
            if (command instanceof HelpOnly) {
                environment.out().print(help(commandLine()));
                return environment.outStatus().code();
            }
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

    private ExitCode finished(C command) {
        ExitCode status;
        try {
            status = body.run(command);
        } catch (UserErrorException e) {
            if (e.exitCode() == ExitCode.USAGE) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
            status = said(String.valueOf(e.getMessage()), e.exitCode());
        } catch (ConfigurationException | MapfileException | StoreException e) {
            status = said(String.valueOf(e.getMessage()), ExitCode.CONFIGURATION);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = said("interrupted", ExitCode.FAILED);
        } catch (UsageException e) {
            throw e;
        } catch (RuntimeException e) {
            status = said(e.toString(), ExitCode.INTERNAL);
            e.printStackTrace(environment.err());
        }
        return environment.isOutWritten() || status != ExitCode.DONE ? status : ExitCode.FAILED;
    }

    private ExitCode said(String message, ExitCode status) {
        environment.err().print(VisibleText.lines("pipeline: " + message, ""));
        return status;
    }
}

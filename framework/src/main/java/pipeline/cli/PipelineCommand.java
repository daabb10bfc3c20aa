package pipeline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.common.Version;
import pipeline.recipe.Recipe;
import pipeline.recipe.UsageException;
import pipeline.text.VisibleText;

/**
 * A command line that names a recipe: reads it, shows help, and hands on what was asked for.
 *
 * @param <O> the options beside those of the recipe
 */
final class PipelineCommand<O> {

    /**
     * What is done with a recipe.
     *
     * @param words that stand before the recipe; none for running it
     * @param options makes an object for picocli to fill
     * @param others what else may stand in the place of the recipe, for "did you mean"
     */
    record Mode<O>(List<String> words, Supplier<O> options, Start<O> start, List<String> others, Manual manual) {

        String name() {
            return String.join(" ", with("pipeline"));
        }

        private List<String> with(String first) {
            List<String> all = new ArrayList<>(List.of(first));
            all.addAll(words);
            return all;
        }
    }

    /**
     * What help says of it.
     *
     * @param overview is shown if no recipe is named
     * @param intro stands before what the recipe says of itself; empty for nothing
     * @param needsArguments whether the recipe's arguments must be typed
     */
    record Manual(Supplier<String> overview, String intro, boolean needsArguments) {}

    /** Does it. */
    @FunctionalInterface
    interface Start<O> {
        /**
         * Does it and gives the exit status.
         *
         * @param afterDashes the words after {@code --}, which are arguments whatever they look like
         * @param typed the whole command line, to be shown again
         * @throws UsageException if something is missing or wrong
         */
        int start(RecipeCommand command, O options, List<String> afterDashes, List<String> typed);
    }

    private static final String END_OF_OPTIONS = "--";

    private final RecipeCatalogue catalogue;
    private final Mode<O> mode;
    private final CliEnvironment environment;
    private final Map<String, O> options = new TreeMap<>();
    private final SortedMap<String, RecipeCommand> commands = new TreeMap<>();

    PipelineCommand(RecipeCatalogue catalogue, Mode<O> mode, CliEnvironment environment) {
        this.catalogue = catalogue;
        this.mode = mode;
        this.environment = environment;
        new TreeMap<>(catalogue.recipes()).forEach(this::add);
    }

    private void add(String name, Class<? extends Recipe> type) {
        O own = mode.options().get();
        try {
            commands.put(name, new RecipeCommand(type, mode.name(), mode.manual(), own));
            options.put(name, own);
        } catch (UserErrorException e) {
            catalogue.exclude(name, String.valueOf(e.getMessage()));
        }
    }

    /** Does what the words ask for and gives the exit status. */
    int run(List<String> words) {
        // cut by hand, so that picocli expands no @file in a command that is meant for a node
        int end = words.contains(END_OF_OPTIONS) ? words.indexOf(END_OF_OPTIONS) : words.size();
        List<String> own = words.subList(mode.words().size(), end);
        List<String> afterDashes = words.subList(Math.min(end + 1, words.size()), words.size());
        try {
            ArgumentFileCheck.check(own, environment.directory());
            ParseResult parsed = commandLine().parseArgs(own.toArray(String[]::new));
            if (!parsed.hasSubcommand()) {
                if (!parsed.isVersionHelpRequested()) {
                    tellFaults();
                }
                return shown(
                        parsed.isVersionHelpRequested()
                                ? Version.text()
                                : mode.manual().overview().get());
            }
            return recipe(parsed.subcommand(), afterDashes, words);
        } catch (UsageException e) {
            return mistake(String.valueOf(e.getMessage()), commandLine());
        } catch (UnmatchedArgumentException e) {
            Optional<String> fault = catalogue.fault(e.getUnmatched().get(0));
            if (fault.isPresent() && e.getCommandLine().getParent() == null) {
                throw new UserErrorException(ExitCode.CONFIGURATION, fault.get());
            }
            return mistake(unmatched(e), e.getCommandLine());
        } catch (ParameterException e) {
            return mistake(e.getMessage() + dashesHint(e.getCommandLine()), e.getCommandLine());
        }
    }

    private int recipe(ParseResult parsed, List<String> afterDashes, List<String> words) {
        CommandLine commandLine = parsed.commandSpec().commandLine();
        if (parsed.isUsageHelpRequested()) {
            return shown(commandLine.getUsageMessage(Ansi.OFF));
        }
        if (parsed.isVersionHelpRequested()) {
            return shown(Version.text());
        }
        String name = parsed.commandSpec().name();
        RecipeCommand command = commands.get(name);
        O own = options.get(name);
        if (command == null || own == null) {
            throw new IllegalStateException("no recipe behind command " + name);
        }
        try {
            return mode.start().start(command, own, afterDashes, words);
        } catch (UsageException e) {
            return mistake(String.valueOf(e.getMessage()), commandLine);
        }
    }

    private int shown(String text) {
        environment.out().print(text);
        return environment.isOutWritten() ? ExitCode.DONE.code() : ExitCode.FAILED.code();
    }

    private CommandLine commandLine() {
        CommandSpec top = CommandSpec.create()
                .name(mode.name())
                .addOption(OptionSpec.builder("-h", "--help").usageHelp(true).build())
                .addOption(
                        OptionSpec.builder("-V", "--version").versionHelp(true).build());
        CommandLine commandLine = new CommandLine(top);
        commands.forEach((name, command) -> commandLine.addSubcommand(name, command.spec()));
        // for the command and, by picocli's rule, for all subcommands added before
        return commandLine.setAllowOptionsAsOptionParameters(false).setInterpolateVariables(false);
    }

    private int mistake(String message, CommandLine where) {
        String recipe = where.getParent() == null ? "" : " " + where.getCommandName();
        environment
                .err()
                .print(VisibleText.lines("pipeline: %s\nTry: %s%s --help".formatted(message, mode.name(), recipe), ""));
        return ExitCode.USAGE.code();
    }

    private String unmatched(UnmatchedArgumentException e) {
        String word = e.getUnmatched().get(0);
        CommandLine where = e.getCommandLine();
        if (where.getParent() == null && !word.startsWith("-")) {
            tellFaults();
            List<String> known = new ArrayList<>(catalogue.names());
            known.addAll(mode.others());
            return "there is no recipe %s%s".formatted(word, DidYouMean.didYouMean(word, known));
        }
        String message = DidYouMean.unknownOption(e);
        if (where.getParent() == null) {
            return message + "; the options of a recipe come after it";
        }
        return message + dashesHint(where);
    }

    /** What was looked for may be what cannot be used. */
    private void tellFaults() {
        catalogue.faults().forEach(fault -> environment.err().print(VisibleText.lines("pipeline: " + fault, "")));
    }

    private static String dashesHint(CommandLine where) {
        return where.getParent() != null && hasArguments(where)
                ? "\nIf it belongs to a command that is to run on the hosts, put -- before that command."
                : "";
    }

    private static boolean hasArguments(CommandLine where) {
        @Nullable
        Object typed = where.getCommandSpec().positionalParameters().get(0).getValue();
        return typed instanceof List<?> list && !list.isEmpty();
    }
}

package pipeline.cli;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import pipeline.config.Suggestion;
import pipeline.recipe.UsageException;

/** The command line: reads it, shows help, and hands a checked request on. */
final class PipelineCommand {

    /** Runs what was asked for. */
    @FunctionalInterface
    interface Starter {
        /** Runs a recipe and gives the exit status. */
        int start(RunRequest request);
    }

    private static final String END_OF_OPTIONS = "--";

    private final RecipeCatalogue catalogue;
    private final Starter starter;
    private final Surroundings surroundings;

    PipelineCommand(RecipeCatalogue catalogue, Starter starter, Surroundings surroundings) {
        this.catalogue = catalogue;
        this.starter = starter;
        this.surroundings = surroundings;
    }

    /** Does what the words ask for and gives the exit status. */
    int run(List<String> words) {
        // cut by hand, so that picocli expands no @file in a command that is meant for a node
        int end = words.contains(END_OF_OPTIONS) ? words.indexOf(END_OF_OPTIONS) : words.size();
        List<String> own = words.subList(0, end);
        List<String> afterDashes = words.subList(Math.min(end + 1, words.size()), words.size());
        SortedMap<String, RecipeCommand> commands = new TreeMap<>();
        catalogue.recipes().forEach((name, type) -> commands.put(name, new RecipeCommand(type)));
        try {
            ArgumentFiles.check(own, surroundings.directory());
            ParseResult parsed = commandLine(commands).parseArgs(own.toArray(String[]::new));
            if (!parsed.hasSubcommand()) {
                return shown(parsed.isVersionHelpRequested() ? Version.text() : Usage.overview(catalogue.recipes()));
            }
            return recipe(parsed.subcommand(), commands, afterDashes, words);
        } catch (UsageException e) {
            return mistake(String.valueOf(e.getMessage()), commandLine(commands));
        } catch (UnmatchedArgumentException e) {
            return mistake(unmatched(e), e.getCommandLine());
        } catch (ParameterException e) {
            return mistake(e.getMessage() + dashesHint(e.getCommandLine()), e.getCommandLine());
        }
    }

    private int recipe(
            ParseResult parsed,
            SortedMap<String, RecipeCommand> commands,
            List<String> afterDashes,
            List<String> words) {
        CommandLine commandLine = parsed.commandSpec().commandLine();
        if (parsed.isUsageHelpRequested()) {
            return shown(commandLine.getUsageMessage(Ansi.OFF));
        }
        if (parsed.isVersionHelpRequested()) {
            return shown(Version.text());
        }
        RecipeCommand command = commands.get(parsed.commandSpec().name());
        if (command == null) {
            throw new IllegalStateException(
                    "no recipe behind command " + parsed.commandSpec().name());
        }
        RunRequest request;
        try {
            request = RunRequest.of(command, afterDashes, words);
        } catch (UsageException e) {
            return mistake(String.valueOf(e.getMessage()), commandLine);
        }
        return starter.start(request);
    }

    private int shown(String text) {
        surroundings.out().print(text);
        return surroundings.isOutWritten() ? ExitCode.DONE.code() : ExitCode.FAILED.code();
    }

    private static CommandLine commandLine(SortedMap<String, RecipeCommand> commands) {
        CommandSpec top = CommandSpec.create()
                .name("pipeline")
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
        surroundings.err().print("pipeline: %s\nTry: pipeline%s --help\n".formatted(message, recipe));
        return ExitCode.USAGE.code();
    }

    private String unmatched(UnmatchedArgumentException e) {
        String word = e.getUnmatched().get(0);
        CommandLine where = e.getCommandLine();
        if (where.getParent() == null && !word.startsWith("-")) {
            return "there is no recipe %s%s".formatted(word, didYouMean(word, catalogue.names()));
        }
        String option = word.substring(0, word.indexOf('=') < 0 ? word.length() : word.indexOf('='));
        List<String> known = List.copyOf(where.getCommandSpec().optionsMap().keySet());
        String message = "there is no option %s%s".formatted(option, didYouMean(option, longOnes(known)));
        if (where.getParent() == null) {
            return message + "; options come after the recipe";
        }
        return message + dashesHint(where);
    }

    private static String dashesHint(CommandLine where) {
        return where.getParent() != null && hasArguments(where)
                ? "\nIf it belongs to a command that is to run on the hosts, put -- before that command."
                : "";
    }

    private static List<String> longOnes(List<String> options) {
        return options.stream().filter(option -> option.startsWith("--")).toList();
    }

    private static boolean hasArguments(CommandLine where) {
        @Nullable
        Object typed = where.getCommandSpec().positionalParameters().get(0).getValue();
        return typed instanceof List<?> list && !list.isEmpty();
    }

    private static String didYouMean(String word, List<String> known) {
        Optional<String> suggestion = Suggestion.of(word, known);
        return suggestion.map("; did you mean %s?"::formatted).orElse("");
    }
}

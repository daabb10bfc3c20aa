package pipeline.cli.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import pipeline.recipe.UsageException;
import pipeline.text.VisibleText;

/** Reads a command line by the tree of its words, shows help, reports mistakes, and runs what was asked for. */
public final class CommandRunner {

    private static final String END_OF_OPTIONS = "--";

    private final CommandNode root;
    private final CliEnvironment environment;

    public CommandRunner(CommandNode root, CliEnvironment environment) {
        this.root = root;
        this.environment = environment;
    }

    /** Does what the words ask for, the command's own words first, and returns the exit status. */
    public int run(List<String> words) {
        Resolved resolved = resolve(words);
        if (!resolved.command().takesArgumentFiles()) {
            return run(resolved, words, new CliCommand.Typed(words, List.of()));
        }
        // cut by hand, so that picocli expands no @FILE in a command that is meant for a node
        int end = words.contains(END_OF_OPTIONS) ? words.indexOf(END_OF_OPTIONS) : words.size();
        List<String> own = words.subList(0, end);
        CliCommand.Typed typed =
                new CliCommand.Typed(words, words.subList(Math.min(end + 1, words.size()), words.size()));
        try {
            ArgumentFileCheck.check(own, environment.directory());
        } catch (UsageException e) {
            return mistake(String.valueOf(e.getMessage()), resolved.names());
        }
        if (own.stream().noneMatch(word -> word.startsWith("@"))) {
            return run(resolved, own, typed);
        }
        List<String> expanded = expanded(own);
        return run(resolve(expanded), expanded, typed);
    }

    /**
     * What the first words name.
     *
     * @param names those words
     */
    private record Resolved(List<String> names, CliCommand command) {}

    private Resolved resolve(List<String> words) {
        List<CommandNode> path = root.path(words);
        CommandNode last = path.get(path.size() - 1);
        List<String> names = new ArrayList<>(words.subList(0, path.size() - 1));
        Optional<String> next = words.stream().skip(names.size()).findFirst().filter(word -> !word.startsWith("-"));
        if (!last.takesNames() || next.isEmpty()) {
            return new Resolved(names, last.command());
        }
        Optional<CliCommand> named = last.named(next.get(), words);
        if (named.isEmpty()) {
            return new Resolved(names, last.unknown());
        }
        names.add(next.get());
        return new Resolved(names, named.get());
    }

    private static List<String> expanded(List<String> words) {
        return new CommandLine(CommandSpec.create())
                .setUnmatchedArgumentsAllowed(true)
                .parseArgs(words.toArray(String[]::new))
                .expandedArgs();
    }

    private int run(Resolved resolved, List<String> words, CliCommand.Typed typed) {
        CliCommand command = resolved.command();
        CommandLine commandLine = command.commandLine();
        try {
            ParseResult parsed = below(resolved.names(), commandLine).parseArgs(words.toArray(String[]::new));
            while (parsed.hasSubcommand()) {
                parsed = parsed.subcommand();
            }
            if (parsed.isUsageHelpRequested()) {
                return shown(command.help(commandLine));
            }
            return parsed.isVersionHelpRequested() ? shown(Version.text()) : command.run(typed);
        } catch (UsageException e) {
            return mistake(String.valueOf(e.getMessage()), resolved.names());
        } catch (UnmatchedArgumentException e) {
            return mistake(command.unmatched(e), resolved.names());
        } catch (ParameterException e) {
            return mistake(command.mistake(e), resolved.names());
        }
    }

    /** Returns the root of picocli's tree, in which the words stand one below the other and the command is the last. */
    private static CommandLine below(List<String> names, CommandLine last) {
        CommandLine top = last;
        for (int i = names.size() - 1; i >= 0; i--) {
            String name = i == 0 ? "pipeline" : names.get(i - 1);
            top = new CommandLine(CommandSpec.create().name(name)).addSubcommand(names.get(i), top);
        }
        return top.setExpandAtFiles(false)
                .setAllowOptionsAsOptionParameters(false)
                .setInterpolateVariables(false);
    }

    private int shown(String text) {
        environment.out().print(text);
        return environment.outStatus().code();
    }

    private int mistake(String message, List<String> names) {
        String command = String.join(" ", names);
        environment
                .err()
                .print(VisibleText.lines(
                        "pipeline: %s\nTry: pipeline %s--help".formatted(message, names.isEmpty() ? "" : command + " "),
                        ""));
        return ExitCode.USAGE.code();
    }
}

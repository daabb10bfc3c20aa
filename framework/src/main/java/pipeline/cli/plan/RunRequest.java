package pipeline.cli.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.MiniClusterOption;
import pipeline.cli.options.CommonOptions;
import pipeline.cli.options.RunOptions;
import pipeline.cli.recipe.InputSources;
import pipeline.cli.recipe.RecipeCommand;
import pipeline.recipe.Recipe;
import pipeline.recipe.UsageException;
import pipeline.recipe.spi.RecipeControl;
import pipeline.text.ShellQuoting;

/**
 * What was asked for on the command line, checked.
 *
 * @param command with its recipe, whose inputs are accepted
 * @param args its positional arguments
 * @param typed the whole command line, to be shown again
 */
public record RunRequest(
        RecipeCommand command,
        String jobName,
        Optional<Instant> startTime,
        RunOptions options,
        List<String> args,
        List<String> typed) {

    private static final Pattern JOB_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    /**
     * Checks what was typed.
     *
     * @param afterDashes the words after {@code --}, which are arguments even if they look like options
     * @throws UsageException if something is missing or wrong
     */
    public static RunRequest of(
            RecipeCommand command,
            RunOptions options,
            CliEnvironment environment,
            List<String> afterDashes,
            List<String> typed) {
        List<String> problems = problems(command, options, environment);
        if (!problems.isEmpty()) {
            throw new UsageException(String.join("\n", problems));
        }
        List<String> args = new ArrayList<>(command.args());
        args.addAll(afterDashes);
        return new RunRequest(
                command,
                jobName(options.common.jobName, command),
                startTime(options.common),
                options,
                args.isEmpty() ? command.sources().args() : List.copyOf(args),
                List.copyOf(typed));
    }

    /** Returns all that is wrong with what was typed, and with what else the recipe's inputs come from. */
    public static List<String> problems(RecipeCommand command, RunOptions options, CliEnvironment environment) {
        List<String> problems = new ArrayList<>();
        boolean isTaken = collect(problems, () -> command.take(InputSources.of(command, options.common, environment)));
        collect(problems, options::check);
        collect(problems, () -> startTime(options.common));
        collect(problems, () -> options.miniCluster.nodes());
        if (isTaken) {
            inputProblems(command, problems);
        }
        collect(problems, () -> refuseOptionsOfCommand(command));
        collect(problems, () -> jobName(options.common.jobName, command));
        return problems;
    }

    /** Adds what is wrong with the recipe's inputs, once it is known where they come from. */
    private static void inputProblems(RecipeCommand command, List<String> problems) {
        RecipeControl recipe = RecipeControl.of(command.recipe());
        problems.addAll(command.sources().problems(recipe.inputs()));
        collect(problems, () -> recipe.accept(command.sources()));
        collect(problems, () -> command.sources().args());
    }

    private static boolean collect(List<String> problems, Runnable check) {
        try {
            check.run();
            return true;
        } catch (UsageException e) {
            problems.add(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private static void refuseOptionsOfCommand(RecipeCommand command) {
        OptionalInt most = command.mostBeforeDashes();
        if (most.isPresent() && command.args().size() > most.getAsInt()) {
            throw new UsageException("put -- before the command, so that its options are left alone: -- "
                    + ShellQuoting.quoted(command.args()
                            .subList(most.getAsInt(), command.args().size())));
        }
    }

    private static Optional<Instant> startTime(CommonOptions options) {
        return Optional.ofNullable(options.startTime).map(StartTime::parse);
    }

    /**
     * Checks what was typed for a worker: if nothing is said for the recipe, it takes what is in the table as it is.
     *
     * @throws UsageException if something is missing or wrong
     */
    public static RunRequest ofWork(
            RecipeCommand command,
            RunOptions options,
            CliEnvironment environment,
            List<String> afterDashes,
            List<String> typed) {
        if (isComplete(command, afterDashes)
                || !options.common.tasks.files.isEmpty()
                || command.task().isPresent()) {
            return of(command, options, environment, afterDashes, typed);
        }
        command.take(InputSources.of(command, options.common, environment));
        options.check();
        return new RunRequest(
                command,
                jobName(options.common.jobName, command),
                startTime(options.common),
                options,
                List.of(),
                List.copyOf(typed));
    }

    private static boolean isComplete(RecipeCommand command, List<String> afterDashes) {
        return !command.inputs().isEmpty() || !command.args().isEmpty() || !afterDashes.isEmpty();
    }

    /** Returns the recipe's name as people type it. */
    public String recipeName() {
        return command.name();
    }

    public Recipe recipe() {
        return command.recipe();
    }

    /** Returns whether anything was typed for the recipe itself. */
    public boolean isRecipeComplete() {
        return !args.isEmpty()
                || !command.inputs().isEmpty()
                || command.sources().haveTask();
    }

    public CommonOptions common() {
        return options.common;
    }

    public MiniClusterOption miniCluster() {
        return options.miniCluster;
    }

    private static String jobName(@Nullable String name, RecipeCommand command) {
        if (name == null) {
            throw new UsageException("the job needs a name (-j); type for example:\n"
                    + command.example().indent(2).stripTrailing());
        }
        if (!JOB_NAME.matcher(name).matches()) {
            throw new UsageException(
                    "a job name must be letters, digits, '.', '_' and '-', not begin with a dot or a dash, and have at"
                            + " most 128 characters, but was " + ShellQuoting.quote(name));
        }
        return name;
    }
}

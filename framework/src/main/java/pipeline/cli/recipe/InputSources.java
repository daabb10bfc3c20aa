package pipeline.cli.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import pipeline.cli.catalogue.ConfiguredTasks;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.configured.ConfiguredGroups;
import pipeline.cli.options.CommonOptions;
import pipeline.cli.options.TaskOptions;
import pipeline.config.BadValueException;
import pipeline.config.ConfigurationException;
import pipeline.config.ListParser;
import pipeline.config.TaskFiles;
import pipeline.config.TaskFiles.Task;
import pipeline.hostset.HostSetException;
import pipeline.recipe.UsageException;
import pipeline.recipe.spi.GivenInput;
import pipeline.recipe.spi.GivenInputs;
import pipeline.recipe.spi.InputForm;
import pipeline.recipe.spi.InputOption;

/** The values of a recipe's inputs: what was typed goes before the task, and the task before the environment. */
public final class InputSources implements GivenInputs {

    private static final String ARGS = "args";
    /** In task files of LOFAR's framework it is an input of many recipes. */
    private static final String MAX_PER_NODE = "max_per_node";

    private final Map<String, List<String>> typed;
    private final Optional<Task> task;
    private final Map<String, String> environment;
    private final UnaryOperator<String> groups;

    /**
     * Makes them.
     *
     * @param groups writes the names of hosts in place of the groups of a host set
     */
    public InputSources(
            Map<String, List<String>> typed,
            Optional<Task> task,
            Map<String, String> environment,
            UnaryOperator<String> groups) {
        this.typed = typed;
        this.task = task;
        this.environment = environment;
        this.groups = groups;
    }

    /**
     * Returns those of a command line, which may name a task.
     *
     * @throws UserErrorException if a task file cannot be read, or none has such a task
     * @throws UsageException if what was typed contradicts itself
     */
    public static InputSources of(RecipeCommand command, CommonOptions options, CliEnvironment environment) {
        ConfiguredGroups groups = new ConfiguredGroups(environment, options.configuration);
        return new InputSources(
                command.inputs(),
                task(command, options, environment),
                environment.variables(),
                text -> String.join(",", groups.hosts(text)));
    }

    private static Optional<Task> task(RecipeCommand command, CommonOptions options, CliEnvironment environment) {
        TaskOptions typed = options.tasks;
        Optional<String> name = Optional.ofNullable(typed.task).or(command::task);
        if (typed.task != null && typed.noTask) {
            throw new UsageException("--task %s and --no-task cannot be both".formatted(typed.task));
        }
        if (typed.noTask || (name.isEmpty() && typed.files.isEmpty())) {
            return Optional.empty();
        }
        if (command.task().isPresent() && !command.task().equals(name)) {
            throw new UsageException("%s is a task itself, so --task cannot name %s"
                    .formatted(command.task().get(), typed.task));
        }
        Map<String, String> names = new LinkedHashMap<>(ConfiguredTasks.names(options));
        names.put("recipe", command.name());
        TaskFiles files = new ConfiguredTasks(environment).read(options.configuration, typed.files, names);
        if (files.names().isEmpty() && typed.files.isEmpty()) {
            throw new UsageException(
                    "--task %s needs a task file that has it: -t FILE, or task_files in [DEFAULT] of the configuration"
                            .formatted(name.orElse("")));
        }
        try {
            return Optional.of(name.isPresent() ? named(name.get(), command, files) : files.taskOf(command.name()));
        } catch (ConfigurationException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    private static Task named(String name, RecipeCommand command, TaskFiles files) throws ConfigurationException {
        Task named = files.task(name);
        if (command.task().isEmpty() && !TaskFiles.isSame(named.recipe(), command.name())) {
            throw new UserErrorException(
                    ExitCode.CONFIGURATION,
                    "%s: task %s is one of recipe %s, not of %s"
                            .formatted(named.place(), named.name(), named.recipe(), command.name()));
        }
        return named;
    }

    @Override
    public Optional<GivenInput> find(InputOption input) {
        Optional<GivenInput> given = given(input);
        return input.form().place() == InputForm.Place.HOSTS ? given.map(hosts -> named(input, hosts)) : given;
    }

    /** Writes names in place of groups, but for those in a list or dict that is one text. */
    private GivenInput named(InputOption input, GivenInput given) {
        if (given.texts().stream().noneMatch(text -> text.indexOf('@') >= 0)
                || (!given.isTyped() && input.kind() != InputOption.Kind.VALUE)) {
            return given;
        }
        try {
            List<String> texts = new ArrayList<>();
            for (String text : given.texts()) {
                int begin = input.kind() == InputOption.Kind.DICT ? text.indexOf('=') + 1 : 0;
                texts.add(text.substring(0, begin) + groups.apply(text.substring(begin)));
            }
            return new GivenInput(given.place(), texts, given.isTyped(), given.isHidden());
        } catch (HostSetException e) {
            throw new UsageException(given.place() + ": " + e.getMessage());
        }
    }

    private Optional<GivenInput> given(InputOption input) {
        List<String> texts = typed.get(input.name());
        if (texts != null) {
            return Optional.of(GivenInput.typed(input.name(), texts));
        }
        Optional<TaskFiles.Value> value = taskValue(input.name());
        if (value.isPresent()) {
            return Optional.of(GivenInput.text(
                    value.get().place() + ": " + input.name().replace('-', '_'),
                    value.get().text()));
        }
        return input.environmentVariable()
                .flatMap(variable -> Optional.ofNullable(environment.get(variable))
                        .filter(text -> !text.isEmpty())
                        .map(text -> GivenInput.hidden(
                                "%s in the environment, for --%s,".formatted(variable, input.name()), text)));
    }

    private Optional<TaskFiles.Value> taskValue(String input) {
        return task.flatMap(named -> named.values().entrySet().stream()
                .filter(value -> name(value.getKey()).equals(input))
                .map(Map.Entry::getValue)
                .findFirst());
    }

    /** In a task an input is written with underscores or with dashes. */
    private static String name(String key) {
        return key.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the positional arguments of the task, for a command line without any. */
    public List<String> args() {
        Optional<TaskFiles.Value> args = taskValue(ARGS);
        if (args.isEmpty()) {
            return List.of();
        }
        try {
            return ListParser.split(args.get().text());
        } catch (BadValueException e) {
            throw new UsageException("%s: %s %s".formatted(args.get().place(), ARGS, e.problem()));
        }
    }

    /** Returns whether a task was named. */
    public boolean haveTask() {
        return task.isPresent();
    }

    /** Returns what is wrong with the keys of the task: those that are no inputs of the recipe, and those that say one thing twice. */
    public List<String> problems(List<InputOption> inputs) {
        List<String> problems = new ArrayList<>();
        Set<String> known = new TreeSet<>(List.of(ARGS));
        inputs.forEach(input -> known.add(input.name().replace('-', '_')));
        Set<String> seen = new TreeSet<>();
        task.ifPresent(named -> named.values().forEach((key, value) -> {
            String name = name(key).replace('-', '_');
            if (name.equals(MAX_PER_NODE) && !known.contains(name)) {
                problems.add("%s: %s is no input but an option of the run: type -p %s"
                        .formatted(value.place(), key, value.text()));
            } else if (!known.contains(name)) {
                String hint = DidYouMean.didYouMean(name, known);
                problems.add("%s: recipe %s has no input %s%s"
                        .formatted(
                                value.place(),
                                named.recipe(),
                                key,
                                hint.isEmpty() ? "; it has " + String.join(", ", known) : hint));
            } else if (!seen.add(name)) {
                problems.add(
                        "%s: %s is there already, with a dash in place of an underscore".formatted(value.place(), key));
            }
        }));
        return problems;
    }
}

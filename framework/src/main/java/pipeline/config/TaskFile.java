package pipeline.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A file with tasks, which are named settings of recipes: each section is a task, its {@code recipe} says of which recipe, and all
 * other keys are the recipe's. The keys of DEFAULT are for {@code %(name)s} references only. Immutable.
 */
public final class TaskFile {

    private static final String RECIPE = "recipe";

    private final Path file;
    private final List<Task> tasks;

    /**
     * A task.
     *
     * @param place its file and line
     * @param values by their keys, in lower case
     */
    public record Task(String name, String place, String recipe, Map<String, Value> values) {}

    /**
     * A value of a task.
     *
     * @param text references replaced
     * @param place its file and line
     */
    public record Value(String text, String place) {}

    private TaskFile(Path file, List<Task> tasks) {
        this.file = file;
        this.tasks = List.copyOf(tasks);
    }

    /**
     * Reads a file.
     *
     * @param names what values may refer to, unless the file's own DEFAULT has it
     * @throws ConfigurationException if it cannot be read, with all that is wrong
     */
    public static TaskFile read(Path file, Map<String, String> names) throws ConfigurationException {
        Problems problems = new Problems(file);
        IniFile ini = IniReader.read(SourceLines.read(file, problems), problems);
        Scope scope = new Scope(ini, List.of(), Map.of(), names);
        List<Task> tasks = new ArrayList<>();
        for (String head : ini.sections()) {
            if (!head.equals(IniFile.DEFAULT)) {
                task(file, ini, head, scope.withHeads(List.of(head)), problems).ifPresent(tasks::add);
            }
        }
        List<String> found = problems.sorted();
        if (!found.isEmpty()) {
            throw new ConfigurationException(found);
        }
        return new TaskFile(file, tasks);
    }

    private static Optional<Task> task(Path file, IniFile ini, String head, Scope scope, Problems problems) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (String key : ini.keys(head)) {
            IniValue value = ini.value(head, key);
            if (value != null) {
                try {
                    String text = Interpolation.resolve(value, scope, referred -> {});
                    values.put(key, new Value(text.strip(), file + ":" + value.line()));
                } catch (InterpolationException e) {
                    problems.inValue(e.value(), e.problem());
                }
            }
        }
        Value recipe = values.remove(RECIPE);
        if (recipe == null) {
            problems.inLine(
                    ini.line(head),
                    "task [%s] does not say of which recipe it is; add a line: recipe = NAME"
                            .formatted(IniValue.shortened(head)));
            return Optional.empty();
        }
        return Optional.of(new Task(head, file + ":" + ini.line(head), recipe.text(), values));
    }

    /** Returns all tasks in the order of the file. */
    public List<Task> tasks() {
        return tasks;
    }

    /**
     * Returns the task of a name.
     *
     * @throws ConfigurationException if there is none
     */
    public Task task(String name) throws ConfigurationException {
        List<String> known = tasks.stream().map(Task::name).toList();
        int at = known.indexOf(name);
        if (at < 0) {
            throw new ConfigurationException(List.of("%s has no task %s%s"
                    .formatted(
                            file,
                            name,
                            Suggestion.of(name, known)
                                    .map("; did you mean %s?"::formatted)
                                    .orElse("; it has " + (known.isEmpty() ? "none" : String.join(", ", known))))));
        }
        return tasks.get(at);
    }

    /**
     * Returns the only task of a recipe.
     *
     * @throws ConfigurationException if there is none, or several
     */
    public Task taskOf(String recipe) throws ConfigurationException {
        List<Task> own = tasks.stream().filter(task -> isOf(task, recipe)).toList();
        if (own.size() == 1) {
            return own.get(0);
        }
        String all = String.join(
                ", ", (own.isEmpty() ? tasks : own).stream().map(Task::name).toList());
        throw new ConfigurationException(List.of(
                own.isEmpty()
                        ? "%s has no task of recipe %s; it has %s".formatted(file, recipe, all.isEmpty() ? "none" : all)
                        : "%s has several tasks of recipe %s: %s; say which one with --task"
                                .formatted(file, recipe, all)));
    }

    /** Tells whether a task is one of a recipe; upper and lower case are the same, as in the ancestor's files. */
    public static boolean isOf(Task task, String recipe) {
        return task.recipe().toLowerCase(Locale.ROOT).equals(recipe.toLowerCase(Locale.ROOT));
    }
}

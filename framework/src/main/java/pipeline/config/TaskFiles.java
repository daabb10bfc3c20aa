package pipeline.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tasks of one or more files, which are named settings of recipes: each section is a task, its {@code recipe} says of which
 * recipe, and all other keys are the recipe's. A later file changes single keys of the tasks of those before. The keys of DEFAULT are
 * for {@code %(name)s} references only. Immutable.
 */
public final class TaskFiles {

    private static final String RECIPE = "recipe";

    private final List<Path> files;
    private final Map<String, List<String>> places;
    private final Map<String, Path> origins;
    private final Scope scope;

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

    private TaskFiles(List<Path> files, Map<String, List<String>> places, Map<String, Path> origins, Scope scope) {
        this.files = List.copyOf(files);
        this.places = places;
        this.origins = origins;
        this.scope = scope;
    }

    /**
     * Reads files, a later one over those before it.
     *
     * @param names what values may refer to, unless DEFAULT of a file has it
     * @throws ConfigurationException if one cannot be read, with all that is wrong
     */
    public static TaskFiles read(List<Path> files, Map<String, String> names) throws ConfigurationException {
        Map<String, Map<String, IniValue>> sections = new LinkedHashMap<>();
        Map<String, List<String>> places = new LinkedHashMap<>();
        Map<String, Path> origins = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            Problems found = new Problems(file);
            IniFile ini = IniReader.read(SourceLines.read(file, found), found);
            problems.addAll(found.sorted());
            for (String head : ini.sections()) {
                Map<String, IniValue> values = sections.computeIfAbsent(head, name -> new LinkedHashMap<>());
                if (!head.equals(IniFile.DEFAULT)) {
                    places.computeIfAbsent(head, name -> new ArrayList<>()).add(file + ":" + ini.line(head));
                }
                for (String key : ini.keys(head)) {
                    IniValue value = ini.value(head, key);
                    if (value != null) {
                        values.put(key, value);
                        origins.put(path(head, key), file);
                    }
                }
            }
        }
        places.forEach((name, all) -> {
            if (!sections.getOrDefault(name, Map.of()).containsKey(RECIPE)) {
                problems.add("%s: task [%s] does not say of which recipe it is; add a line: recipe = NAME"
                        .formatted(all.get(0), IniValue.shortened(name)));
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        Map<String, IniFile.Part> parts = new LinkedHashMap<>();
        sections.forEach((head, values) -> parts.put(head, new IniFile.Part(0, values)));
        return new TaskFiles(files, places, origins, new Scope(new IniFile(parts), List.of(), Map.of(), names));
    }

    /** Returns the names of all tasks, in the order of the files. */
    public List<String> names() {
        return List.copyOf(places.keySet());
    }

    /** Returns whether there is a task of a name. */
    public boolean has(String name) {
        return places.containsKey(name);
    }

    /** Returns where a task is defined, and after it where later files change it: a file and a line each. */
    public List<String> places(String name) {
        return List.copyOf(places.getOrDefault(name, List.of()));
    }

    /** Returns the recipe of a task; what it refers to and is not there stays as it stands. */
    public String recipe(String name) {
        IniValue recipe = own(name).get(RECIPE);
        try {
            return recipe == null ? "" : resolve(name, recipe);
        } catch (InterpolationException e) {
            return recipe.text();
        }
    }

    /**
     * Returns the task of a name.
     *
     * @throws ConfigurationException if there is none, or a value refers to what is not there
     */
    public Task task(String name) throws ConfigurationException {
        if (!has(name)) {
            throw new ConfigurationException(List.of("%s has no task %s%s"
                    .formatted(
                            called(),
                            name,
                            Suggestion.of(name, names())
                                    .map("; did you mean %s?"::formatted)
                                    .orElse("; it has " + listed(names())))));
        }
        List<String> problems = new ArrayList<>();
        Map<String, Value> values = new LinkedHashMap<>();
        own(name).forEach((key, value) -> {
            try {
                values.put(key, new Value(resolve(name, value), place(value)));
            } catch (InterpolationException e) {
                problems.add(place(e.value()) + ": " + e.problem());
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems.stream().distinct().toList());
        }
        Value recipe = values.remove(RECIPE);
        return new Task(name, places(name).get(0), recipe == null ? "" : recipe.text(), values);
    }

    /**
     * Returns the only task of a recipe in the last file.
     *
     * @throws ConfigurationException if there is none, or several
     */
    public Task taskOf(String recipe) throws ConfigurationException {
        String last = files.isEmpty() ? "" : files.get(files.size() - 1) + ":";
        List<String> there = names().stream()
                .filter(name -> places(name).stream().anyMatch(place -> place.startsWith(last)))
                .toList();
        List<String> own =
                there.stream().filter(name -> isSame(recipe(name), recipe)).toList();
        if (own.size() == 1) {
            return task(own.get(0));
        }
        throw new ConfigurationException(List.of(
                own.isEmpty()
                        ? "%s has no task of recipe %s; it has %s (--no-task takes none, as for a recipe that runs them as its steps)"
                                .formatted(called(), recipe, listed(there))
                        : "%s has several tasks of recipe %s: %s; say which one with --task"
                                .formatted(called(), recipe, listed(own))));
    }

    /** Returns whether two texts name one recipe; upper and lower case are the same, as in the ancestor's files. */
    public static boolean isSame(String recipe, String other) {
        return recipe.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }

    private String called() {
        return files.isEmpty()
                ? "the configuration"
                : String.join(", ", files.stream().map(Path::toString).toList());
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private String place(IniValue value) {
        Path file = origins.get(path(value.section(), value.key()));
        return file == null ? called() : file + ":" + value.line();
    }

    private static String path(String section, String key) {
        return section + "\n" + key;
    }

    private String resolve(String task, IniValue value) throws InterpolationException {
        return Interpolation.resolve(value, scope.withHeads(List.of(task)), referred -> {})
                .strip();
    }

    private Map<String, IniValue> own(String task) {
        Map<String, IniValue> values = new LinkedHashMap<>();
        for (String key : scope.file().keys(task)) {
            IniValue value = scope.file().value(task, key);
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }
}

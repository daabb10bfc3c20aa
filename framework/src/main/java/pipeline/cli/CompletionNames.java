package pipeline.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import pipeline.cli.catalogue.ConfiguredTasks;
import pipeline.cli.catalogue.RecipeCatalogue;
import pipeline.cli.catalogue.RecipeFiles;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandConfiguration;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.config.Configuration;
import pipeline.config.HostGroups;
import pipeline.store.JobTable;
import pipeline.store.OpenMode;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.settings.JobTables;
import pipeline.store.settings.JobsSettings;

/**
 * The names that the completions of shells offer and only this machine knows: recipes, tasks, job names and hosts. It is called at each press
 * of a key, so it never complains: what cannot be read has no names.
 */
final class CompletionNames {

    /** The word that asks for them; nobody types it. */
    static final String WORD = "__complete";

    /** Of hosts of jobs so many rows are looked at: more would take longer than somebody waits for a key. */
    private static final long MOST_ROWS = 20_000;

    private final CliEnvironment environment;
    private final Supplier<RecipeCatalogue> catalogue;

    CompletionNames(CliEnvironment environment, Supplier<RecipeCatalogue> catalogue) {
        this.environment = environment;
        this.catalogue = catalogue;
    }

    /** Returns whether the words ask for names. */
    static boolean areAskedFor(List<String> words) {
        return !words.isEmpty() && words.get(0).equals(WORD);
    }

    /** Prints those of a kind, a line for each. */
    void print(List<String> words) {
        String kind = words.size() > 1 ? words.get(1) : "";
        List<String> names;
        try {
            names = switch (kind) {
                case "recipes" -> recipes();
                case "jobs" -> jobs();
                case "hosts" -> hosts();
                default -> List.of();
            };
        } catch (Exception | LinkageError e) {
            names = List.of();
        }
        // a name with a blank or a quote would have to be quoted for each shell in its own way
        names.stream()
                .filter(name -> name.matches("[\\w@%+=:,./\\[\\]-]+"))
                .forEach(name -> environment.out().print(name + "\n"));
        environment.out().flush();
    }

    /** Tasks are typed where recipes are. */
    private List<String> recipes() {
        SortedSet<String> names = new TreeSet<>(catalogue.get().recipes().keySet());
        names.addAll(new RecipeFiles(environment).found(List.of()).keySet());
        names.addAll(new ConfiguredTasks(environment)
                .read(new ConfigurationOptions(), List.of(), Map.of())
                .names());
        return List.copyOf(names);
    }

    private List<String> jobs() throws Exception {
        try (JobTable table = table(configuration())) {
            return table.progress(QueryCondition.always()).stream()
                    .map(progress -> progress.jobName())
                    .distinct()
                    .toList();
        }
    }

    private List<String> hosts() throws Exception {
        Configuration configuration = configuration();
        List<String> names = new ArrayList<>();
        HostGroups.from(configuration).names().forEach(name -> names.add("@" + name));
        SortedSet<String> hosts = new TreeSet<>();
        try (JobTable table = table(configuration)) {
            table.query(
                    QueryCondition.always(),
                    List.of(JobFields.HOST),
                    MOST_ROWS,
                    record -> hosts.add(record.get(JobFields.HOST.name()).stringValue()));
        } catch (Exception e) {
            // there are the groups all the same
        }
        names.addAll(hosts);
        return names;
    }

    private Configuration configuration() throws Exception {
        return new CommandConfiguration(environment, new ConfigurationOptions()).read(Map.of(), Map.of());
    }

    private JobTable table(Configuration configuration) throws Exception {
        CommandConfiguration reader = new CommandConfiguration(environment, new ConfigurationOptions());
        return JobTables.open(
                JobsSettings.from(configuration, environment.variables(), reader.runtimeDirectory(configuration)),
                OpenMode.READ);
    }
}

package pipeline.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.parset.ClusterDescription;
import pipeline.parset.ParsetException;
import pipeline.recipe.Input;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;
import pipeline.recipe.ShellWords;
import pipeline.recipe.UsageException;

/** A recipe that makes a map of names of files, by what stands in the names and in the description of the cluster. */
abstract class MappingRecipe extends Recipe {

    private static final int MOST_NAMED = 20;

    private final Input<Optional<Path>> mapfile =
            input("mapfile", "where to write the map").outputFile().optional("RECIPE.mapfile in the job directory");
    private final Input<Optional<Path>> list = input(
                    "list", "a file with a name on each line, beside those that are typed")
            .file()
            .optional();
    private final Input<Optional<Path>> clusterdesc = input("clusterdesc", "the description of the cluster")
            .file()
            .optional("clusterdesc of [cluster] in the configuration");
    private final Input<PathPattern> pattern = input(
                    "pattern", "which part of a name is what; * is any directory, {path} the rest")
            .as(
                    PathPattern.class,
                    "PATTERN",
                    "a pattern such as /net/{subcluster}/{host}/{path}",
                    MappingRecipe::pattern)
            .byDefault(PathPattern.parse("/net/{subcluster}/{host}/{path}"));

    private final Output<Path> written = output("mapfile", "the map").path();

    private final List<String> problems = new ArrayList<>();

    private static PathPattern pattern(String text) {
        return PathPattern.parse(text);
    }

    @Override
    protected final int run() throws Exception {
        check(pattern.get());
        List<PathPattern.Name> names = names();
        List<MapEntry> entries = problems.isEmpty() ? entries(names, cluster()) : List.of();
        if (!problems.isEmpty()) {
            throw new UsageException(problems());
        }
        DataMap map = DataMap.of(entries);
        if (dryRun()) {
            map.entries()
                    .forEach(entry ->
                            standardOutput().print(entry.host() + ": " + ShellWords.quote(entry.file()) + "\n"));
            return 0;
        }
        Path file = mapfile.get().orElseGet(() -> jobDirectory().resolve(recipeName() + ".mapfile"));
        Files.createDirectories(jobDirectory());
        writeMap(file, map);
        written.set(file);
        return 0;
    }

    /** Refuses a pattern that lacks what is needed. */
    abstract void check(PathPattern given);

    /** Returns an entry for each name, in the order of the names; what cannot be is reported by {@link #problem}. */
    abstract List<MapEntry> entries(List<PathPattern.Name> names, Optional<ClusterDescription> cluster);

    final void problem(String text) {
        problems.add(text);
    }

    final void require(PathPattern given, String part, String why) {
        if (!given.has(part)) {
            throw new UsageException("--pattern must have {%s}, %s, but was %s".formatted(part, why, given));
        }
    }

    /** Warns of hosts that the description of the cluster does not have. */
    final void warnOfUnknownHosts(Set<String> hosts, ClusterDescription cluster) {
        List<String> strangers =
                hosts.stream().filter(host -> !cluster.nodes().contains(host)).toList();
        if (!strangers.isEmpty()) {
            logger().warn("not in the description of cluster {}: {}", cluster.name(), String.join(", ", strangers));
        }
    }

    private List<PathPattern.Name> names() throws IOException {
        List<String> typed = new ArrayList<>(args());
        if (list.get().isPresent()) {
            Files.readAllLines(list.get().get()).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(typed::add);
        }
        if (typed.isEmpty()) {
            throw new UsageException("there are no names of files; type them, or --list FILE");
        }
        List<PathPattern.Name> names = new ArrayList<>();
        for (String file : typed) {
            Optional<PathPattern.Name> name = pattern.get().read(file);
            name.ifPresentOrElse(
                    names::add,
                    () -> problem("%s does not fit --pattern %s".formatted(ShellWords.quote(file), pattern.get())));
        }
        return names;
    }

    private Optional<ClusterDescription> cluster() {
        Optional<Path> file =
                clusterdesc.get().or(() -> configured("cluster", "clusterdesc").map(MappingRecipe::path));
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ClusterDescription.read(file.get()));
        } catch (ParsetException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static Path path(String configured) {
        return Path.of(
                configured.startsWith("~/") ? System.getProperty("user.home") + configured.substring(1) : configured);
    }

    private String problems() {
        List<String> shown = new ArrayList<>(problems.subList(0, Math.min(MOST_NAMED, problems.size())));
        if (problems.size() > MOST_NAMED) {
            shown.add("... and %d more".formatted(problems.size() - MOST_NAMED));
        }
        return String.join("\n", shown);
    }
}

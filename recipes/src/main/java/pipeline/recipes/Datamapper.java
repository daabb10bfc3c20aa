package pipeline.recipes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.PlacementRule;
import pipeline.parset.ClusterDescription;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.ShellWords;
import pipeline.recipe.UsageException;

/** Makes a map of names under which the hosts of a sub-cluster see files: each goes to one of the compute nodes there. */
@Description(
        value = "Makes a map in which each file goes to a compute node of the sub-cluster that its name says.",
        arguments = "FILE...",
        details = {
            "The names are such as all hosts of the sub-cluster see over the network, for example"
                    + " /net/sub3/lse012/data1/L2010_SB001.MS; --pattern says which part is the sub-cluster. Without {subcluster}"
                    + " in the pattern all compute nodes take part.",
            "The compute nodes of a sub-cluster are those of the part of that name in the description of the cluster, or else the"
                    + " hosts of the group @NAME of the configuration. They take turns, in the order of the description; with"
                    + " --by size they get as many bytes each, and with --by hash a node more moves few files.",
        })
public final class Datamapper extends MappingRecipe {

    private final Input<PlacementRule> rule = input("by", "how the files of a sub-cluster are spread over its nodes")
            .choice(PlacementRule.class)
            .byDefault(PlacementRule.ROUND_ROBIN);

    @Override
    void check(PathPattern given) {
        require(given, PathPattern.PATH, "which is the rest of the name");
    }

    @Override
    List<MapEntry> entries(List<PathPattern.Name> names, Optional<ClusterDescription> cluster) {
        Map<String, List<Integer>> bySubcluster = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            bySubcluster
                    .computeIfAbsent(names.get(i).subcluster().orElse(""), key -> new ArrayList<>())
                    .add(i);
        }
        List<PlacementRule.Item> items = names.stream()
                .map(name ->
                        new PlacementRule.Item(name.file(), rule.get() == PlacementRule.SIZE ? size(name.file()) : 0))
                .toList();
        String[] hosts = new String[names.size()];
        bySubcluster.forEach((subcluster, members) -> {
            List<String> nodes = nodes(subcluster, cluster);
            if (!nodes.isEmpty()) {
                List<String> places =
                        rule.get().hosts(members.stream().map(items::get).toList(), nodes);
                IntStream.range(0, members.size()).forEach(i -> hosts[members.get(i)] = places.get(i));
            }
        });
        return IntStream.range(0, names.size())
                .filter(i -> hosts[i] != null)
                .mapToObj(i -> MapEntry.of(hosts[i], names.get(i).file()))
                .toList();
    }

    /** Returns the compute nodes of a sub-cluster; none if they are not known, which is reported. */
    private List<String> nodes(String subcluster, Optional<ClusterDescription> cluster) {
        Optional<ClusterDescription> part =
                cluster.flatMap(all -> subcluster.isEmpty() ? cluster : find(all, subcluster));
        if (part.isPresent()) {
            List<String> nodes = List.copyOf(part.get().nodes(ClusterDescription.Role.COMPUTE));
            if (nodes.isEmpty()) {
                problem("%s has no compute nodes in its description"
                        .formatted(part.get().name()));
            }
            return nodes;
        }
        if (subcluster.isEmpty()) {
            problem(
                    "no description says which compute nodes there are; type --clusterdesc FILE, or set clusterdesc in [cluster]");
            return List.of();
        }
        try {
            return hosts("@" + subcluster);
        } catch (UsageException e) {
            problem(unknown(subcluster, cluster));
            return List.of();
        }
    }

    private static Optional<ClusterDescription> find(ClusterDescription cluster, String name) {
        return cluster.name().equalsIgnoreCase(name)
                ? Optional.of(cluster)
                : cluster.parts().stream()
                        .map(part -> find(part, name))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private static String unknown(String subcluster, Optional<ClusterDescription> cluster) {
        String known = cluster.map(all -> "cluster %s has %s"
                        .formatted(
                                all.name(),
                                all.parts().isEmpty()
                                        ? "no sub-clusters"
                                        : String.join(
                                                ", ",
                                                all.parts().stream()
                                                        .map(ClusterDescription::name)
                                                        .toList())))
                .orElse(
                        "there is no description of the cluster; type --clusterdesc FILE, or set clusterdesc in [cluster]");
        return "nothing is known of sub-cluster %s: %s, and there is no group @%s"
                .formatted(subcluster, known, subcluster);
    }

    /** A name that only the hosts see has no size here. */
    private long size(String file) {
        try (Stream<Path> all = Files.walk(Path.of(file))) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(Datamapper::length)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            problem(
                    "the size of %s is not known, since this machine does not see it (%s); --by round-robin needs no sizes"
                            .formatted(ShellWords.quote(file), e.getClass().getSimpleName()));
            return 0;
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

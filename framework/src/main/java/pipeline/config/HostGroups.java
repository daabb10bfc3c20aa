package pipeline.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import pipeline.hostset.HostSet;
import pipeline.hostset.HostSetException;
import pipeline.parset.ClusterDescription;
import pipeline.parset.ParsetException;

/**
 * The groups of hosts that can be typed as {@code @group} where hosts are named: those of {@code [groups]}, those of the cluster
 * description that {@code clusterdesc} of {@code [cluster]} names, and {@code @source:group} of the commands in
 * {@code [group_sources]}. Thread-safe.
 */
public final class HostGroups {

    private static final int SHOWN = 10;
    private static final String ALL = "all";

    /** Host sets as they stand in the configuration, by name in lower case. */
    private final Map<String, String> sets;

    private final Map<String, Set<String>> described;
    private final Map<String, String> sources;

    private HostGroups(Map<String, String> sets, Map<String, Set<String>> described, Map<String, String> sources) {
        this.sets = Map.copyOf(sets);
        this.described = described;
        this.sources = Map.copyOf(sources);
    }

    /** Reads the sections; what is wrong in them is reported to the configuration. */
    public static HostGroups from(Configuration configuration) {
        HostGroups groups = new HostGroups(
                configuration.entries("groups"),
                described(configuration.section("cluster")),
                configuration.entries("group_sources"));
        groups.sets.forEach((name, text) -> {
            try {
                // those of a source are asked when somebody wants them
                if (text.indexOf(':') < 0) {
                    groups.hosts("@" + name);
                }
            } catch (HostSetException e) {
                configuration.problem("groups", name, String.valueOf(e.getMessage()));
            }
        });
        return groups;
    }

    private static Map<String, Set<String>> described(Section cluster) {
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        Optional<Path> file = cluster.path("clusterdesc");
        if (file.isPresent() && Files.notExists(file.get())) {
            // configurations of LOFAR's framework name one that many of its pipelines never read
            cluster.leaveAlone("clusterdesc", file.get() + " (no such file)");
        } else if (file.isPresent()) {
            try {
                ClusterDescription description = ClusterDescription.read(file.get());
                for (ClusterDescription.Role role : ClusterDescription.Role.values()) {
                    groups.put(role.name().toLowerCase(Locale.ROOT), description.nodes(role));
                }
                add(description, groups);
                groups.put(ALL, description.nodes());
            } catch (ParsetException e) {
                cluster.problem("clusterdesc", String.valueOf(e.getMessage()));
            }
        }
        return groups;
    }

    private static void add(ClusterDescription description, Map<String, Set<String>> groups) {
        groups.putIfAbsent(description.name().toLowerCase(Locale.ROOT), description.nodes());
        description.parts().forEach(part -> add(part, groups));
    }

    /** Returns those of some hosts that the description of the cluster does not have; none if there is no description. */
    public List<String> outsideCluster(Collection<String> hosts) {
        Set<String> nodes = described.get(ALL);
        return nodes == null
                ? List.of()
                : hosts.stream().filter(host -> !nodes.contains(host)).toList();
    }

    /** Returns the names of the groups, without those of commands. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(sets.keySet());
        names.addAll(described.keySet());
        return names;
    }

    /**
     * Reads a host set in which groups may stand.
     *
     * @throws HostSetException if the text is no host set, or there is no such group
     */
    public HostSet hosts(String text) {
        return HostSet.parse(text, name -> group(name, new ArrayDeque<>()));
    }

    /**
     * Returns the hosts of a group.
     *
     * @param within the groups that are being read
     */
    private HostSet group(String name, Deque<String> within) {
        int colon = name.indexOf(':');
        if (colon > 0) {
            return ofSource(name.substring(0, colon), name.substring(colon + 1));
        }
        String key = name.toLowerCase(Locale.ROOT);
        String set = sets.get(key);
        if (set == null) {
            Set<String> nodes = described.get(key);
            if (nodes == null) {
                throw new IllegalArgumentException(unknown(name));
            }
            return HostSet.of(nodes);
        }
        if (within.contains(key)) {
            throw new IllegalArgumentException("it is made of itself, by way of @" + String.join(", @", within));
        }
        within.addLast(key);
        HostSet hosts = HostSet.parse(set, inner -> group(inner, within));
        within.removeLast();
        return hosts;
    }

    private HostSet ofSource(String source, String group) {
        String command = sources.get(source.toLowerCase(Locale.ROOT));
        if (command == null) {
            throw new IllegalArgumentException("there is no source " + source
                    + "; write it into [group_sources] as a command that prints the hosts of $GROUP");
        }
        return HostSet.parse(new GroupSource(source, command).hosts(group));
    }

    private String unknown(String name) {
        Set<String> known = new LinkedHashSet<>(sets.keySet());
        known.addAll(described.keySet());
        String which = known.isEmpty()
                ? "write it into [groups] as name = host set"
                : Suggestion.of(name, known)
                        .map("did you mean @%s?"::formatted)
                        .orElseGet(() -> "there are @"
                                + String.join(", @", known.stream().limit(SHOWN).toList()));
        return "there is no such group; " + which;
    }
}

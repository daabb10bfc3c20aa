package pipeline.parset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A cluster as LOFAR describes it in a parameter set: which nodes compute, which store, which are heads, in one of three forms. In the
 * homogeneous one {@code Compute.Nodes}, {@code Storage.Nodes} and {@code Head.Nodes} are lists; in the heterogeneous one there are
 * {@code NNodes} nodes with a {@code Node0.NodeName} each, which compute; in the composite one {@code SubClusters} names the files of
 * others. Immutable.
 *
 * <pre>{@code
 * ClusterDescription cluster = ClusterDescription.read(Path.of("cep2.clusterdesc"));
 * for (String host : cluster.nodes(ClusterDescription.Role.COMPUTE)) {
 *     jobs.add(ComputeJob.command(host, "df", "/data"));
 * }
 * }</pre>
 */
public final class ClusterDescription {

    private static final int DEEPEST = 10;

    private final String name;
    private final Map<Role, List<String>> nodes;
    private final List<ClusterDescription> parts;

    /** What nodes are for. */
    public enum Role {
        COMPUTE("Compute.Nodes"),
        STORAGE("Storage.Nodes"),
        HEAD("Head.Nodes");

        private final String key;

        Role(String key) {
            this.key = key;
        }
    }

    private ClusterDescription(String name, Map<Role, List<String>> nodes, List<ClusterDescription> parts) {
        this.name = name;
        this.nodes = nodes;
        this.parts = parts;
    }

    /**
     * Reads a file and those that it names, which lie beside it.
     *
     * @throws ParsetException if one is missing, is no parameter set, or describes no nodes
     */
    public static ClusterDescription read(Path file) throws ParsetException {
        return read(file, 0);
    }

    private static ClusterDescription read(Path file, int depth) throws ParsetException {
        if (depth > DEEPEST) {
            throw new ParsetException(
                    file.toString(), "is named by itself, or lies more than " + DEEPEST + " descriptions deep", null);
        }
        RawParset parset = RawParset.read(file);
        Map<Role, List<String>> nodes = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            List<String> names = expanded(file, parset.list(role.key));
            if (role == Role.COMPUTE) {
                names.addAll(heterogeneous(file, parset));
            }
            nodes.put(role, names);
        }
        List<ClusterDescription> parts = new ArrayList<>();
        for (String part : expanded(file, parset.list("SubClusters"))) {
            parts.add(read(file.resolveSibling(part), depth + 1));
        }
        if (parts.isEmpty() && nodes.values().stream().allMatch(List::isEmpty)) {
            throw new ParsetException(
                    file.toString(),
                    "describes no nodes, expected Compute.Nodes, Storage.Nodes, Head.Nodes, NNodes or SubClusters",
                    null);
        }
        String fileName = String.valueOf(file.getFileName());
        return new ClusterDescription(
                parset.get("ClusterName")
                        .map(text -> ListElements.of(text).get(0))
                        .filter(text -> !text.isEmpty())
                        .orElse(fileName.replaceFirst("\\.[^.]*$", "")),
                nodes,
                List.copyOf(parts));
    }

    private static List<String> heterogeneous(Path file, RawParset parset) throws ParsetException {
        List<String> names = new ArrayList<>();
        String count = parset.get("NNodes").orElse("0");
        if (!count.matches("[0-9]{1,7}")) {
            throw new ParsetException(file.toString(), "NNodes must be a number, but was " + count, null);
        }
        for (int i = 0; i < Integer.parseInt(count); i++) {
            List<String> named = parset.list("Node" + i + ".NodeName");
            if (named.isEmpty()) {
                throw new ParsetException(
                        file.toString(), "has no Node" + i + ".NodeName, although NNodes is " + count, null);
            }
            names.add(named.get(0));
        }
        return names;
    }

    private static List<String> expanded(Path file, List<String> elements) throws ParsetException {
        List<String> all = new ArrayList<>();
        try {
            elements.forEach(element -> all.addAll(ElementRange.expanded(element)));
        } catch (IllegalArgumentException e) {
            throw new ParsetException(file.toString(), String.valueOf(e.getMessage()), e);
        }
        return all;
    }

    /** Returns its {@code ClusterName}, or the name of its file. */
    public String name() {
        return name;
    }

    /** Returns the descriptions of which it is composed. */
    public List<ClusterDescription> parts() {
        return parts;
    }

    /** Returns the nodes of a kind, its own and then those of its parts, each once. */
    public Set<String> nodes(Role role) {
        Set<String> all = new LinkedHashSet<>(nodes.getOrDefault(role, List.of()));
        parts.forEach(part -> all.addAll(part.nodes(role)));
        return all;
    }

    /** Returns all nodes, each once: those that compute, that store, and heads. */
    public Set<String> nodes() {
        Set<String> all = new LinkedHashSet<>();
        for (Role role : Role.values()) {
            all.addAll(nodes(role));
        }
        return all;
    }
}

package pipeline.minicluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Real SSH servers inside this JVM on ports of 127.0.0.1, one node for each host name, with keys that are thrown away; the
 * ordinary SSH client reaches them through {@link #sshConfig()}.
 *
 * <p>Commands run as the user of this JVM with {@code /bin/sh -c}, each in the directory of its node, which is its HOME
 * too. Thread-safe.
 */
public final class MiniCluster implements AutoCloseable {

    /** What may stand in a {@code Host} line and be a file name: no blanks, no patterns, no leading dot or dash. */
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}._:-]*");

    private final Path directory;
    private final int limit;
    private final SshClientFiles files;
    private final NodeServer server;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Node> nodeByHost = new LinkedHashMap<>();

    private MiniCluster(Path directory, int limit, SshClientFiles files, NodeServer server) {
        this.directory = directory;
        this.limit = limit;
        this.files = files;
        this.server = server;
    }

    /**
     * Starts a cluster that has a node of its own for every host.
     *
     * @param directory absent or empty; {@link #close} removes it
     */
    public static MiniCluster start(Path directory) throws IOException {
        return start(directory, Integer.MAX_VALUE);
    }

    /**
     * Starts a cluster of at most {@code nodes} nodes, on which the hosts are dealt in turn.
     *
     * @param directory absent or empty; {@link #close} removes it
     */
    public static MiniCluster start(Path directory, int nodes) throws IOException {
        if (nodes < 1) {
            throw new IllegalArgumentException("a mini cluster must have 1 node or more, but was asked for " + nodes);
        }
        Path absolute = directory.toAbsolutePath().normalize();
        refuseUsed(absolute);
        try {
            SshClientFiles files = SshClientFiles.create(absolute);
            files.write(Map.of());
            NodeServer server = NodeServer.start(files.serverKey(), files.clientKey());
            return new MiniCluster(absolute, nodes, files, server);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make keys for the mini cluster: " + e.getMessage(), e);
        }
    }

    /** Adds a node, or a share of one, for every host that is not there yet; the files for the client follow at once. */
    public synchronized void ensure(Collection<String> hosts) throws IOException {
        for (String host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new IllegalArgumentException("the mini cluster cannot have a host named '" + host
                        + "'; a name consists of letters, digits, '.', '_', ':' and '-'");
            }
        }
        for (String host : hosts) {
            if (!nodeByHost.containsKey(host)) {
                nodeByHost.put(host, nextNode(host));
            }
        }
        files.write(nodeByHost);
    }

    /** The client's configuration by which every host of the cluster is reached; it is replaced by {@link #ensure}. */
    public Path sshConfig() {
        return files.sshConfig();
    }

    /** The directory in which the commands of a host start, its HOME. */
    public synchronized Path directory(String host) {
        return node(host).home();
    }

    private Node node(String host) {
        Node node = nodeByHost.get(host);
        if (node == null) {
            throw new IllegalArgumentException(
                    "the mini cluster has no host '" + host + "'; it has " + nodeByHost.keySet());
        }
        return node;
    }

    /**
     * Takes a host away, as if its network were cut, or gives it back: without it every connection ends, and new ones are refused.
     * What runs there goes on. Hosts that share its node go with it.
     */
    public synchronized void setReachable(String host, boolean isReachable) throws IOException {
        server.setReachable(node(host), isReachable);
    }

    /** All hosts in the order in which they came. */
    public synchronized List<String> hosts() {
        return List.copyOf(nodeByHost.keySet());
    }

    /** Ends the servers and every process that was started on the nodes, then removes the directory. */
    @Override
    public synchronized void close() throws IOException {
        server.close();
        SshClientFiles.delete(directory);
    }

    private Node nextNode(String host) throws IOException {
        if (nodes.size() < limit) {
            String name = limit == Integer.MAX_VALUE ? host : "node" + (nodes.size() + 1);
            Path home = Files.createDirectories(directory.resolve("nodes").resolve(name));
            Node node = server.addNode(home);
            nodes.add(node);
            return node;
        }
        return nodes.get(nodeByHost.size() % limit);
    }

    private static void refuseUsed(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> content = Files.list(directory)) {
                if (content.findAny().isPresent()) {
                    throw new IOException(
                            directory + " is not empty; the mini cluster removes its directory at the end,"
                                    + " so give it an empty one or one that does not exist");
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }
}

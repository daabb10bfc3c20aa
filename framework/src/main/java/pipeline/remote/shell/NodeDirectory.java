package pipeline.remote.shell;

import org.jspecify.annotations.Nullable;
import pipeline.remote.TransportException;

/** The directory on a host that holds what Pipeline keeps there; {@code node-directory.sh} says what it must be like. */
final class NodeDirectory {

    private NodeDirectory() {}

    /** Returns what is wrong with a directory's name; null if nothing. */
    static @Nullable String fault(String nodeDirectory) {
        if (plain(nodeDirectory).equals("~")) {
            return "node_directory must be a directory of its own, not the home directory";
        }
        return nodeDirectory.indexOf('\n') >= 0 ? "node_directory must be one line" : null;
    }

    /** Returns the failure of a host whose node directory is of no use for slots. */
    static TransportException unusable(String host, String reason) {
        return new TransportException(
                TransportException.Cause.NODE_FILES,
                host,
                reason + " (node_directory in [remote] says where slots keep their journals)");
    }

    /** Returns the name for {@code node-directory.sh}: with a slash at its end a link would look like what it leads to. */
    static String plain(String nodeDirectory) {
        int end = nodeDirectory.length();
        while (end > 1 && nodeDirectory.charAt(end - 1) == '/') {
            end--;
        }
        return nodeDirectory.substring(0, end);
    }
}

package pipeline.remote.shell;

import org.jspecify.annotations.Nullable;
import pipeline.remote.TransportException;

/** The directory on a host that holds what Pipeline keeps there: for this user only, and no link. */
final class NodeDirectory {

    private NodeDirectory() {}

    /**
     * Gives the text of POSIX sh that makes the directory and enters it: {@code d} is its path then. On failure it calls
     * {@code fail} with the reason, which must end the shell.
     */
    static String enter(String nodeDirectory) {
        return "d=" + expression(nodeDirectory) + "; "
                + "mkdir -p -- \"$d\" 2>/dev/null; "
                + "[ -d \"$d\" ] || fail \"the node directory $d cannot be made\"; "
                + "[ ! -L \"$d\" ] && [ -O \"$d\" ] || fail \"the node directory $d is a link or belongs to somebody else\"; "
                + "chmod 700 \"$d\" && cd -- \"$d\" && d=$(pwd -P) || fail \"the node directory $d cannot be used\"; ";
    }

    /** Gives what is wrong with a directory's name; null if nothing. */
    static @Nullable String fault(String nodeDirectory) {
        return nodeDirectory.indexOf('\n') >= 0 ? "node_directory must be one line" : null;
    }

    /** Gives the failure of a host whose node directory is of no use for slots. */
    static TransportException unusable(String host, String reason) {
        return new TransportException(
                TransportException.Cause.NODE_FILES,
                host,
                reason + " (node_directory in [remote] says where slots keep their journals)");
    }

    private static String expression(String nodeDirectory) {
        if (nodeDirectory.isEmpty()) {
            return "/var/tmp/pipeline-$(id -u)";
        }
        if (nodeDirectory.equals("~")) {
            return "\"$HOME\"";
        }
        return nodeDirectory.startsWith("~/") ? "\"$HOME\"/" + quote(nodeDirectory.substring(2)) : quote(nodeDirectory);
    }

    /** Quotes a word for a POSIX shell. */
    static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}

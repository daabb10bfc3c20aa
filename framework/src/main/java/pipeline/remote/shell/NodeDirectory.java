package pipeline.remote.shell;

import org.jspecify.annotations.Nullable;
import pipeline.remote.TransportException;

/**
 * The directory on a host that holds what Pipeline keeps there: for this user only, no link, and nowhere where just anybody
 * could put another in its place.
 */
final class NodeDirectory {

    /**
     * Judges the directory in which the shell is, and those above it. {@code ls} is asked once for all, from the inside out;
     * {@code m} is a mode, {@code o} the owner of the directory itself, {@code c} the owner of the one last looked at. Who owns
     * a directory further up, or is in the group that may write there, is trusted.
     */
    private static final String JUDGE = """
            u=.; q=..; p=$d; while [ -n "$p" ]; do u="$u $q"; q=../$q; p=${p%/*}; done; \
            c=; i=9; for w in $(LC_ALL=C ls -ldn $u 2>/dev/null); do \
            case $w in (d[r-][w-][xsS-]*) m=$w; i=0;; esac; \
            if [ $i = 2 ]; then case $c in \
            ('') o=$w; case $m in \
            (drwx------*) ;; \
            (d????-??-*) [ -d slots ] || [ -z "$(ls -A)" ] || fail "the node directory $d holds other things and is open to others; name one of its own"; \
            chmod 700 . || fail "the node directory $d cannot be closed to others";; \
            (*) fail "others may write to the node directory $d; take away what is not yours in it, then: chmod 700 $d";; \
            esac;; \
            (*) case $m in \
            (????????w[tT]*) [ "$c" = 0 ] || [ "$c" = "$o" ] || fail "the node directory $d lies in one that somebody else made where all may write";; \
            (????????w*) fail "the node directory $d lies below one in which all may rename it, since that has no sticky bit";; \
            esac;; esac; c=$w; fi; i=$((i+1)); done; \
            [ -n "$c" ] || fail "the node directory $d cannot be looked at";""";

    private NodeDirectory() {}

    /**
     * Gives the text of POSIX sh that makes the directory and enters it: {@code d} is its path then. On failure it calls
     * {@code fail} with the reason, which must end the shell. One line. What the shell makes from then on, nobody else may read.
     */
    static String enter(String nodeDirectory) {
        return "umask 077; d=" + expression(nodeDirectory) + "; "
                + "[ -d \"$d\" ] || mkdir -p -m 700 -- \"$d\" 2>/dev/null; "
                + "[ -d \"$d\" ] || fail \"the node directory $d cannot be made\"; "
                + "[ ! -L \"$d\" ] && [ -O \"$d\" ] || fail \"the node directory $d is a link or belongs to somebody else\"; "
                // looked at once more from the inside, where nobody can exchange it any more
                + "cd -P -- \"$d\" && [ -O . ] || fail \"the node directory $d cannot be used\"; d=$PWD; "
                + JUDGE + " ";
    }

    /** Gives what is wrong with a directory's name; null if nothing. */
    static @Nullable String fault(String nodeDirectory) {
        if (plain(nodeDirectory).equals("~")) {
            return "node_directory must be a directory of its own, not the home directory";
        }
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
        String plain = plain(nodeDirectory);
        if (plain.isEmpty()) {
            return "/var/tmp/pipeline-$(id -u)";
        }
        return plain.startsWith("~/") ? "\"$HOME\"/" + quote(plain.substring(2)) : quote(plain);
    }

    /** With a slash at its end a link would look like what it leads to. */
    private static String plain(String nodeDirectory) {
        int end = nodeDirectory.length();
        while (end > 1 && nodeDirectory.charAt(end - 1) == '/') {
            end--;
        }
        return nodeDirectory.substring(0, end);
    }

    /** Quotes a word for a POSIX shell. */
    static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}

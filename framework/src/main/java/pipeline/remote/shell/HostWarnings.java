package pipeline.remote.shell;

import java.util.List;

/**
 * What a slot's shell finds out about its host that may keep jobs from outliving their connection there: a node directory on
 * a network file system, and a logind that ends what outlives a login. Looked for by the first slot of an owner only. POSIX sh
 * only.
 */
final class HostWarnings {

    private static final int MOST_LINES = 5;
    private static final int LONGEST_LINE = 500;

    private static final String NETWORK_FILE_SYSTEMS =
            "nfs*|lustre|cifs|smb*|afs|gpfs|beegfs*|ceph|glusterfs|pvfs2|panfs|9p|fuse.sshfs|fuse.glusterfs|fuse.ceph*|fuse.beegfs*";

    /** Sets {@code t} to the type of the file system that is mounted nearest above {@code d}. */
    private static final String FILE_SYSTEM = """
            m=; t=
            if [ -r "$r/proc/mounts" ]; then
            while read -r x p y z; do
            case $p in (*\\\\*) p=$(printf '%b' "$p");; esac
            case $d/ in ("${p%/}"/*) if [ ${#p} -ge ${#m} ]; then m=$p; t=$y; fi;; esac
            done <"$r/proc/mounts"
            else
            set -- $(df -P "$d" | tail -n 1)
            case $1 in (*:/*|//*) t=nfs;; esac
            fi
            """;

    /** Sets {@code k} to whether logind ends what outlives a login, as far as its files say, and this shell is part of one. */
    private static final String LOGIND = """
            k=; c=
            if [ -r "$r/proc/self/cgroup" ]; then
            while read -r x; do case $x in (*/session-*.scope*) c=1;; esac; done <"$r/proc/self/cgroup"
            fi
            if [ -n "$c" ]; then
            k=$(set --; for f in "$r"/usr/lib "$r"/run "$r"/etc; do set -- "$@" "$f/systemd/logind.conf"; done
            for f in "$r"/usr/lib "$r"/run "$r"/etc; do set -- "$@" "$f"/systemd/logind.conf.d/*.conf; done
            sed -n 's/^[[:blank:]]*KillUserProcesses[[:blank:]]*=[[:blank:]]*//p' "$@" | tail -n 1)
            fi
            """;

    private HostWarnings() {}

    /**
     * Gives the lines that print what is to be said, a line for each thing. They need {@code pipeline_slot}, and must be run in a
     * subshell of their own.
     *
     * @param owner the id of whoever the slot belongs to
     * @param root where the host's own files lie, empty but in tests
     * @param user the user's name, as a word of sh
     */
    static String script(String owner, String root, String user) {
        return "exec </dev/null 2>/dev/null; umask 077; set --; d=${pipeline_slot%/*}; r=" + NodeDirectory.quote(root)
                + "\n(set -C; : >\"$d/" + told(owner) + "\") || exit\n"
                + FILE_SYSTEM
                + "case $t in (" + NETWORK_FILE_SYSTEMS + ")\n"
                + "printf '%s\\n' \"the node directory ${d%/*} lies on a network file system ($t): what is kept of jobs there may come"
                + " late or be lost; set node_directory in [remote] to a directory on a disk of the host itself\";; esac\n"
                + LOGIND
                + "case $k in ([yYtT]*|1|[oO][nN]*) u=" + user + "\n"
                + "[ \"$u\" = root ] || [ -e \"$r/var/lib/systemd/linger/$u\" ] || printf '%s\\n' \"logind ends there what outlives a"
                + " login (KillUserProcesses=yes), so jobs end with their connection; have an administrator of the host type:"
                + " loginctl enable-linger $u\";; esac\n";
    }

    /** Gives what a host says of itself, in lines; it is not trusted to be short. */
    static List<String> lines(String said) {
        return said.lines()
                .limit(MOST_LINES)
                .map(line -> line.replaceAll("\\p{Cntrl}", "?"))
                .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line)
                .toList();
    }

    /** Gives the name of the file, among the slots, that says that an owner has been told. */
    static String told(String owner) {
        return owner + ".told";
    }
}

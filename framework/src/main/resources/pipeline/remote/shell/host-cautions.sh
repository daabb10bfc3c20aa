# Included by what looks at a host: prints, a line for each, what may keep jobs there from outliving their connection. $d is the
# directory that the node directory is, or lies in.
# Where the host's own files lie: empty but in tests.
pipeline_root=
# The user, if the host is not to be asked for the name.
pipeline_user=
r=$pipeline_root
# $t is the type of the file system that is mounted nearest above the directory
m=
t=
if [ -r "$r/proc/mounts" ]; then
    while read -r x p y x; do
        case $p in (*\\*) p=$(printf '%b' "$p") ;; esac
        # shellcheck disable=SC2154 # set by the includer
        case $d/ in ("${p%/}"/*) if [ ${#p} -ge ${#m} ]; then m=$p; t=$y; fi ;; esac
    done <"$r/proc/mounts"
else
    # shellcheck disable=SC2046 # the fields of the line
    set -- $(df -P "$d" | tail -n 1)
    case $1 in (*:/*|//*) t=nfs ;; esac
fi
case $t in
(nfs*|lustre|cifs|smb*|afs|gpfs|beegfs*|ceph|glusterfs|pvfs2|panfs|9p|fuse.sshfs|fuse.glusterfs|fuse.ceph*|fuse.beegfs*)
    printf '%s\n' "the node directory $d lies on a network file system ($t): what is kept of jobs there may come late or be lost; set node_directory in [remote] to a directory on a disk of the host itself"
    ;;
esac
# $k is whether logind ends what outlives a login, as far as its files say, and this shell is part of one
k=
c=
if [ -r "$r/proc/self/cgroup" ]; then
    while read -r x; do case $x in (*/session-*.scope*) c=1 ;; esac; done <"$r/proc/self/cgroup"
fi
if [ -n "$c" ]; then
    k=$(
        set --
        for f in "$r"/usr/lib "$r"/run "$r"/etc; do set -- "$@" "$f/systemd/logind.conf"; done
        for f in "$r"/usr/lib "$r"/run "$r"/etc; do set -- "$@" "$f"/systemd/logind.conf.d/*.conf; done
        sed -n 's/^[[:blank:]]*KillUserProcesses[[:blank:]]*=[[:blank:]]*//p' "$@" | tail -n 1
    )
fi
case $k in
([yYtT]*|1|[oO][nN]*)
    u=${pipeline_user:-$(id -un)}
    [ "$u" = root ] || [ -e "$r/var/lib/systemd/linger/$u" ] || printf '%s\n' "logind ends there what outlives a login (KillUserProcesses=yes), so jobs end with their connection; have an administrator of the host type: loginctl enable-linger $u"
    ;;
esac

# A question to a host before a run: what is there of what jobs need. A line for each answer, a word and what it is; "at" says what is
# looked at next, so that it is known where a host hangs. It makes the node directory, as a run does, and changes nothing else.
# What stands within calls the function files with names.
pipeline_node_directory=
pipeline_working_directory=
# Empty: nothing is on scratch but in the node directory.
pipeline_scratch=
# Empty: JAVA_HOME there, or else the java in PATH.
pipeline_java_home=
# POSIX sh that is run before each job.
pipeline_init=
pipeline_root=
pipeline_user=
exec 2>/dev/null
LC_ALL=C
export LC_ALL

say() { printf '%s %s\n' "$1" "$2"; }

at_home() {
    case $1 in
    (\~/*) printf '%s\n' "$HOME/${1#??}" ;;
    (*) printf '%s\n' "$1" ;;
    esac
}

# says how much is free where a directory lies: kibibytes and inodes
disk() {
    say at "the disk of $2"
    say "$1-free" "$(df -Pk "$2" | sed -n '$s/.* \([0-9][0-9]*\)  *[0-9]*%.*/\1/p')"
    say "$1-inodes" "$(df -Pi "$2" | sed -n '$s/.* \([0-9][0-9]*\)  *[0-9]*%.*/\1/p')"
}

# says what stands for a keyword in the files of the SSH server, of which the first counts
server() {
    sed -n "s/^[[:blank:]]*$1[[:blank:]=][[:blank:]]*//p" "$pipeline_root"/etc/ssh/sshd_config.d/*.conf "$pipeline_root/etc/ssh/sshd_config" | sed q
}

say now "$(date +%s)"
say user "$(id -un)"
say shell "$SHELL"
s=$(command -v sh)
s=$(readlink -f "$s" || printf '%s\n' "$s")
say sh "${s##*/}"
say cores "$(getconf _NPROCESSORS_ONLN || nproc || sysctl -n hw.ncpu)"
if [ -r /proc/meminfo ]; then
    say memory "$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo)"
    say available "$(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo)"
else
    m=$(sysctl -n hw.memsize || sysctl -n hw.physmem)
    say memory "$((m / 1024))"
fi
say load "$({ cat /proc/loadavg || uptime | sed 's/.*load averages\{0,1\}: *//'; } | sed 's/[ ,].*//')"
say max-sessions "$(server MaxSessions)"
say max-startups "$(server MaxStartups)"
say at 'the node directory'
(
    fail() {
        say node-fault "$1"
        exit
    }
    . ./node-directory.sh
    say node "$d"
    (printf x >".check.$$" && rm -f ".check.$$") || fail "nothing can be written to the node directory $d: its disk is full, or may only be read"
    disk node "$d"
    (
        . ./host-cautions.sh
    ) | sed 's/^/warning /'
)
if [ -n "$pipeline_scratch" ]; then
    d=$(at_home "$pipeline_scratch")
    if [ -d "$d" ] && [ -w "$d" ]; then disk scratch "$d"; else say scratch-fault "$d"; fi
fi
say at 'the home directory'
[ -d "$HOME" ] || say home-fault "$HOME"
d=$(at_home "$pipeline_working_directory")
if [ -n "$d" ]; then
    say at "the working directory $d"
    cd -- "$d" || say working-fault "$d"
else
    cd || :
fi
if [ -n "$pipeline_init" ]; then
    say at init
    (eval "$pipeline_init") >/dev/null </dev/null || say init-fault "$?"
fi
say at 'the programs'
(
    eval "$pipeline_init" >/dev/null </dev/null
    j=$(at_home "$pipeline_java_home")
    [ -n "$j" ] || [ ! -x "$JAVA_HOME/bin/java" ] || j=$JAVA_HOME
    if [ -n "$j" ]; then j=$j/bin/java; else j=$(command -v java); fi
    say java-program "$j"
    [ -z "$j" ] || say java "$("$j" -version 2>&1 | sed -n -e 's/.*version "\([^"]*\)".*/\1/p')"
    say python3 "$(python3 -V 2>&1 | sed -n 's/^Python //p')"
)
# says what is there of files, in the bytes of files and the kibibytes of directories
files() {
    for f; do
        if [ ! -e "$f" ]; then
            printf 'missing %s' "$f" | tr '\n' '?'
            echo
        elif [ ! -r "$f" ]; then
            printf 'unreadable %s' "$f" | tr '\n' '?'
            echo
        elif [ -d "$f" ]; then
            say directory "$(du -sk -- "$f" | sed 's/[^0-9].*//')"
        fi
    done
    # shellcheck disable=SC2012 # their sizes count, not their names
    say bytes "$(ls -ldnLq -- "$@" | awk '/^-/ { n += 1; s += $5 } END { printf "%d %.0f", n, s }')"
}
say at 'the files of the map'
: SCRIPT
say end -

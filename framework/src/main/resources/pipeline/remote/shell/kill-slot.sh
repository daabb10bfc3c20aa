# Sent to a shell of its own on the host: ends every process of a slot, TERM first, and KILL to what is left when all jobs are gone and
# the runner has noted it, at the latest after the grace. Puts up the fence first, and writes into the journal that it is not the job's
# own doing how it ends; writes at last what the runner, killed with its job, cannot write any more.
token=
directory=
# The name of the slot's directory.
slot=
# In milliseconds.
grace=
umask 077
. ./process-birth.sh
. ./clear-slot.sh
t=
if cd -- "$directory" 2>/dev/null; then
    (: >fence)
    # shellcheck disable=SC2034 # a line has fields that are not needed here
    read -r x x pid group born boot parent <journal
    t=$pid
    if [ "$group" -gt 1 ]; then t=-$group; fi
    pipeline_born "$pid"
    if [ "$pipeline_boot" != "$boot" ] || [ "${pipeline_born:-$born}" != "$born" ]; then t=; fi
    # shellcheck disable=SC2046 # the words of the line
    set -- $(tail -n 1 journal)
    if [ "$1" = start ]; then printf 'kill %s\n' "$2" >>journal; fi
fi
. ./signal-slot.sh
# Pauses between looks are short at first, since most processes end at once; $n is in hundredths of a second.
pause() {
    if [ $n -lt 20 ]; then set -- 0.05 5; elif [ $n -lt 100 ]; then set -- 0.2 20; else set -- 1 100; fi
    if sleep "$1" 2>/dev/null; then n=$((n + $2)); else sleep 1; n=$((n + 100)); fi
}
# On a busy host the looks take longer than the pauses, so $now is the time in seconds where the host has a count that no change of its
# clock moves.
# shellcheck disable=SC2034 # the second field is not needed
clock() { read -r now x </proc/uptime && now=${now%.*}; } 2>/dev/null
# Prints a line for each process of the host, as far as it needs, in the way of Linux: PID (NAME) STATE PARENT GROUP
processes() {
    if [ -r "/proc/$$/stat" ]; then
        printf '%s\n' /proc/[0-9]*/stat | xargs cat
    else
        ps -A -o pid= -o stat= -o ppid= -o pgid= -o comm= |
            sed 's/^ *\([0-9]*\) *\(.\)[^ ]* *\([0-9]*\) *\([0-9]*\) *\(.*\)/\1 (\5) \2 \3 \4 /'
    fi
} 2>/dev/null
# Sets $j if a process of a job lives, and $r if the runner does. A process that has ended and waits for its parent to ask is gone; the
# tees end with the runner.
look() {
    j=$(marked)
    r=
    [ -n "$t" ] || return
    while read -r x y; do
        case "$x $y" in
        ("$pid "*) r=1 ;;
        ("$x (tee) "?" $pid "*|" ") ;;
        (*) j=1 ;;
        esac
    done <<END
$(processes | grep -e "^$pid (.*) [^XZ] " -e "^[0-9]* (.*) [^XZ] [0-9]* ${t#-} ")
END
} 2>/dev/null
signal_all TERM
n=0
k=0
now=0
clock
end=$((now + grace / 1000 + 1))
while clock; [ $n -lt $((grace / 10)) ] && [ "$now" -lt "$end" ]; do
    look
    if [ -z "$j" ]; then
        [ -n "$r" ] || break
        # a runner that waits for its next job may hear a signal only when that comes
        case $(tail -n 1 journal 2>/dev/null) in
        (start*|kill*) ;;
        (*)
            k=$((k + 1))
            [ $k -lt 6 ] || break
            ;;
        esac
    fi
    pause
done
signal_all KILL
# What was left is gone when the kernel has ended it, which takes a moment; a process that waits for a disk takes longer than anybody waits.
n=0
while look; [ -n "$j$r" ] && [ $n -lt 200 ]; do pause; done
# shellcheck disable=SC2046 # the words of the line
set -- $(tail -n 1 journal 2>/dev/null)
case $1 in (start|kill) printf 'end %s 137 -\n' "$2" >>journal ;; esac
pipeline_clear "$directory"
printf '\036%s ended -\036' "$token"

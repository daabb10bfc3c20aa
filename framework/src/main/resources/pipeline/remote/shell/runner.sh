# Sent to the shell of a slot on its standard input, once: it becomes a runner that outlives its connection and takes jobs from there
# (job.sh). The runner keeps a journal, one line for each start and each end, which it writes itself; what jobs print goes through two
# tees into two files and, as long as the connection stands, to the master. It says on both streams that it is ready, or on the first
# why it cannot be.
#
# Its names begin with pipeline_, since jobs run in subshells of it, and nothing is exported.
#
# The slot's directory holds
#   journal     slot TOKEN PID GROUP BORN BOOT PARENT, then start JOB UPTIME, end JOB CODE UPTIME, refused JOB, unheard JOB and,
#               from the process that ends it, kill JOB; the up-time of the host in seconds, - where it is not known
#   out, err    what the jobs print, one after the other, each ended by a frame
#   records     the log records of the jobs, a line for each that begins with JOB, written by themselves
#   log-server  where they find the log server, once it is no more where it was at their start
#   made.*      links to directories that jobs made elsewhere, which go with the slot if the job did not remove them
#   reader      the process that followed a job last, and when it was born
#   fence       once another reads the journal: the runner starts nothing more
#
# A start is noted before the fence is looked for, and a fence is put up before the journal is read: so either the reader sees the
# start, or the runner sees the fence. A runner whose tee was killed starts nothing more, and notes of the job that ran that it was not
# heard to its end: what is written to nobody ends a program by a signal that is not its fault.
# What frames begin with.
pipeline_token=
# Whose slot it is, and how its directory is called.
pipeline_owner=
pipeline_name=
pipeline_node_directory=
pipeline_orphan_after=
pipeline_root=
pipeline_user=
unset CDPATH ENV
# The group is distinguished from one that the slot shares with others by the session: sshd starts every command as leader of a session.
pipeline_group=0
# shellcheck disable=SC2046 # two numbers
set -- $(ps -o pgid= -o sid= -p $$ 2>/dev/null || true)
if [ "${1:-a}" = "${2:-b}" ]; then pipeline_group=$1; fi
set --
. ./process-birth.sh
. ./clear-slot.sh
pipeline_slot=$(
    fail() { printf %s "$1"; exit 73; }
    . ./node-directory.sh
    s=slots/$pipeline_name
    { mkdir -p slots && mkdir "$s" && cd "$s" && : >journal && : >out && : >err && mkfifo 1 2; } ||
        fail "the slot $d/$s cannot be made; is the disk full?"
    pwd -P
) || {
    printf '\036%s fail %s\036' "$pipeline_token" "$pipeline_slot"
    exit 73
}
pipeline_fences=${pipeline_slot%/*}/$pipeline_owner.fence
exec 6>>"$pipeline_slot/journal" 7>&1 8>&2
pipeline_born $$
printf 'slot %s %s %s %s %s %s\n' "$pipeline_token" $$ "$pipeline_group" "$pipeline_born" "$pipeline_boot" "$PPID" >&6 || {
    printf '\036%s fail %s\036' "$pipeline_token" "$pipeline_slot cannot be written to; is the disk full?"
    exit 73
}
pipeline_said=$(
    . ./host-warnings.sh
    . ./stale-slots.sh
)
[ -z "$pipeline_said" ] || printf '\036%s warning %s\036' "$pipeline_token" "$pipeline_said"
. ./watchdog.sh
# A tee hears no signal but KILL and is, where that can be, in a session of its own, so it writes to the last byte.
pipeline_tee() {
    trap '' HUP INT QUIT PIPE TERM
    pipeline_x=
    if command -v setsid >/dev/null 2>&1; then pipeline_x=setsid; fi
    # shellcheck disable=SC2086 # empty, or a program
    exec $pipeline_x tee -a "$pipeline_slot/$1" 2>/dev/null 3<&- 4>&- 5>&- 6>&- 7>&- 8>&- 9<&-
}
# shellcheck disable=SC2094 # fifos
# opened in this order, and all by the runner, nothing ever waits for another that may have died
exec 4<>"$pipeline_slot/1" 5<>"$pipeline_slot/2" 3<"$pipeline_slot/1" 9<"$pipeline_slot/2"
(pipeline_tee out) <&3 >&7 &
pipeline_out=$!
(pipeline_tee err) <&9 >&8 &
pipeline_err=$!
# caught, not ignored, or the jobs would inherit that
trap : PIPE
exec >"$pipeline_slot/1" 2>"$pipeline_slot/2" 3<&- 4>&- 5>&- 7>&- 8>&- 9<&-
rm -f "$pipeline_slot/1" "$pipeline_slot/2"
pipeline_now() { pipeline_now=-; }
# shellcheck disable=SC2034 # the second field is not needed
if [ -r /proc/uptime ]; then pipeline_now() { read -r pipeline_now pipeline_x </proc/uptime; }; fi
pipeline_job=
pipeline_code=
pipeline_last=
# jobs asks for children that have ended, and starts no process, nor does kill
pipeline_heard() {
    jobs >/dev/null
    kill -0 "$pipeline_out" && kill -0 "$pipeline_err"
} 2>/dev/null
# The master may have heard of an end that the tees have not yet written to their files, so it would be taken for what the next job
# printed: they are waited for, a second at most.
pipeline_trim() {
    for pipeline_x in out err; do
        pipeline_n=0
        until case $(tail -c 1000 "$pipeline_slot/$pipeline_x") in
            (*"$pipeline_token end $pipeline_last"*) ;;
            (*) [ $pipeline_n -ge 20 ] ;;
            esac
        do
            pipeline_n=$((pipeline_n + 1))
            sleep 0.05 || sleep 1
        done
    done
    : >"$pipeline_slot/out"
    : >"$pipeline_slot/err"
    if [ -s "$pipeline_slot/records" ]; then : >"$pipeline_slot/records"; fi
    read -r pipeline_x <"$pipeline_slot/journal"
    : >"$pipeline_slot/journal"
    printf '%s\n' "$pipeline_x" >&6
} 2>/dev/null
# Notes the start of the job; fails if none may start any more.
pipeline_start() {
    # shellcheck disable=SC2154 # set by the job
    [ -z "$pipeline_trims" ] || pipeline_trim
    pipeline_heard || exit 75
    pipeline_now
    # shellcheck disable=SC2154 # set by the job
    printf 'start %s %s\n' "$pipeline_id" "$pipeline_now" >&6 2>/dev/null || exit 75
    if [ -e "$pipeline_slot/fence" ] || [ -e "$pipeline_fences" ]; then
        printf 'refused %s\n' "$pipeline_id" >&6 2>/dev/null
        exit 75
    fi
    pipeline_code=
    pipeline_job=$pipeline_id
}
# Run in the subshell of a job: its processes are found by the mark wherever they went, and they find the spool.
pipeline_mark() { export PIPELINE_MARK="${pipeline_slot##*/}/$pipeline_id" PIPELINE_LOG_SPOOL="$pipeline_slot"; }
pipeline_end() {
    pipeline_code=$1
    pipeline_now
    if ! pipeline_heard; then
        printf 'unheard %s\n' "$pipeline_job" >&6 2>/dev/null
        pipeline_job=
        exit 74
    fi
    if [ -s "$pipeline_slot/records" ]; then
        printf '\036%s logged %s %s\036' "$pipeline_token" "$(LC_ALL=C grep -c "^$pipeline_job " "$pipeline_slot/records")" "$(wc -c <"$pipeline_slot/records")"
    fi
    printf 'end %s %s %s\n' "$pipeline_job" "$1" "$pipeline_now" >&6 2>/dev/null
    printf '\036%s end %s %s\036' "$pipeline_token" "$pipeline_job" "$1"
    printf '\036%s end %s %s\036' "$pipeline_token" "$pipeline_job" "$1" >&2
    pipeline_last="$pipeline_job $1"
    pipeline_job=
}
trap 'pipeline_x=$?; [ -z "$pipeline_job" ] || pipeline_end "${pipeline_code:-$pipeline_x}"; exit 143' TERM
printf '\036%s ready %s\036' "$pipeline_token" "$$ $pipeline_group $pipeline_slot"
printf '\036%s ready -\036' "$pipeline_token" >&2

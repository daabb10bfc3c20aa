# Part of the script of a job, run in a subshell of a runner (remote/shell/runner.sh): makes the directories in which outputs have their
# names until the job has succeeded; its arguments are PLACE DIRECTORY for each. The runner's slot has links to them, so that
# they go with it. Why one cannot be made goes as a frame to the stream 7, which job.sh opened.
pipeline_mark=
while [ $# -gt 0 ]; do
    pipeline_x=$2
    case $pipeline_x in (/*) ;; (*) pipeline_x=$PWD/$pipeline_x ;; esac
    # shellcheck disable=SC2154 # set by the runner
    { ln -s "$pipeline_x" "$pipeline_slot/made.$pipeline_mark.$1" && mkdir -m 700 "$pipeline_x"; } || {
        # shellcheck disable=SC2154 # set by the runner
        printf '\036%s setup output %s\036' "$pipeline_token" "$1" >&7
        exit 1
    }
    shift 2
done

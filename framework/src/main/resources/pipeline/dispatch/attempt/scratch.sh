# Part of the script of a job, run in a subshell of a runner (remote/shell/runner.sh): makes the job's own directory on scratch, which
# the runner's slot has a link to, so that it goes with the slot if nobody else removes it. If it is kept after a failure, the link is in
# another directory, from which it goes by its age (remote/shell/stale-slots.sh). Why it cannot goes as a frame to the stream
# 7, which job.sh opened.
# In which directory; empty for the node directory.
pipeline_base=
# The name of the directory.
pipeline_mark=
# Not empty: it stays where it is when the job does not remove it.
pipeline_keeps=
# shellcheck disable=SC2154 # set by the runner
[ -n "$pipeline_base" ] || {
    pipeline_base=${pipeline_slot%/slots/*}/scratch
    # shellcheck disable=SC2174
    [ -d "$pipeline_base" ] || mkdir -p -m 700 "$pipeline_base"
}
case $pipeline_base in (\~/*) pipeline_base=$HOME/${pipeline_base#??} ;; esac
pipeline_scratch=$pipeline_base/pipeline-$pipeline_mark
if [ -n "$pipeline_keeps" ]; then
    mkdir -p "${pipeline_slot%/slots/*}/kept" && ln -s "$pipeline_scratch" "${pipeline_slot%/slots/*}/kept/pipeline-$pipeline_mark"
else
    ln -s "$pipeline_scratch" "$pipeline_slot/made.$pipeline_mark.scratch"
fi || pipeline_scratch=
mkdir -m 700 "$pipeline_scratch" || {
    pipeline_x="closed"
    if [ ! -e "$pipeline_base" ]; then
        pipeline_x="missing"
    elif [ ! -d "$pipeline_base" ]; then
        pipeline_x="file"
    fi
    # shellcheck disable=SC2154 # set by the runner
    printf '\036%s setup scratch %s\036' "$pipeline_token" "$pipeline_x" >&7
    exit 1
}
export PIPELINE_SCRATCH="$pipeline_scratch" TMPDIR="$pipeline_scratch"

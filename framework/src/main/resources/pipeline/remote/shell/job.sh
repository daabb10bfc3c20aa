# Sent to a runner (runner.sh) for each job, complete before anything of it is run: what the runner reads of a connection that broke in
# the middle starts nothing.
# shellcheck disable=SC2034 # read by the runner
pipeline_id=
# Not empty: what is kept of earlier jobs is thrown away first.
# shellcheck disable=SC2034
pipeline_trims=
if pipeline_start; then
    (
        pipeline_mark
        : SCRIPT
    ) </dev/null 6>&-
    pipeline_end $?
fi

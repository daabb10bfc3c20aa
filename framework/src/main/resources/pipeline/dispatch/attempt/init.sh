# Part of the script of a job, run in a subshell of a runner (remote/shell/runner.sh): runs init of [remote], which may do anything. How
# far the setup came goes as a frame to the stream 7, which job.sh opened; $pipeline_token is the runner's.
pipeline_text=
pipeline_init=open
# a line that stands behind init in the same text is not reached where init leaves something open
eval "$pipeline_text
pipeline_init=\"status \$?\""
[ "$pipeline_init" = 'status 0' ] || {
    # shellcheck disable=SC2154 # set by the runner
    printf '\036%s setup %s\036' "$pipeline_token" "$pipeline_init" >&7
    exit 1
}

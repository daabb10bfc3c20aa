# Part of the script of a job, run in a subshell of a runner (remote/shell/runner.sh): goes to the directory in which the program starts.
# Why it cannot goes as a frame to the stream 7, which job.sh opened; $pipeline_token is the runner's.
pipeline_directory=
cd -- "$pipeline_directory" 2>/dev/null || {
    pipeline_x="closed"
    if [ ! -e "$pipeline_directory" ]; then
        pipeline_x="missing"
    elif [ ! -d "$pipeline_directory" ]; then
        pipeline_x="file"
    else
        # says why
        cd -- "$pipeline_directory" || true
    fi
    # shellcheck disable=SC2154 # set by the runner
    printf '\036%s setup %s\036' "$pipeline_token" "$pipeline_x" >&7
    exit 1
}

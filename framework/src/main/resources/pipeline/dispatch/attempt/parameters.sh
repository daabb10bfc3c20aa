# Part of the script of a job, run in a subshell of a runner (remote/shell/runner.sh) after scratch.sh: writes the parameter file that
# came along into the job's own directory. Why it cannot goes as a frame to the stream 7, which job.sh opened.
pipeline_parameters_name=
pipeline_parameters_text=
# shellcheck disable=SC2154 # set by the runner
printf %s "$pipeline_parameters_text" >"$PIPELINE_SCRATCH/$pipeline_parameters_name" || {
    printf '\036%s setup scratch parameters\036' "$pipeline_token" >&7
    exit 1
}
export PIPELINE_PARAMETERS="$PIPELINE_SCRATCH/$pipeline_parameters_name"

# Part of the script of a job, after its program (supervised.sh): if that ended with 0, a frame says what is found of the outputs. Its
# arguments are PATH SHA256 for each, the second empty if there is none. $pipeline_token is the runner's.
. ./outputs.sh
# shellcheck disable=SC2154 # set before
[ "$pipeline_code" -ne 0 ] || {
    pipeline_said=${pipeline_said:-$(pipeline_finding "$@")}
    # shellcheck disable=SC2154 # set by the runner
    printf '\036%s outputs %s\036' "$pipeline_token" "$pipeline_said"
}

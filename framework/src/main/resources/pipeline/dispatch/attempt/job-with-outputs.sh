# The end of the script of a job that declares outputs (job.sh), around what starts the program: its arguments are PATH SHA256 for each,
# the second empty if there is none. This shell outlives the program, gives it the time that it takes to end when it is told to, and has
# the last word: if the program ended with 0, a frame says what is found of the outputs. $pipeline_token is the runner's.
trap - EXIT
trap : HUP INT QUIT TERM
(
    : SCRIPT
)
pipeline_code=$?
[ "$pipeline_code" -eq 0 ] || exit "$pipeline_code"
# whatever init did with standard output, it is that of the job again
exec >&7 7>&-
. ./outputs.sh
# shellcheck disable=SC2154 # set by the runner
printf '\036%s outputs %s\036' "$pipeline_token" "$(pipeline_finding "$@")"
exit 0

# The end of the script of a job (job.sh): a program, given with its arguments, takes the place of the shell. The frame before it says
# that the setup is done: without it no program was started, with any exit code. $pipeline_token is the runner's.
# shellcheck disable=SC2154 # set by the runner
printf '\036%s setup done\036' "$pipeline_token" >&7 || exit 1
exec "$@" 7>&-

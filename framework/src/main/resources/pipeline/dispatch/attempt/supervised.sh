# Part of the script of a job that has something to do after its program (job.sh), around what starts it. This shell outlives the
# program, gives it the time that it takes to end when it is told to, and has the last word.
set +e +f +u
trap - EXIT
trap : HUP INT QUIT TERM
(
    : SCRIPT
)
# shellcheck disable=SC2034 # read by what follows
pipeline_code=$?
# standard output is that of the job again, if init redirected it
exec >&7 7>&-
# What is found of the outputs, as outputs.sh says; empty as long as nothing is wrong.
# shellcheck disable=SC2034 # read by what follows
pipeline_said=

#!/bin/sh
# Stands before the program of every job (job_wrapper): asks the test what is to become of it, and does what it says. The lock, held
# as long as this lives, shows the test its end.
pipeline_desk=${0%/*}
pipeline_call=$pipeline_desk/$PIPELINE_JOB_ID.$$
umask 077
mkdir "$pipeline_call" && mkfifo "$pipeline_call/answer" "$pipeline_call/lock" || exit 70
printf '%s\0' "$PIPELINE_HOST" "$PWD" "$@" >"$pipeline_call/words"
case "$*" in
*' pipeline.node.NodeMain')
    mkfifo "$pipeline_call/out" "$pipeline_call/err" "$pipeline_call/code" || exit 70
    cat >"$pipeline_call/request"
    env -0 >"$pipeline_call/environment"
    ;;
esac
printf '%s\n' "${pipeline_call##*/}" >"$pipeline_desk/calls"
exec 8>"$pipeline_call/lock"
read -r pipeline_answer <"$pipeline_call/answer" && [ "$pipeline_answer" = go ] || exit 70
# shellcheck disable=SC1091 # written by the test
. "$pipeline_call/do"

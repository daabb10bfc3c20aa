# Sent to a runner (runner.sh) of which nobody needs to know any more: it throws away its slot and ends; the last one of an owner
# leaves nothing.
# shellcheck disable=SC2154 # set by the runner
pipeline_clear "$pipeline_slot"
rm -rf -- "$pipeline_slot"
# shellcheck disable=SC2154 # set by the runner
pipeline_x=${pipeline_fences%.fence}
set -- "$pipeline_x".*/
[ -d "$1" ] || rm -f -- "$pipeline_x.told"
exit

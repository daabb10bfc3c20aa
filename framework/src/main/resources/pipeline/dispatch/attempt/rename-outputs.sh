# Part of the script of a job, after its program (supervised.sh): if that ended with 0, gives outputs their names. Its arguments are
# PLACE TEMPORARY PATH SHA256 for each, the last empty if there is none. If something is wrong with one, none gets its name.
. ./outputs.sh
# shellcheck disable=SC2154 # set before
[ "$pipeline_code" -eq 0 ] || set --
pipeline_most=$(($# / 4))
pipeline_n=0
while [ "$pipeline_n" -lt "$pipeline_most" ] && [ -z "$pipeline_said" ]; do
    pipeline_look "$2" "$4"
    case $pipeline_is in ("missing") pipeline_is="unwritten" ;; esac
    [ -z "$pipeline_is" ] || pipeline_said="$1 $pipeline_is"
    set -- "$@" "$1" "$2" "$3" "$4"
    shift 4
    pipeline_n=$((pipeline_n + 1))
done
while [ $# -gt 0 ] && [ -z "$pipeline_said" ]; do
    # what is moved to a directory would go into it
    if [ ! -d "$3" ]; then
        mv -f "$2" "$3" || pipeline_said="$1 rename"
    elif mv "$3" "$2.former"; then
        mv "$2" "$3" || {
            pipeline_said="$1 rename"
            mv "$2.former" "$3"
        }
    else
        pipeline_said="$1 rename"
    fi
    shift 4
done

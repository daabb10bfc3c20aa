# A question to a host: looks at the outputs of many jobs, in portions of one directory each (survey-directory.sh), and says last that it
# is done.
. ./outputs.sh
# pipeline_survey [ID PATH SHA256 STAMPED]... prints "JOB PLACE FINDING" for each output with which something is wrong; its ID is
# JOB.PLACE. Those of the others of which STAMPED is not empty are named in a line, and their stamps follow.
pipeline_survey() {
    pipeline_ids=
    pipeline_n=$(($# / 4))
    while [ "$pipeline_n" -gt 0 ]; do
        pipeline_look "$2" "$3"
        if [ -n "$pipeline_is" ]; then
            echo "${1%.*} ${1#*.} $pipeline_is"
        elif [ -n "$4" ]; then
            pipeline_ids="$pipeline_ids $1"
            set -- "$@" "$2"
        fi
        shift 4
        pipeline_n=$((pipeline_n - 1))
    done
    [ $# -eq 0 ] || {
        echo "stamps$pipeline_ids"
        pipeline_stamps "$@"
        echo "done"
    }
}
: SCRIPT
echo "done"

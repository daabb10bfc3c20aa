# Part of the script of a job, run in a subshell of a runner (remote/shell/runner.sh): looks whether what the inputs of the recipe name is
# on this host, before the program starts. Its arguments are KIND PATH for each. The number of the first that is not, and why, goes as a
# frame to the stream 7, which job.sh opened; $pipeline_token is the runner's.
pipeline_n=0
while [ $# -gt 0 ]; do
    pipeline_x=
    case $1/$2 in
    PROGRAM/*/*)
        [ -x "$2" ] || pipeline_x="closed"
        [ ! -d "$2" ] || pipeline_x="kind"
        ;;
    PROGRAM/*)
        command -v -- "$2" >/dev/null 2>&1 || pipeline_x="path"
        ;;
    DIRECTORY/*)
        [ -d "$2" ] || pipeline_x="kind"
        ;;
    *)
        [ -r "$2" ] || pipeline_x="closed"
        ;;
    esac
    [ -z "$pipeline_x" ] || [ "$pipeline_x" = "path" ] || [ -e "$2" ] || pipeline_x="missing"
    [ -z "$pipeline_x" ] || {
        # shellcheck disable=SC2154 # set by the runner
        printf '\036%s setup place %s %s\036' "$pipeline_token" "$pipeline_n" "$pipeline_x" >&7
        exit 1
    }
    pipeline_n=$((pipeline_n + 1))
    shift 2
done

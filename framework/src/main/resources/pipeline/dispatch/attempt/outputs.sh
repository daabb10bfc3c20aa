# Included by scripts that look at declared outputs: functions.
set +e +f +u
# Not empty: the directory in which relative paths begin is not there.
pipeline_away=
pipeline_sum() {
    if command -v sha256sum >/dev/null; then
        sha256sum <"$1"
    elif command -v shasum >/dev/null; then
        shasum -a 256 <"$1"
    elif command -v openssl >/dev/null; then
        openssl dgst -sha256 -r <"$1"
    else
        echo none
    fi
}
# pipeline_look PATH SHA256 sets $pipeline_is to what is wrong with an output, empty if nothing is.
pipeline_look() {
    pipeline_is=
    case $pipeline_away$1 in (away/*) ;; (away*) pipeline_is=missing; return ;; esac
    if [ ! -e "$1" ]; then
        pipeline_is=missing
    elif [ -d "$1" ] && [ -n "$2" ]; then
        pipeline_is=directory
    elif [ -d "$1" ]; then
        pipeline_is=empty
        for pipeline_x in "$1"/* "$1"/.[!.]* "$1"/..?*; do
            if [ -e "$pipeline_x" ] || [ -h "$pipeline_x" ]; then
                pipeline_is=
                break
            fi
        done
    elif [ ! -s "$1" ]; then
        pipeline_is=empty
    elif [ -n "$2" ]; then
        pipeline_x=$(pipeline_sum "$1" 2>/dev/null)
        case ${pipeline_x%%[!0-9a-z]*} in ("$2") ;; ('') pipeline_is=unreadable ;; (none) pipeline_is=tool ;; (*) pipeline_is=checksum ;; esac
    fi
}
# pipeline_stamps PATH... prints a line for each path that another content, or another time of change, makes another one; nothing where
# the host has no stat.
pipeline_stamps() {
    TZ=UTC0 stat -L -c '%s %y' -- "$@" 2>/dev/null || TZ=UTC0 stat -L -f '%z %Fm' -- "$@" 2>/dev/null
}
# pipeline_finding [PATH SHA256]... prints the place of the first output with which something is wrong, and what; or "fine", and their
# stamps.
pipeline_finding() {
    pipeline_n=0
    pipeline_most=$(($# / 2))
    while [ "$pipeline_n" -lt "$pipeline_most" ]; do
        pipeline_look "$1" "$2"
        [ -z "$pipeline_is" ] || {
            echo "$pipeline_n $pipeline_is"
            return
        }
        pipeline_n=$((pipeline_n + 1))
        set -- "$@" "$1"
        shift 2
    done
    echo fine
    pipeline_stamps "$@"
}

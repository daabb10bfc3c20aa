# A question to a host: what files and directories hold, in portions of one directory each (survey-directory.sh), and says last that it is
# done. Needs the functions of remote/transfer/digest.sh.
# Not empty: their SHA-256 is asked for too.
pipeline_sums=
. ./outputs.sh
# shellcheck disable=SC2034 # read by pipeline_digest
pipeline_follow=yes
# pipeline_tree DIRECTORY prints a digest of what is in it, of the sizes and the times of change. Locks of casacore do not count: who only
# reads a table writes them too.
pipeline_tree() {
    (
        cd -P "$1" || exit
        TZ=UTC0
        export TZ
        pipeline_x=$(
            find -L . -type d -exec printf 'd %s\n' {} + &&
                if stat -L -c %s . >/dev/null; then
                    find -L . -type f ! -name table.lock -exec stat -L -c '%s %y %n' {} +
                else
                    find -L . -type f ! -name table.lock -exec stat -L -f '%z %Fm %N' {} +
                fi &&
                find -L . -type l -exec printf 'l %s\n' {} + &&
                find -L . ! -type d ! -type f ! -type l -exec printf 's %s\n' {} +
        ) || exit
        # a sort that fails must not look like a tree that holds nothing
        pipeline_x=$(printf '%s\n' "$pipeline_x" | LC_ALL=C sort) || exit
        # shellcheck disable=SC2086 # a tool and its options
        pipeline_x=$(printf '%s\n' "$pipeline_x" | $pipeline_tool)
        echo "${pipeline_x%% *}"
    )
}
# pipeline_content PATH sets $pipeline_is to what is there: "file" or "directory" and digests behind it, or a word for what cannot be read.
pipeline_content() {
    pipeline_is=missing
    case $pipeline_away$1 in (away/*) ;; (away*) return ;; esac
    pipeline_hash=
    if [ -d "$1" ]; then
        pipeline_is=tool
        [ -n "$pipeline_tool" ] || return
        pipeline_is=unreadable
        pipeline_all=$(pipeline_tree "$1" 2>/dev/null) || return
        [ -z "$pipeline_sums" ] || pipeline_hash=$(pipeline_digest "$1" ! -name table.lock 2>/dev/null) || return
        pipeline_is="directory $pipeline_all $pipeline_hash"
    elif [ -f "$1" ]; then
        if [ -n "$pipeline_sums" ]; then
            pipeline_is=tool
            [ -n "$pipeline_tool" ] || return
            pipeline_is=unreadable
            pipeline_hash=$(pipeline_digest "$1" 2>/dev/null) || return
        fi
        pipeline_is="file $pipeline_hash"
    elif [ -e "$1" ]; then
        pipeline_is=special
    fi
}
# pipeline_survey [NUMBER PATH]... prints "NUMBER FINDING" for each path; the numbers of files follow in a line, and then their stamps.
pipeline_survey() {
    pipeline_files=
    pipeline_n=$(($# / 2))
    while [ "$pipeline_n" -gt 0 ]; do
        pipeline_content "$2"
        echo "$1 $pipeline_is"
        case $pipeline_is in
        (file*)
            pipeline_files="$pipeline_files $1"
            set -- "$@" "$2"
            ;;
        esac
        shift 2
        pipeline_n=$((pipeline_n - 1))
    done
    [ $# -eq 0 ] || {
        echo "stamps$pipeline_files"
        pipeline_stamps "$@"
        echo "done"
    }
}
: SCRIPT
echo "done"

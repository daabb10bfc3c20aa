# A question to a host: which files are there. What stands within calls the function with the arguments of find, a call for each
# pattern. A line for each file: its kind (f file, d directory, l broken link, n name with a line feed, h home directory, x what
# went wrong, z end), its size in bytes, the time of its last change in seconds, and its name. Where the host has no command that
# shows size and time they are -. The lines are in the order of their bytes from the name on.
directory=
LC_ALL=C
export LC_ALL
pipeline_line='
'
pipeline_how='plain'
if find . -prune -printf '' >/dev/null 2>&1; then
    pipeline_how='printf'
elif stat -L -c %s . >/dev/null 2>&1; then
    pipeline_how='stat'
elif stat -L -f %z . >/dev/null 2>&1; then
    pipeline_how='bsd'
fi
# shellcheck disable=SC2016 # meant for the inner shell
pipeline_odd='for f; do printf "n - - %s\n" "$(printf %s "$f" | tr "\n" "?")"; done >&3'
# shellcheck disable=SC2016 # meant for the inner shell
pipeline_broken='for f; do printf "l - - %s\n" "$f"; done >&3'

# finds by an expression: what fits it, and what the search is to leave, is said by the caller. The find of busybox loses what
# -exec + within parentheses is to do, so its names go to stat by xargs.
pipeline_find() {
    case $pipeline_how in
    'printf')
        find -L "$@" \( -path "*$pipeline_line*" -exec sh -c "$pipeline_odd" sh {} + \
            -o -type l -printf 'l - - %p\n' \
            -o -type d -printf 'd - %T@ %p\n' \
            -o -type f -printf 'f %s %T@ %p\n' \)
        ;;
    'plain')
        find -L "$@" \( -path "*$pipeline_line*" -exec sh -c "$pipeline_odd" sh {} + \
            -o -type l -exec printf 'l - - %s\n' {} + \
            -o -type d -exec printf 'd - - %s\n' {} + \
            -o -type f -exec printf 'f - - %s\n' {} + \)
        ;;
    *)
        find -L "$@" \( -path "*$pipeline_line*" -exec sh -c "$pipeline_odd" sh {} \; \
            -o -type l -exec sh -c "$pipeline_broken" sh {} \; \
            -o -type d -print0 -o -type f -print0 \)
        ;;
    esac || printf 'find ended with code %s\n' "$?" >&2
}

pipeline_look() {
    case $pipeline_how in
    'stat') pipeline_find "$@" | pipeline_stat -c '%A %s %Y %n' ;;
    'bsd') pipeline_find "$@" | pipeline_stat -f '%Sp %z %m %N' ;;
    *) pipeline_find "$@" ;;
    esac
}

pipeline_stat() {
    xargs -0 -r stat -L "$@" | sed -e 's/^d[^ ]* [^ ]*/d -/' -e 's/^-[^ ]*/f/'
}

# says what find complains of, at most 100 lines of it, behind what it finds; then the end, which nobody may miss
pipeline_scan() {
    pipeline_x=$({ pipeline_look "$@" >&3; } 2>&1 |
        sed -n -e '1,100s/^/x - - /p' -e '$=' | sed 's/^[0-9]*$/x & - -/')
    [ -z "$pipeline_x" ] || printf '%s\n' "$pipeline_x" >&3
    printf 'z - - end\n' >&3
}

# the same below the home directory, which is ~ in the names that it finds
pipeline_home() {
    printf 'h - - %s\n' "$HOME" >&3
    {
        if cd -- "$HOME" >/dev/null 2>&1; then
            pipeline_scan "$@"
        else
            printf 'x 1 - there is no home directory %s\n' "$HOME" >&3
        fi
    } 3>&1 >/dev/null | sed 's,^\(. [^ ]* [^ ]* \)\./,\1~/,' >&3
}

{
    {
        if [ -z "$directory" ] || cd -- "$directory" >/dev/null 2>&1; then
            : SCRIPT
        else
            printf 'x 1 - %s is no directory that can be entered\n' "$directory" >&3
        fi
    } 3>&1 >/dev/null | sort -t ' ' -k 4 || printf 'x 1 - the names cannot be sorted on the host\n'
} 2>/dev/null

# Included by scripts that compare files: functions.
set +e +f +u
pipeline_tool=
if command -v sha256sum >/dev/null; then
    pipeline_tool=sha256sum
elif command -v shasum >/dev/null; then
    pipeline_tool='shasum -a 256'
elif command -v openssl >/dev/null; then
    pipeline_tool='openssl dgst -sha256 -r'
fi
# Run by sh with the tool, a letter and names in a tree: prints a line for each with the SHA-256 of its name and of what it holds.
# shellcheck disable=SC2016 # it is expanded there
pipeline_each='t=$1; k=$2; shift 2
for f do
    n=$(printf %s "$f" | $t)
    c=
    case $k in
    (f) c=$($t <"$f") || echo unreadable ;;
    (l) c=$(readlink "$f" | $t) || echo unreadable ;;
    esac
    echo "$k ${n%% *} ${c%% *}"
done'
# Not empty: links count as what they lead to.
pipeline_follow=
# pipeline_digest PATH [EXPRESSION]... prints the SHA-256 of a file; of a directory that of its sorted lines, names beginning with "./", of
# all that fits an expression of find. Fails where not all can be read.
pipeline_digest() {
    if [ ! -d "$1" ]; then
        # shellcheck disable=SC2086 # a tool and its options
        pipeline_x=$($pipeline_tool <"$1") || return
        echo "${pipeline_x%% *}"
        return
    fi
    (
        cd -P "$1" || exit
        shift
        pipeline_x=$(
            find ${pipeline_follow:+-L} . "$@" -type d -exec sh -c "$pipeline_each" sh "$pipeline_tool" d {} + &&
                find ${pipeline_follow:+-L} . "$@" -type f -exec sh -c "$pipeline_each" sh "$pipeline_tool" f {} + &&
                find ${pipeline_follow:+-L} . "$@" -type l -exec sh -c "$pipeline_each" sh "$pipeline_tool" l {} + &&
                find ${pipeline_follow:+-L} . "$@" ! -type d ! -type f ! -type l -exec echo special \; &&
                echo end
        ) || exit
        case $pipeline_x in (*unreadable*) exit 1 ;; esac
        # a sort that fails must not look like a tree that holds nothing
        pipeline_x=$(printf '%s\n' "$pipeline_x" | LC_ALL=C sort) || exit
        # shellcheck disable=SC2086 # a tool and its options
        pipeline_x=$(printf '%s\n' "$pipeline_x" | $pipeline_tool)
        echo "${pipeline_x%% *}"
    )
}

# A question to a host: makes the directory in which a file or tree arrives, and a link to it in a slot, with which it goes if nobody else
# removes it; and in it directories and links, its arguments: d PATH, or l PATH TARGET. Says "done", or why not.
pipeline_directory=
# Empty for none.
pipeline_link=
pipeline_x=$(
    exec 2>&1
    rm -rf "$pipeline_directory"
    p=$pipeline_directory
    case $p in (/*) ;; (*) p=$PWD/$p ;; esac
    [ -z "$pipeline_link" ] || { rm -f "$pipeline_link" && ln -s "$p" "$pipeline_link"; } || exit
    mkdir -m 700 "$pipeline_directory" || exit
    while [ $# -gt 0 ]; do
        if [ "$1" = d ]; then
            mkdir "$2" || exit
            shift 2
        else
            ln -s "$3" "$2" || exit
            shift 3
        fi
    done
) || {
    printf 'fail %s' "$pipeline_x"
    exit
}
echo "done"

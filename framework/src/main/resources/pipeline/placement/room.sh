# A question to a host: whether files can go to a directory, the last part of which is made. Says in lines: "in" and its name, "free" and
# what df says, and for each name, the arguments, what is there: missing, directory, file and its size, or other. Or "fail" and why.
# Where relative names begin; empty for where a shell begins.
pipeline_working=
pipeline_directory=
set +e +f +u
CDPATH=
fail() {
    printf 'fail %s\n' "$1"
    exit
}
if [ -n "$pipeline_working" ]; then
    cd -- "$pipeline_working" >/dev/null 2>&1 || fail "$pipeline_working, where jobs start, is no directory that can be entered"
fi
case $pipeline_directory in
("~") pipeline_directory=$HOME ;;
(\~/*) pipeline_directory=$HOME/${pipeline_directory#??} ;;
esac
if [ ! -d "$pipeline_directory" ]; then
    pipeline_x=$(mkdir -- "$pipeline_directory" 2>&1) || [ -d "$pipeline_directory" ] || fail "$pipeline_x"
fi
cd -- "$pipeline_directory" >/dev/null 2>&1 || fail "$pipeline_directory is no directory that can be entered"
[ -w . ] || fail "$pipeline_directory: permission denied"
printf 'in %s\n' "$(pwd)"
printf 'free %s\n' "$(LC_ALL=C df -Pk . 2>/dev/null | tail -n 1)"
for pipeline_f; do
    if [ -d "./$pipeline_f" ]; then
        echo directory
    elif [ ! -e "./$pipeline_f" ]; then
        echo missing
    elif [ -f "./$pipeline_f" ]; then
        echo "file $(($(wc -c <"./$pipeline_f" 2>/dev/null)))"
    else
        echo other
    fi
done

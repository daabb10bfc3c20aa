# A question to a host: what a file or a directory tree holds, in words that end with NUL. A file is "F SIZE EXECUTABLE"; a directory is
# D, and then for each name in it "d", "f SIZE EXECUTABLE" or "l" with the target as another word, each with the name as the word behind;
# the last word is "end". Or "fail" and why.
pipeline_path=
set +e +f +u
fail() {
    printf 'fail\000%s\000' "$1"
    exit
}
# shellcheck disable=SC2016 # it is expanded by the other shell
pipeline_each='k=$1; shift
for f do
    x=-; if [ -x "$f" ]; then x=x; fi
    case $k in
    (f) printf "f %s %s\000%s\000" "$(($(wc -c <"$f")))" "$x" "$f" ;;
    (l) printf "l\000%s\000%s\000" "$f" "$(readlink "$f")" ;;
    (d) printf "d\000%s\000" "$f" ;;
    esac
done'
if [ -d "$pipeline_path" ]; then
    cd -P "$pipeline_path" || fail "it cannot be entered"
    pipeline_x=$(find . ! -type d ! -type f ! -type l 2>&1 | head -n 1)
    [ -z "$pipeline_x" ] || fail "$pipeline_x in it is neither a file nor a directory nor a link"
    pipeline_x=$(find . -type f ! -exec test -r {} \; -print 2>&1 | head -n 1)
    [ -z "$pipeline_x" ] || fail "$pipeline_x in it cannot be read"
    printf 'D\000'
    find . ! -name . -type d -exec sh -c "$pipeline_each" sh d {} + &&
        find . -type f -exec sh -c "$pipeline_each" sh f {} + &&
        find . -type l -exec sh -c "$pipeline_each" sh l {} + &&
        printf 'end\000'
elif [ ! -e "$pipeline_path" ]; then
    fail "it is not there"
elif [ ! -f "$pipeline_path" ]; then
    fail "it is neither a file nor a directory"
elif [ ! -r "$pipeline_path" ]; then
    fail "permission denied"
else
    pipeline_x=-
    if [ -x "$pipeline_path" ]; then pipeline_x=x; fi
    printf 'F %s %s\000end\000' "$(($(wc -c <"$pipeline_path")))" "$pipeline_x"
fi

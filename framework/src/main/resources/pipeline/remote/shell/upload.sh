# Sent as one line to a shell of its own, which evaluates it, on the host to which a file goes: says whether the content is there, reads
# it from standard input if not, and lets it appear under its name only when it is whole.
token=
pipeline_node_directory=
# The file's name, the SHA-256 of its content, and its length in bytes.
name=
sha256=
length=
say() { printf '\036%s %s %s\036' "$token" "$1" "$2"; }
fail() {
    say fail "$1"
    exit 73
}
. ./node-directory.sh
t=$d/lib/$sha256
f=$t/$name
if [ -f "$f" ]; then
    say have "$f"
    exit 0
fi
mkdir -p -- "$t" || fail "$t cannot be made"
n=$t/.new.$$
trap 'rm -f "$n"' EXIT
trap 'exit 1' HUP INT PIPE TERM
say want "$f"
cat >"$n"
[ "$(wc -c <"$n")" -eq "$length" ] || fail "$f did not arrive whole; is the disk full?"
{ chmod 500 "$n" && mv -f "$n" "$f"; } || fail "$f cannot be put into place"
say have "$f"

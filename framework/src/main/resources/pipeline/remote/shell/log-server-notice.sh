# Sent to a shell of its own on the host: says in the directory of a slot, for its programs alone, where the log server is now; whole or
# not at all. The line stands in this shell's input and goes to a builtin of it, so it is on no command line.
token=
directory=
line=
umask 077
fail() {
    printf '\036%s fail %s\036' "$token" "$1"
    exit 73
}
cd -- "$directory" 2>/dev/null || fail 'the slot is gone'
n=.new.$$
{ printf '%s\n' "$line" >"$n" && mv -f "$n" log-server; } || {
    rm -f "$n"
    fail "$PWD cannot be written to; is the disk full?"
}
printf '\036%s done -\036' "$token"

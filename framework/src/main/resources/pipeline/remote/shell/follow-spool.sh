# Sent to a shell of its own on the host: prints what programs keep in the spool of a slot; looks again whenever a line comes on its
# standard input.
token=
directory=
unset CDPATH ENV
cd -- "$directory" 2>/dev/null || {
    printf '\036%s missing -\036' "$token"
    exit
}
o=
# shellcheck disable=SC2034 # any line will do
while printf '\036%s seen -\036' "$token" && read -r x; do
    if [ -z "$o" ] && [ -e records ]; then
        exec 5<records
        o=5
    fi
    [ -z "$o" ] || cat <&5
done

# Sent to a shell of its own on the host by the master or worker that follows a script of a slot; looks again whenever a line comes on its standard input.
# The slot takes no other script from then on. Each round prints what is new of both streams, then a frame on each: empty in the first
# one; then "alive" or "gone", for the runner, and the lines of the journal about the script.
token=
directory=
# The script's id, with its dots escaped for grep.
id=
unset CDPATH ENV
umask 077
. ./process-birth.sh
cd -- "$directory" 2>/dev/null || {
    printf '\036%s missing -\036' "$token"
    exit
}
(: >fence)
# for the watchdog of the slot
pipeline_born $$
printf '%s %s\n' "$$" "$pipeline_born" >reader 2>/dev/null
# shellcheck disable=SC2034 # a line has fields that are not needed here
read -r x x pid group born boot parent <journal
# the runner's own connection may be a dead one that holds back what the runner prints
case "$(cat "/proc/$parent/comm" 2>/dev/null)" in (sshd*)
    # shellcheck disable=SC2086 # the fields of the line
    read -r s <"/proc/$pid/stat" && set -- ${s##*) }
    [ "$2" != "$parent" ] || [ "$PPID" = "$parent" ] || kill -HUP "$parent" ;;
esac 2>/dev/null
s=
exec 5<out 6<err
# shellcheck disable=SC2034 # any line will do
while printf '\036%s seen %s\036' "$token" "$s" && printf '\036%s seen %s\036' "$token" "$s" >&2 && read -r x; do
    pipeline_born "$pid"
    s=gone
    if [ "$pipeline_born" = "$born" ] && [ -n "$born" ] && [ "$pipeline_boot" = "$boot" ]; then s=alive; fi
    # the runner writes two or three lines for a script; an answer stays short even if a journal is long
    s="$s
$(grep -e "^start $id [0-9.-]\{1,30\}\$" -e "^end $id [0-9]\{1,3\} [0-9.-]\{1,30\}\$" -e "^refused $id\$" -e "^unheard $id\$" -e "^kill $id\$" journal | head -n 20)"
    cat <&5
    cat <&6 >&2
done

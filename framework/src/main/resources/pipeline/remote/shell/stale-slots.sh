# Run by the shell of a slot in a subshell, after host-warnings.sh, so only by the first slot of an owner: throws away what killed
# masters and workers left among the slots and nobody has come for. $d is where the slots are; needs process-birth.sh and
# clear-slot.sh.

# A slot that has only the first line in its journal was never given anything: nobody asks for it once its runner is gone. One that
# was made before the host went down may belong to another host that shares the directory. However many, that costs one process.
set --
# shellcheck disable=SC2154 # set by the includer
for s in "$d"/*/; do
    parent=
    y=
    # shellcheck disable=SC2034 # a line has fields that are not needed here
    { read -r x token pid group born boot parent && { read -r y; [ -z "$y" ]; }; } <"$s/journal" || continue
    # shellcheck disable=SC2154
    { [ -n "$parent" ] && [ "$pipeline_boot" = "$boot" ]; } || continue
    pipeline_born "$pid"
    # shellcheck disable=SC2154
    [ "$pipeline_born" = "$born" ] || set -- "$@" "$s"
done
[ $# -eq 0 ] || rm -rf -- "$@"

# However much there is, what is not old costs no process. A master that was stopped for more than 7 days does not go on with what it
# had just reserved, so its fence is of no use; whoever starts a killed run again does so within 90 days.
find "$d/." ! -name . -prune -mtime +7 ! -type d \( -name '*.fence' -o -name '*.told' \) -exec rm -f -- {} +
find "$d/." ! -name . -prune -mtime +90 -type d | while read -r s; do
    [ -z "$(find "$s" -mtime -90 | head -n 1)" ] || continue
    # shellcheck disable=SC2034 # a line has fields that are not needed here
    if read -r x token pid group born boot parent <"$s/journal"; then
        pipeline_born "$pid"
        if [ "$pipeline_born" = "$born" ] && [ -n "$born" ] && [ "$pipeline_boot" = "$boot" ]; then continue; fi
    fi
    pipeline_clear "$s"
    rm -rf -- "$s"
done

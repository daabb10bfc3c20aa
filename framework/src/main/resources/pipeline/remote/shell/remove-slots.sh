# Sent to a shell of its own on the host when nobody needs the slots of an owner any more: throws away what is kept of them, and ends
# runners that still wait for work.
owner=
# Not empty: the owner's process is dead, so its fence goes too, unless a runner was there until now, which may have been sent a job.
gone=
pipeline_node_directory=
unset CDPATH ENV
set --
fail() { exit 73; }
. ./process-birth.sh
. ./clear-slot.sh
. ./node-directory.sh
cd slots 2>/dev/null || exit
rm -f "$owner.told"
for s in "$owner".*/; do
    # shellcheck disable=SC2034 # a line has fields that are not needed here
    if read -r x x pid group born boot parent <"$s/journal"; then
        : >"$s/fence"
        pipeline_born "$pid"
        if [ "$pipeline_born" = "$born" ] && [ -n "$born" ] && [ "$pipeline_boot" = "$boot" ]; then
            gone=
            kill -TERM "$pid"
        fi
    fi 2>/dev/null
    pipeline_clear "$s"
    # after many breaks there are many: 200 are removed by one process
    set -- "$@" "$s"
    [ $# -lt 200 ] || { rm -rf -- "$@"; set --; }
done
[ $# -eq 0 ] || rm -rf -- "$@"
[ -z "$gone" ] || rm -f -- "$owner.fence"

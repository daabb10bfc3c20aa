# Sent to a shell of its own on the host by the master or worker that takes over the slots of an owner: puts up a fence before all of them, those that the
# owner may yet open included, and then prints their journals, each ended by a frame with its directory.
token=
owner=
# Not empty: puts up the fence.
fences=
pipeline_node_directory=
unset CDPATH ENV
fail() {
    printf '\036%s fail %s\036' "$token" "$1"
    exit 73
}
. ./node-directory.sh
{ mkdir -p slots && cd slots && { [ -z "$fences" ] || (: >"$owner.fence"); }; } ||
    fail "$d cannot be written to; is the disk full?"
now=-
# shellcheck disable=SC2034 # the second field is not needed
if [ -r /proc/uptime ]; then read -r now x </proc/uptime; fi
printf '\036%s fenced %s\036' "$token" "$now"
for s in "$owner".*/; do
    if [ -f "$s/journal" ]; then
        cat "$s/journal"
        printf '\036%s slot %s\036' "$token" "$PWD/${s%/}"
    fi
done
printf '\036%s done -\036' "$token"

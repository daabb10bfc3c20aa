# Run by the shell of a slot in a subshell, after host-warnings.sh, so only by the first slot of an owner: throws away what killed
# masters and workers left among the slots and nobody has come for, and reports in a frame on descriptor 7 whose slots and fences are
# left, so that the master may have those removed that its table knows all about. $d is where the slots are; needs
# process-birth.sh, clear-slot.sh and what the runner knows of itself: $pipeline_token.
# The id of whose slot it is.
pipeline_owner=

# A slot that has only the first line in its journal was never given anything: nobody asks for it once its runner is gone. One that
# was made before the host went down may belong to another host that shares the directory. However many, that costs one process.
# $left are the owners of what is left, $busy those of whom a runner lives, or may be about to.
set --
left=
busy=
# shellcheck disable=SC2154 # set by the includer
for s in "$d"/*; do
    o=${s##*/}
    o=${o%%.*}
    case $o in ("$pipeline_owner"|*[!A-Za-z0-9-]*) continue ;; esac
    if [ ! -d "$s" ]; then
        [ ! -e "$s" ] || left="$left $o"
        continue
    fi
    parent=
    y=
    # shellcheck disable=SC2034 # a line has fields that are not needed here
    { read -r x token pid group born boot parent && read -r y; } <"$s/journal"
    if [ -z "$parent" ]; then
        busy="$busy $o "
        continue
    fi
    pipeline_born "$pid"
    # shellcheck disable=SC2154
    if [ "$pipeline_boot" = "$boot" ] && [ "$pipeline_born" = "$born" ]; then
        busy="$busy $o "
    elif [ -z "$y" ] && [ "$pipeline_boot" = "$boot" ]; then
        # files may have been moved by it, of which its journal says nothing
        pipeline_clear "$s"
        set -- "$@" "$s"
    else
        left="$left $o"
    fi
done
[ $# -eq 0 ] || rm -rf -- "$@"
x=
for o in $left; do
    case "$busy $x " in (*" $o "*) ;; (*) x="$x $o" ;; esac
done
# shellcheck disable=SC2154
[ -z "$x" ] || printf '\036%s former %s\036' "$pipeline_token" "${x# }" >&7

# What failed jobs left on scratch for people to look at goes 14 days after that. Links of the same names say where it is; a job that still runs
# has its slot.
[ ! -d "$d/../kept" ] || find "$d/../kept/." ! -name . -prune -type l -mtime +14 | while read -r x; do
    s=${x##*/pipeline-}
    s=${s%-*}
    [ -d "$d/$s" ] || pipeline_unmake "$x" "$s"
done

# What no table knows goes by its age; however much there is, what is not old costs no process. A master that was stopped for more than
# 7 days does not go on with what it had just reserved, so its fence is of no use; a killed run is started again within 90
# days.
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

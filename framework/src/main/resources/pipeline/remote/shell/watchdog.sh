# Run by the shell of a slot, which it leaves with a process beside it that ends a job about which nobody has asked for too long: the
# connection is gone, and no reader follows. Nobody has to report now and then; the watchdog looks whether their processes are there.
# Needs process-birth.sh, clear-slot.sh and what the runner knows of itself: $pipeline_slot and $pipeline_group.
# After how many seconds; 0 for never.
pipeline_orphan_after=
if [ "$pipeline_orphan_after" -gt 0 ]; then
    # ends with its runner; KILL ends both
    pipeline_watch=
    trap '[ -z "$pipeline_watch" ] || kill "$pipeline_watch" 2>/dev/null' EXIT
    pipeline_born "$PPID"
    # shellcheck disable=SC2154 # set by the function
    pipeline_parent=$pipeline_born
    (
        umask 077
        trap 'kill "$s" 2>/dev/null; exit' TERM
        trap - EXIT
        exec </dev/null >/dev/null 2>&1 6>&- 7>&- 8>&-
        pipeline_born $$
        r=$pipeline_born
        n=$pipeline_orphan_after
        step=$((n / 4))
        [ $step -ge 1 ] || step=1
        [ $step -le 60 ] || step=60
        while [ "$n" -gt 0 ]; do
            sleep $step &
            s=$!
            wait $s
            pipeline_born $$
            [ "$pipeline_born" = "$r" ] || exit
            n=$((n - step))
            pipeline_born "$PPID"
            if [ -n "$pipeline_parent" ] && [ "$pipeline_born" = "$pipeline_parent" ]; then
                n=$pipeline_orphan_after
                continue
            fi
            # shellcheck disable=SC2154 # set by the includer
            if read -r x y <"$pipeline_slot/reader"; then
                pipeline_born "$x"
                if [ -n "$y" ] && [ "$pipeline_born" = "$y" ]; then n=$pipeline_orphan_after; fi
            fi
        done
        # the runner would note the end of a job that nobody ended
        trap '' TERM
        : >"$pipeline_slot/fence"
        kill -KILL $$
        t=
        # shellcheck disable=SC2154 # set by the includer
        if [ "$pipeline_group" -gt 1 ]; then t=-$pipeline_group; fi
        # shellcheck disable=SC2034 # read by what is included
        slot=${pipeline_slot##*/}
        . ./signal-slot.sh
        # it waits out the grace, and ends with the others
        signal_all TERM
        sleep 10
        signal_all KILL
        pipeline_clear "$pipeline_slot"
    ) &
    pipeline_watch=$!
fi

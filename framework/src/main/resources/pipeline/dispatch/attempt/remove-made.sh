# Part of the script of a job, after its program (supervised.sh): removes the directories that were made for it, which are its arguments,
# and its directory on scratch.
pipeline_mark=
# What becomes of the directory on scratch: "gone", or "kept" if the job failed, which a frame says; empty if there is none.
pipeline_leaves=
# The exit codes with which an item is left out, which is no failure, with blanks around each.
pipeline_skips=
# shellcheck disable=SC2154 # set before, or by the runner
case $pipeline_skips in (*" $pipeline_code "*) pipeline_leaves=${pipeline_leaves:+gone} ;; esac
# shellcheck disable=SC2154 # set before, or by the runner
case $pipeline_leaves:$pipeline_code:$pipeline_said in
(:*) ;;
(gone:*|kept:0:|kept:0:fine*)
    set -- "$@" "$pipeline_scratch"
    rm -f "${pipeline_slot%/slots/*}/kept/pipeline-$pipeline_mark"
    ;;
(*)
    # from now on its age counts
    ln -sfn "$pipeline_scratch" "${pipeline_slot%/slots/*}/kept/pipeline-$pipeline_mark" 2>/dev/null
    printf '\036%s scratch %s\036' "$pipeline_token" "$pipeline_scratch"
    ;;
esac
for pipeline_x; do
    rm -rf "$pipeline_x" 2>/dev/null || {
        # a directory that its owner may not write to keeps what is in it
        find "$pipeline_x" -type d -exec chmod u+rwx {} +
        rm -rf "$pipeline_x"
    }
done
# shellcheck disable=SC2154 # set by the runner
rm -f "$pipeline_slot/made.$pipeline_mark".*

# Included by scripts that throw away what a slot kept: a function.
# pipeline_clear SLOT removes the directories that jobs of a slot made elsewhere and did not remove: each has a link in the slot's
# directory, made before it, and the name of the slot in its own name, without which it is not touched.
pipeline_clear() {
    for pipeline_x in "$1"/made.*; do
        [ -h "$pipeline_x" ] || continue
        (
            cd -P -- "$pipeline_x" || exit
            pipeline_d=$PWD
            pipeline_y=${1%/}
            case ${pipeline_d##*/} in (*pipeline-"${pipeline_y##*/}"-*) ;; (*) exit ;; esac
            cd .. || exit
            rm -rf -- "$pipeline_d" || {
                # a directory that its owner may not write to keeps what is in it
                find "$pipeline_d" -type d -exec chmod u+rwx {} +
                rm -rf -- "$pipeline_d"
            }
        )
        rm -f -- "$pipeline_x"
    done
} 2>/dev/null

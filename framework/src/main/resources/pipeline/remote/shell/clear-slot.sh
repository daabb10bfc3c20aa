# Included by scripts that throw away what a slot kept: functions.
# pipeline_unmake LINK NAME removes the directory that a link leads to if a slot of this name made it, and the link.
pipeline_unmake() {
    (
        cd -P -- "$1" || exit
        pipeline_d=$PWD
        case ${pipeline_d##*/} in (*pipeline-"$2"-*) ;; (*) exit ;; esac
        cd .. || exit
        rm -rf -- "$pipeline_d" || {
            # a directory that its owner may not write to keeps what is in it
            find "$pipeline_d" -type d -exec chmod u+rwx {} +
            rm -rf -- "$pipeline_d"
        }
    )
    rm -f -- "$1"
} 2>/dev/null
# pipeline_clear SLOT removes the directories that jobs of a slot made elsewhere and did not remove: each has a link in the slot's
# directory, made before it, and the name of the slot in its own name, without which it is not touched.
pipeline_clear() {
    for pipeline_x in "$1"/made.*; do
        [ -h "$pipeline_x" ] || continue
        pipeline_y=${1%/}
        pipeline_unmake "$pipeline_x" "${pipeline_y##*/}"
    done
}

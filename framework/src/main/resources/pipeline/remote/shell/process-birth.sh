# Included by scripts that must distinguish a process from a later one with the same number.
# Offers: pipeline_born PID sets $pipeline_born to the time at which the process started, as the host counts it, empty if there is
# no such process, or if it has ended and waits for its parent to ask; on Linux without starting a process. Sets $pipeline_boot to
# what distinguishes this boot of the host from others.
pipeline_born() {
    pipeline_born=
    if [ -r "/proc/$1/stat" ]; then
        # shellcheck disable=SC2086 # the fields of the line
        read -r pipeline_born <"/proc/$1/stat" && {
            set -- ${pipeline_born##*) }
            pipeline_born=
            case $1 in ([XZ]) ;; (*) shift 19; pipeline_born=$1 ;; esac
        }
    elif [ ! -r "/proc/$$/stat" ]; then
        pipeline_born=$(ps -o stat= -o lstart= -p "$1" | sed -e '/^[XZ]/d' -e 's/^[^ ]* *//' | tr -s ' ' _)
    fi
} 2>/dev/null
# shellcheck disable=SC2034 # read by the includer
pipeline_boot=-
# shellcheck disable=SC2034
if [ -r /proc/sys/kernel/random/boot_id ]; then read -r pipeline_boot </proc/sys/kernel/random/boot_id; fi

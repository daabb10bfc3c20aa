# Included by scripts that end the processes of a slot. The includer sets $slot, the name of the slot's directory, and $t, a process,
# or a group with a dash before it, or nothing.

# Prints the processes that the slot's jobs started, wherever they went: they carry its mark in their environment.
# shellcheck disable=SC2154 # set by the includer
marked() { grep -ls "PIPELINE_MARK=$slot/" /proc/[0-9]*/environ | sed 's:/proc/\([0-9]*\)/.*:\1:'; }

# Sends a signal to all of them and to $t; the group comes last, since this shell may belong to it.
signal_all() {
    signal=$1
    # shellcheck disable=SC2046,SC2086,SC2154 # numbers
    set -- $(marked) $t
    [ $# -eq 0 ] || kill "-$signal" "$@"
} 2>/dev/null

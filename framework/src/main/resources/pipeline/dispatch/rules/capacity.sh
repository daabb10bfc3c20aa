# A question to a host: prints how many cores and how much memory it has, - where it does not know; works with the commands of Linux,
# busybox, BSD and macOS.
exec 2>/dev/null
c=$(getconf _NPROCESSORS_ONLN || nproc || sysctl -n hw.ncpu)
[ -n "$c" ] || c=$(grep -c '^processor' /proc/cpuinfo)
m=
if [ -r /proc/meminfo ]; then
    # shellcheck disable=SC2034 # the third field is not needed
    while read -r k v x; do
        if [ "$k" = MemTotal: ]; then
            m=$v
            break
        fi
    done </proc/meminfo
fi
if [ -n "$m" ]; then m=${m}K; else m=$(sysctl -n hw.memsize || sysctl -n hw.physmem); fi
printf '%s %s\n' "${c:--}" "${m:--}"

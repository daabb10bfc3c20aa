# The end of the script of a job (job.sh): as program.sh, for a node program in Java; "$@" is what starts it, or nothing. Its request is
# read from a here-document, so it is not on a command line.
# Empty: that of the node.
pipeline_java_home=
pipeline_class_path=
pipeline_main_class=
pipeline_request=
# without a UTF-8 locale the JVM cannot open files whose names are not ASCII
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in (*[Uu][Tt][Ff]8|*[Uu][Tt][Ff]-8) ;; (*) export LC_ALL=C.UTF-8 ;; esac
pipeline_java=java
if [ -n "$pipeline_java_home" ]; then
    pipeline_java=$pipeline_java_home/bin/java
elif [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    pipeline_java=$JAVA_HOME/bin/java
fi
# shellcheck disable=SC2154 # set by the runner
printf '\036%s setup done\036' "$pipeline_token" >&7 || exit 1
exec "$@" "$pipeline_java" -cp "$pipeline_class_path" "$pipeline_main_class" 7>&- <<PIPELINE_REQUEST
$pipeline_request
PIPELINE_REQUEST

# A question to a host about files and directories, its arguments: what each is, in a line of its own, and for what is there its SHA-256
# behind it. A file of another size than is asked for has none.
# In bytes; empty for any.
pipeline_size=
. ./digest.sh
for pipeline_p; do
    if [ -d "$pipeline_p" ]; then
        echo "directory $(pipeline_digest "$pipeline_p" 2>/dev/null)"
    elif [ ! -e "$pipeline_p" ]; then
        echo "missing"
    elif [ ! -f "$pipeline_p" ]; then
        echo "special"
    elif [ -n "$pipeline_size" ] && [ "$(($(wc -c <"$pipeline_p")))" != "$pipeline_size" ]; then
        echo "file"
    else
        echo "file $(pipeline_digest "$pipeline_p" 2>/dev/null)"
    fi
done

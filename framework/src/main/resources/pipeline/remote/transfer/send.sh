# Prints the content of a file between two frames, the second of which says how it ended.
pipeline_path=
# shellcheck disable=SC2154 # set by the stream
printf '\036%s begin -\036' "$pipeline_token"
{
    pipeline_x=$(
        exec 2>&1
        cat "$pipeline_path" >&3
    )
    pipeline_code=$?
} 3>&1
if [ "$pipeline_code" -eq 0 ]; then
    printf '\036%s end -\036' "$pipeline_token"
else
    printf '\036%s fail %s\036' "$pipeline_token" "$pipeline_x"
fi

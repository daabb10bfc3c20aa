# Runs with the content of a file on standard input, and writes it; frames say that it has begun, and how it ended.
pipeline_path=
pipeline_executable=
# shellcheck disable=SC2154 # set by the stream
printf '\036%s begin -\036' "$pipeline_token"
pipeline_x=$(
    exec 2>&1
    cat >"$pipeline_path" || exit
    [ -z "$pipeline_executable" ] || chmod +x "$pipeline_path"
) || {
    printf '\036%s fail %s\036' "$pipeline_token" "$pipeline_x"
    exit
}
printf '\036%s end %s\036' "$pipeline_token" "$(($(wc -c <"$pipeline_path")))"

# A question to a host: gives what has arrived its name if it is what was sent. Says "done", or why not. May be asked twice.
pipeline_path=
pipeline_temporary=
pipeline_sha256=
# The directory that was made for it, and the link to that.
pipeline_directory=
pipeline_link=
. ./digest.sh
fail() {
    printf 'fail %s' "$1"
    exit
}
[ -n "$pipeline_tool" ] || fail "the host has neither sha256sum nor shasum nor openssl"
if [ -e "$pipeline_temporary" ]; then
    pipeline_x=$(pipeline_digest "$pipeline_temporary" 2>&1)
    [ "$pipeline_x" = "$pipeline_sha256" ] || fail "what arrived is not what was sent (SHA-256 $pipeline_x)"
    if [ -d "$pipeline_path" ]; then
        fail "there is a directory of this name"
    elif [ -d "$pipeline_temporary" ] && [ -e "$pipeline_path" ]; then
        fail "there is a file of this name"
    fi
    pipeline_x=$(mv -f "$pipeline_temporary" "$pipeline_path" 2>&1) || fail "$pipeline_x"
elif [ "$(pipeline_digest "$pipeline_path" 2>/dev/null)" != "$pipeline_sha256" ]; then
    fail "what had arrived is there no more"
fi
rm -rf "$pipeline_directory"
[ -z "$pipeline_link" ] || rm -f "$pipeline_link"
echo "done"

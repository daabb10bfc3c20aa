# Sent as one line to a shell of its own on the host, which evaluates it: runs a script that reads standard input from its first byte on,
# and marks what it says by the token.
# shellcheck disable=SC2034 # read by the script
pipeline_token=
unset CDPATH ENV
: SCRIPT

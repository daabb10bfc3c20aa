# Sent to a shell of its own on the host: runs a short script and marks where what it prints begins and ends, after what the start-up
# files of the login shell printed.
token=
unset CDPATH ENV
printf '\036%s begin -\036' "$token"
(
    : SCRIPT
) </dev/null
printf '\036%s end -\036' "$token"
exit

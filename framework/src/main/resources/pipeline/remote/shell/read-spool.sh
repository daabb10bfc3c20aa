# Sent to a shell of its own on the host: prints what the programs of one script kept in the spool of their slot.
token=
directory=
# The script's id, with its dots escaped for grep.
id=
printf '\036%s begin -\036' "$token"
cd -- "$directory" 2>/dev/null && LC_ALL=C grep "^$id " records 2>/dev/null
printf '\036%s done -\036' "$token"

# A question to a host: prints once more what the script of a job that has ended found of its outputs. Its arguments are PATH SHA256 for
# each, the second empty if there is none.
# In which relative paths begin; empty for where the shell is.
pipeline_directory=
(
    . ./outputs.sh
    # shellcheck disable=SC2034 # read by the functions
    [ -z "$pipeline_directory" ] || cd -- "$pipeline_directory" || pipeline_away=away
    pipeline_finding "$@"
)

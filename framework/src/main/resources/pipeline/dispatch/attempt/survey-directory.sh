# A portion of survey-outputs.sh: the arguments of its function, for outputs of jobs that start in one directory.
# Empty for where the shell is.
pipeline_directory=
(
    # shellcheck disable=SC2034 # read by the function
    [ -z "$pipeline_directory" ] || cd -- "$pipeline_directory" || pipeline_away=away
    pipeline_survey "$@"
)

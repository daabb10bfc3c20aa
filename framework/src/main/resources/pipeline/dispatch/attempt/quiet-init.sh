# The beginning of a question to a host that looks for files as a job would: runs init of [remote]. What it prints is no answer.
pipeline_text=
eval "$pipeline_text" >/dev/null

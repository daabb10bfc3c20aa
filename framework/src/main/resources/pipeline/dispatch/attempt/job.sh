# The script of a job, run in a subshell of a runner (remote/shell/runner.sh): sets up what the program finds, and starts it. Frames go
# to the stream 7, so that init may redirect standard output.
exec 7>&1
: SCRIPT

# Part of the script of a job, run in a subshell of a runner (remote/shell/runner.sh): puts directories of the engine before those of
# the node.
# Directories with colons between them; empty for none.
pipeline_python_path=
pipeline_library_path=
if [ -n "$pipeline_python_path" ]; then export PYTHONPATH="$pipeline_python_path${PYTHONPATH:+:$PYTHONPATH}"; fi
if [ -n "$pipeline_library_path" ]; then export LD_LIBRARY_PATH="$pipeline_library_path${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"; fi

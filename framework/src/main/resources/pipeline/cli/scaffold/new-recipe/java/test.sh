#!/bin/sh
# Tests the recipe @name@ on the mini cluster, with the command in PIPELINE, or else with pipeline.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '1\n2\n' >"$work/a.txt"
printf '3\n' >"$work/b.txt"
printf 'node1 = [ %s ]\nnode2 = [ %s ]\n' "$work/a.txt" "$work/b.txt" >"$work/test.mapfile"

${PIPELINE:-pipeline} "$here/@file@" -j test -r "$work/runtime" --mini-cluster "$work/test.mapfile" >"$work/out"

if ! grep -qx 'lines = 3' "$work/out"; then
    echo "failed: expected lines = 3, but was:" >&2
    cat "$work/out" >&2
    exit 1
fi
echo "passed"

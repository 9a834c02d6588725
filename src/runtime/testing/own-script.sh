#!/bin/sh
# Somebody's own script, for tests of commands: what lies at a path, and who it was.
set -eu
echo "$(cat "$1"), read by ${0##*/}"

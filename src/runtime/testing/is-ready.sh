#!/bin/sh
# Of a service that is ready, its address is known, and nobody has left a note.
test -n "$SYNCDRILL_ADDRESS" || { echo 'nobody knows its address'; exit 1; }
test ! -e "$1" || { cat "$1"; exit 1; }

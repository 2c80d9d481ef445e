#!/bin/bash
# Names and records against known truth, and beside recordlinkage and Splink where a Python has them. The desk at ten
# million people takes 2 GB and a few minutes; HOMEWARD_DESK=1000000 makes it smaller.
set -eu
python=${HOMEWARD_PYTHON:-python3}
"$python" -c 'import pandas' 2>/dev/null || python=
program=$(mktemp -d)
trap 'rm -rf "$program"' EXIT
go build -o "$program/homeward" ./cmd/homeward
go build -o "$program/bench" ./bench/matching
"$program/bench" -homeward "$program/homeward" -shared "$HOMEWARD_SHARED" -python "$python" \
	-people "${HOMEWARD_PEOPLE:-1000000}" -desk "${HOMEWARD_DESK:-10000000}" "$@"

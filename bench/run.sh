#!/bin/sh
# Runs every measurement in order. Each prints ratios against a peer measured in the same run; what is not installed
# here, or has no data, says so in one line and is skipped. Data come from HOMEWARD_SHARED (default: ../shared).
set -u
cd "$(dirname "$0")/.." || exit 1
HOMEWARD_SHARED=${HOMEWARD_SHARED:-../shared}
export HOMEWARD_SHARED

failed=0
for run in bench/*/run.sh; do
	[ -e "$run" ] || { echo "bench: nothing to measure yet"; break; }
	echo "== $(basename "$(dirname "$run")")"
	bash "$run" || { echo "bench: $run failed"; failed=1; }
done
exit "$failed"

#!/bin/sh
# Fairness of tickets, mutations found by both verifiers, and time. ALL=1 flips every bit of the sample bundles.
set -eu
exec go run ./bench/draw -every "$([ "${ALL:-}" = 1 ] && echo 1 || echo 17)"

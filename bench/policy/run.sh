#!/bin/sh
# A million households against a policy of ten rules, beside plain Go and beside CEL alone.
set -eu
cd "$(dirname "$0")/../.."
exec go run ./bench/policy "$@"

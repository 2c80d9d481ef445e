#!/bin/sh
# How well and how fast figures are read, by language and kind, beside a plain reader; hostile pages; the shared claims.
# On a shared machine run it behind a lock: flock FILE bench/figures/run.sh
set -eu
exec go run ./bench/figures

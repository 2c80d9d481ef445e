#!/bin/sh
# How well and how fast figures are read, by language and kind, beside a plain reader; hostile pages; the shared claims.
set -eu
exec go run ./bench/figures

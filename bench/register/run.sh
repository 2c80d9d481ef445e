#!/bin/sh
# What officers ask of a register of a whole country: the overview, lists, searches by name, a trial of other rules over
# everybody. Filling it takes minutes, so it is measured only when asked for:
#   HOMEWARD_REGISTER=1000000 bench/register/run.sh            (people; SQLite, in a temporary folder)
#   HOMEWARD_REGISTER=1000000 HOMEWARD_REGISTER_DATABASE=postgres://… bench/register/run.sh   (an empty schema)
set -eu
cd "$(dirname "$0")/../.."
if [ -z "${HOMEWARD_REGISTER:-}" ]; then
	echo "register: skipped; say HOMEWARD_REGISTER=1000000 for a register of so many people"
	exit 0
fi
exec go run ./bench/register -people "$HOMEWARD_REGISTER" -database "${HOMEWARD_REGISTER_DATABASE:-}" "$@"

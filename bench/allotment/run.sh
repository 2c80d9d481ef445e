#!/bin/sh
# The optimiser against LEMON's network simplex and cost scaling (liblemon-dev) on the same lists, of this generator, in
# one run. Sizes: ALLOTMENT_SIZES (default 10000 100000 1000000). CPU seconds of the search alone on both sides, and of
# everything homeward does (reading, proving, checking) beside it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
homeward=$root/bin/homeward
[ -x "$homeward" ] || { homeward=$work/homeward; go build -o "$homeward" ./cmd/homeward; }
go build -o "$work/gen" ./bench/allotment/gen

peer=
if command -v g++ >/dev/null && echo '#include <lemon/network_simplex.h>' | g++ -x c++ -E - >/dev/null 2>&1; then
	g++ -O2 -w -o "$work/lemon" "$here/peer/lemon.cc" && peer=$work/lemon
fi
[ -n "$peer" ] || echo "peer skipped: needs g++ and liblemon-dev"

field() { sed -n "s/^ *\"$1\": \([^,]*\),*$/\1/p" "$2" | head -n 1; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.3f", a / b; else printf "-" }'; }

for n in ${ALLOTMENT_SIZES:-10000 100000 1000000}; do
	"$work/gen" -n "$n" -seed 1 -out "$work/list"
	for mode in weighted priority draw; do
		"$homeward" allot --households "$work/list-households.csv" --dwellings "$work/list-homes.csv" --mode $mode --json \
			>"$work/$mode.json" 2>/dev/null
		echo "$n $mode: housed $(field housed "$work/$mode.json"), value $(field value "$work/$mode.json"), gap $(field gap "$work/$mode.json")," \
			"passed over $(field priority_violations "$work/$mode.json"); CPU s search $(field solver_cpu_seconds "$work/$mode.json")," \
			"all $(field cpu_seconds "$work/$mode.json"), MB $(field peak_mb "$work/$mode.json")"
	done
	[ -n "$peer" ] || continue
	for how in ns cs; do
		set -- $("$peer" $how "$work/list-households.csv" "$work/list-homes.csv")
		same=differs
		[ "$1" = "$(field value "$work/weighted.json")" ] && same="the same"
		echo "$n LEMON $how: value $1 ($same); CPU s search $2, MB $3;" \
			"ratio of homeward weighted: search $(ratio "$(field solver_cpu_seconds "$work/weighted.json")" "$2")," \
			"all of homeward to LEMON's search $(ratio "$(field cpu_seconds "$work/weighted.json")" "$2")"
	done
done

# Kin groups in one settlement: the value, the bound and what togetherness costs.
sed 's/groups: ignore/groups: same_settlement/; s/id: generator/id: generator-together/' policies/generator.yaml >"$work/together.yaml"
for n in ${ALLOTMENT_GROUP_SIZES:-300 1000 3000 10000}; do
	"$work/gen" -n "$n" -seed 1 -out "$work/list"
	"$homeward" allot --households "$work/list-households.csv" --dwellings "$work/list-homes.csv" --mode weighted \
		--policy "$work/together.yaml" --json >"$work/together.json" 2>/dev/null
	echo "$n with groups: value $(field value "$work/together.json"), bound $(field bound "$work/together.json")," \
		"gap $(field gap "$work/together.json"), togetherness costs $(field cost "$work/together.json"); CPU s search $(field solver_cpu_seconds "$work/together.json")"
done

# Generalised assignment: the public instances, where they are at hand.
data=${HOMEWARD_SHARED:-../shared}/data/allocation/gap
if [ -d "$data" ]; then
	for name in a05100 b05100 c05100 d05100 e05100 c20200; do
		[ -e "$data/$name" ] || continue
		"$homeward" allot --gap "$data/$name" --json >"$work/gap.json" 2>/dev/null
		known=$(awk -v n="${name}_Min" '$1 == n { print $3 }' "$data/bounds.txt")
		echo "$name: cost $(field score "$work/gap.json"), bound $(field bound "$work/gap.json"), best known $known; CPU s $(field cpu_seconds "$work/gap.json")"
	done
else
	echo "generalised assignment skipped: no $data"
fi

package figures

import (
	_ "embed"
	"strings"
)

// spellingTable lists how the press of nine languages spells the names of places, beyond the names that an atlas
// keeps: one place a line, its key, level and district, and the spellings parted by semicolons.
//
//go:embed spellings.csv
var spellingTable string

// withSpellings adds press spellings to the names of places, and the few places that only the press speaks of.
func withSpellings(places []PlaceNames) []PlaceNames {
	known := map[string]bool{}
	for _, p := range places {
		known[p.Key] = true
	}
	out := append([]PlaceNames(nil), places...)
	for line := range strings.Lines(spellingTable) {
		f := strings.SplitN(strings.TrimSpace(line), ",", 4)
		if len(f) != 4 || f[0] == "key" {
			continue
		}
		out = append(out, PlaceNames{Key: f[0], Level: f[1], District: f[2], Names: strings.Split(f[3], ";")})
	}
	return out
}

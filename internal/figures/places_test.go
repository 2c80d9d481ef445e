package figures

import (
	_ "embed"
	"strings"
)

// inventedPlaces are invented, so that tests say nothing of real places.
//
//go:embed testdata/places.csv
var inventedPlaces string

var testPlaces = func() []PlaceNames {
	var out []PlaceNames
	for line := range strings.Lines(inventedPlaces) {
		f := strings.Split(strings.TrimSpace(line), ",")
		p := PlaceNames{Key: f[0], Level: f[1], District: f[2]}
		if f[3] != "" {
			p.Names = strings.Split(f[3], ";")
		}
		if p.Key != "key" {
			out = append(out, p)
		}
	}
	return out
}()

package atlas

import (
	"fmt"
	"strconv"
	"strings"

	"homeward"
)

// degrees is a point on the earth, WGS 84.
type degrees struct{ lon, lat float64 }

// water is a sea, a lake or a river as a line of points, for orientation only. Coast, lakes and rivers are simplified
// from Natural Earth 1:10m, which is in the public domain.
type water struct {
	kind string // sea, lake or river
	name string
	line []degrees
}

// addCorridor takes a row id, places passed. Corridors are schematic: published roads as straight lines between places.
func (a *Atlas) addCorridor(row []string) error {
	var through []homeward.PlaceID
	for id := range strings.FieldsSeq(row[1]) {
		p, ok := a.Place(homeward.PlaceID(id))
		if !ok || !hasPoint(p) {
			return fmt.Errorf("corridor %s passes %q, which has no point", row[0], id)
		}
		through = append(through, p.ID)
	}
	a.corridors = append(a.corridors, through)
	return nil
}

// addWater takes a row kind, name, points.
func (a *Atlas) addWater(row []string) error {
	w := water{kind: row[0], name: row[1]}
	cells := strings.Fields(row[2])
	if len(cells) == 0 || len(cells)%2 != 0 {
		return fmt.Errorf("%s has %d coordinates", w.name, len(cells))
	}
	for i := 0; i < len(cells); i += 2 {
		lon, err := strconv.ParseFloat(cells[i], 64)
		if err != nil {
			return err
		}
		lat, err := strconv.ParseFloat(cells[i+1], 64)
		if err != nil {
			return err
		}
		w.line = append(w.line, degrees{lon, lat})
	}
	a.water = append(a.water, w)
	return nil
}

func hasPoint(p homeward.Place) bool { return p.Lat != 0 || p.Lon != 0 }

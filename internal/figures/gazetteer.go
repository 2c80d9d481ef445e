package figures

// PlaceNames is one place that statements may speak of, under all its names. Figures knows no places of its own; they
// are handed in, from the atlas.
type PlaceNames struct {
	// Key is the slug that statements carry: "khojaly", "khojaly-district", "am-syunik".
	Key string
	// Level is town, settlement, village, district, province, region, country or programme.
	Level string
	// District is the key of the district the place lies in, where it has one.
	District string
	// Names are all names and spellings, in any script and language, in no order.
	Names []string
}

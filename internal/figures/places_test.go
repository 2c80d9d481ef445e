package figures

// testPlaces are invented places, so that tests say nothing of real ones.
var testPlaces = []PlaceNames{
	{Key: "alder-district", Level: "district", District: "programme", Names: []string{"Alder district"}},
	{Key: "alder", Level: "town", District: "alder-district", Names: []string{"Alder"}},
	{Key: "birch", Level: "village", District: "alder-district", Names: []string{"Birch"}},
}

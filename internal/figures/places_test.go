package figures

// testPlaces are invented places, so that tests say nothing of real ones.
var testPlaces = []PlaceNames{
	{Key: "programme", Level: "programme"},
	{Key: "alvadi-district", Level: "district", District: "karabakh-east-zangezur", Names: []string{"Alvadi district"}},
	{Key: "farzan-district", Level: "district", District: "karabakh-east-zangezur", Names: []string{"Farzan district"}},
	{Key: "alvadi", Level: "town", District: "alvadi-district", Names: []string{"Alvadi", "Алвади", "Ալվադի", "ألفادي"}},
	{Key: "birchay", Level: "village", District: "alvadi-district", Names: []string{"Birchay", "Birçay", "Бирчай", "Բիրչայ", "بيرتشاي"}},
	{Key: "elkand", Level: "village", District: "alvadi-district", Names: []string{"Elkand", "Elkənd", "Элькенд", "Էլքենդ", "إلكند"}},
	{Key: "farzan", Level: "town", District: "farzan-district", Names: []string{"Farzan", "Fərzan", "Фарзан", "Ֆարզան", "فرزان"}},
	{Key: "sadarli", Level: "village", District: "farzan-district", Names: []string{"Sadarli", "Sədərli", "Садарлы", "Սադարլի", "سادارلي"}},
	{Key: "dunali", Level: "settlement", District: "farzan-district", Names: []string{"Dunali", "Dünəli", "Дунали", "Դունալի", "دونالي"}},
	{Key: "marzili", Level: "reception", District: "programme", Names: []string{"Marzili", "Mərzili", "Марзили", "Մարզիլի", "مرزيلي"}},
	{Key: "tolasar", Level: "reception", District: "programme", Names: []string{"Tolasar", "Толасар", "Թոլասար", "تولاسار"}},
}

package document

import (
	"testing"
	"time"

	"homeward"
	"homeward/internal/i18n"
)

// speakers returns Localizers that fail the test where a text is missing, and call places as the atlas does.
func speakers(t testing.TB, langs ...string) []*i18n.Localizer {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	c = c.WithFault(func(lang, key string, err error) { t.Errorf("%s: %s: %v", lang, key, err) }).
		WithPlaces(func(id homeward.PlaceID, lang string) string {
			if lang == "hy" {
				return "Խոջալու · Xocalı"
			}
			return "Xocalı · Խոջալու"
		})
	in := make([]*i18n.Localizer, len(langs))
	for i, l := range langs {
		in[i] = c.For(l)
	}
	return in
}

var signed = homeward.At(time.Date(2026, 2, 9, 11, 30, 0, 0, time.UTC))

// household is written in four scripts and spellings, as registers are.
var household = []Member{
	{"Məmmədov Əliağa Güləhməd oğlu", homeward.Head, homeward.NewDate(1961, 4, 2)},
	{"Şəhla Məmmədova", homeward.Spouse, homeward.NewDate(1966, 11, 19)},
	{"Անահիտ Գևորգյան", homeward.OtherKin, homeward.NewDate(1989, 1, 30)},
	{"Мамедов Чингиз Алиагаевич", homeward.Child, homeward.NewDate(1992, 7, 8)},
	{"Çiçək Ömər qızı Ğıyasova", homeward.Grandchild, homeward.NewDate(2019, 12, 24)},
}

func act(t testing.TB, langs ...string) ActInput {
	return ActInput{
		In:       speakers(t, langs...),
		Office:   "Bərpa, Tikinti və İdarəetmə Xidməti",
		Handover: homeward.Handover{ID: "ho_01jkq2v8e0e9s5x3m4n6p7q8rs", Number: 86, AcceptedAt: signed, Keys: 3},
		Case:     "4471-8",
		Members:  household,
		Building: homeward.Building{Name: "Bina 3", Floors: 5, Kind: homeward.Block},
		Dwelling: homeward.Dwelling{ID: "dw_01jkq2v8e0e9s5x3m4n6p7q8rt", Place: "khojaly", Number: "27", Type: homeward.FlatType,
			Floor: 2, Rooms: 3, AreaM2: 78.4, Accessible: true},
		Meters: []homeward.MeterReading{
			{Meter: "power", Reading: 1204, ReadOn: homeward.NewDate(2026, 2, 9)},
			{Meter: "water", Reading: 3.125, ReadOn: homeward.NewDate(2026, 2, 9)},
			{Meter: "gas", Reading: 12.5, ReadOn: homeward.NewDate(2026, 2, 9)},
		},
		Defects: []homeward.Defect{
			{Room: "Mətbəx", Text: "Pəncərənin dəstəyi işləmir, şüşədə çat var", Due: homeward.NewDate(2026, 2, 23)},
			{Room: "Միջանցք", Text: "Լույսը չի վառվում", Due: homeward.NewDate(2026, 2, 16)},
		},
		HandedBy:   "Rəşad Həmidov",
		ReceivedBy: "Əliağa Məmmədov",
	}
}

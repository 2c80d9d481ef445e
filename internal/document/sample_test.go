package document

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"homeward"
	"homeward/internal/i18n"
)

// catalogue is read once for all tests.
var catalogue = sync.OnceValues(i18n.Load)

// speakers returns Localizers that fail the test where a text is missing, and call places as the atlas does.
func speakers(t testing.TB, langs ...string) []*i18n.Localizer {
	t.Helper()
	c, err := catalogue()
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

// movement is the sample household and a second one, without and with the minds made up.
func movement(t testing.TB, langs ...string) ManifestInput {
	aboard := func(list []Member, consent ...ConsentState) []ManifestPassenger {
		var out []ManifestPassenger
		for i, m := range list {
			out = append(out, ManifestPassenger{ID: homeward.IndividualID("in_" + m.Name), Name: m.Name, Born: m.Born, Relation: m.Relation, Consent: consent[i]})
		}
		return out
	}
	return ManifestInput{
		In:   speakers(t, langs...),
		Note: homeward.T("document.sample"),
		Movement: homeward.Movement{ID: "mv_01jkq2v8e0e9s5x3m4n6p7q8rs", Number: 19, From: "masazir", To: "khojaly", DepartsOn: homeward.NewDate(2026, 2, 12),
			Vehicles: 2, ManifestAt: signed},
		Groups: []ManifestGroup{
			{Case: "4471-8", Briefed: true, Passengers: aboard(household, ConsentOwn, ConsentOwn, ConsentOwn, ConsentOwn, ConsentGuardian)},
			{Case: "4502-1", Passengers: aboard(household[:2], ConsentOwn, ConsentNone)},
		},
	}
}

func letter(t testing.TB, langs ...string) LetterInput {
	a := act(t, langs...)
	return LetterInput{
		In: a.In, Office: a.Office, Case: a.Case, Name: "Əliağa Məmmədov", Building: a.Building, Dwelling: a.Dwelling, Round: "7", Entry: "412",
		Offer:  homeward.Offer{ID: "of_01jkq2v8e0e9s5x3m4n6p7q8rs", MadeOn: homeward.NewDate(2026, 2, 9), Deadline: homeward.NewDate(2026, 2, 14)},
		Reason: homeward.T("document.manifest.rule"), // any sentence
		Signs:  "Leyla Nəzərova",
	}
}

func round(t testing.TB, entries int, langs ...string) ProtocolInput {
	in := ProtocolInput{
		In: speakers(t, langs...),
		Round: homeward.Round{ID: "rd_01jkq2v8e0e9s5x3m4n6p7q8rs", Number: 7, Place: "khojaly", PolicyHash: strings.Repeat("9c", 32),
			FrozenAt: signed, CommittedAt: signed, DrawnAt: signed},
		Policy: "az-great-return 2025-02", Commitment: strings.Repeat("4f", 32), Seed: strings.Repeat("a1", 32), Dwellings: 64,
		Held:    []HeldCount{{Rule: homeward.T("document.no_meters"), Dwellings: 6}, {Rule: homeward.T("document.no_defects"), Households: 2}},
		Members: []string{"Leyla Nəzərova", "Անահիտ Գևորգյան", "Мария Петрова"},
	}
	for i := range entries {
		r := ProtocolResult{Entry: strconv.Itoa(400 + i), Stratum: "khojaly/flat/3", Line: i + 1}
		if i < entries*3/4 {
			r.Lot, r.Dwelling = i+1, "Bina 3, mənzil "+strconv.Itoa(i+1)
		}
		in.Results = append(in.Results, r)
	}
	return in
}

func slips(t testing.TB, n int, langs ...string) SlipsInput {
	in := SlipsInput{In: speakers(t, langs...), Round: homeward.Round{Number: 7, CommittedAt: signed}}
	for i := range n {
		in.Slips = append(in.Slips, Slip{Number: strconv.Itoa(400 + i), Code: fmt.Sprintf("en_01jkq2v8e0e9s5x3m4n6p7q%03d", i)})
	}
	return in
}

package sample

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/policies"
)

func policyText() (string, error) {
	b, err := policies.FS.ReadFile(policyID + ".yaml")
	return string(b), err
}

// How many wait for the next round in Khojaly, and for what.
const (
	waitingHouseholds = 124
	waitingPeople     = 502
	flatsWithoutWater = 6
	flatsClaimed      = 4
	flatsOnUnknown    = 6
)

var waitingSince = day(2025, 6, 2)

func waitingHousehold(i int) homeward.HouseholdID {
	return id[homeward.HouseholdID]("hh", fmt.Sprintf("waiting/%d", i), waitingSince)
}

func waitingPerson(i, k int) homeward.IndividualID {
	return id[homeward.IndividualID]("in", fmt.Sprintf("waiting/%d/%d", i, k), waitingSince)
}

// The awkward households of the waiting list, by their place in it.
const (
	writtenInAz    = 10 // the same man is registered twice, in two scripts
	writtenInRu    = 57
	nineOfThem     = 20
	inAWheelchair  = 30
	besideOne      = 40
	besideOther    = 41
	divides        = 50
	notDecided     = 60
	staysWhereItIs = 61
	// From here on they left in September 2023 and live in Armenia.
	leftIn2023 = 112
)

// reallyDoubles are the two records of the man who is registered twice: the question about him stays open.
var reallyDoubles = []homeward.IndividualID{waitingPerson(writtenInAz, 0), waitingPerson(writtenInRu, 0)}

// waiting registers those who wait for the next round in Khojaly, with the homes it may give and those it may not, and
// opens that round.
func waiting(m *maker, buildings map[homeward.PlaceID]int) []step {
	from := origins["khojaly"]
	var out []step
	ns := sizes(m.r, waitingHouseholds, waitingPeople)
	ns[nineOfThem], ns[divides], ns[writtenInAz], ns[writtenInRu] = 9, 6, 4, 3
	for i, n := range ns {
		at := waitingSince.AddDate(0, 0, i*2)
		in := m.household(n, from, homeward.DateOf(at), func(k int) homeward.IndividualID { return waitingPerson(i, k) })
		in.ID = waitingHousehold(i)
		awkward(&in, i)
		out = append(out, registration(in))
	}
	out = append(out, divide(), besideEachOther())
	out = append(out, waitingHomes(m.r, buildings)...)
	return append(out, step{at: day(2026, 2, 6).Add(9 * time.Hour), key: "round/waiting/open", run: func(ctx context.Context, p *player) error {
		return p.once(homeward.RoleAllocation, "round/waiting/open", func(a homeward.Actor) error {
			_, err := p.house.OpenRound(ctx, a, WaitingRound, programmeID, "khojaly")
			return err
		})
	}})
}

// WaitingRound is the round that is open when the sample is served.
var WaitingRound = id[homeward.RoundID]("rd", "waiting", day(2026, 2, 6))

func awkward(in *casework.Registration, i int) {
	head := &in.Members[0]
	switch i {
	case writtenInAz, writtenInRu:
		head.Given, head.Father, head.Family, head.NameLang, head.Sex = "Elşad", "Tofiq", "Həsənov", "az", homeward.Male
		if i == writtenInRu {
			head.Given, head.Father, head.Family, head.NameLang = "Эльшад", "Тофик", "Гасанов", "ru"
		}
		head.BirthDate, head.Document = homeward.NewDate(1979, time.April, 17), ""
	case inAWheelchair:
		head.Needs, head.StepFree = []string{"DS-PM"}, true
	case divides:
		// A grown-up son who will take his wife and child with him.
		for k, m := range []struct {
			relation homeward.Relation
			born     homeward.Date
		}{{homeward.Child, homeward.NewDate(1998, time.May, 3)}, {homeward.OtherKin, homeward.NewDate(2000, time.August, 21)}, {homeward.Grandchild, homeward.NewDate(2023, time.March, 9)}} {
			in.Members[3+k].Relation, in.Members[3+k].BirthDate = m.relation, m.born
		}
		head.BirthDate = homeward.NewDate(1970, time.January, 30)
	case notDecided:
		in.Intention = homeward.IntentUndecided
	case staysWhereItIs:
		in.Intention = homeward.IntentIntegrate
	}
	if i >= leftIn2023 {
		in.LeftOn = homeward.NewDate(2023, time.September, 26)
		in.Stay.Kind, in.Stay.Condition = "rent", homeward.ConditionPoor
		in.Stay.Place = []homeward.PlaceID{"yerevan", "goris", "kapan", "sisian"}[i%4]
	}
}

func divide() step {
	const key = "divide"
	return step{at: day(2026, 2, 2).Add(11 * time.Hour), key: key, run: func(ctx context.Context, p *player) error {
		return p.once(homeward.RoleRegistrar, key, func(a homeward.Actor) error {
			_, err := p.house.DivideHousehold(ctx, a, waitingHousehold(divides), casework.Division{
				ID:   id[homeward.HouseholdID]("hh", "divided", day(2026, 2, 2)),
				Who:  []homeward.IndividualID{waitingPerson(divides, 3), waitingPerson(divides, 4), waitingPerson(divides, 5)},
				Head: waitingPerson(divides, 3),
			})
			return err
		})
	}}
}

func besideEachOther() step {
	const key = "beside"
	return step{at: day(2026, 2, 3).Add(11 * time.Hour), key: key, run: func(ctx context.Context, p *player) error {
		return p.once(homeward.RoleRegistrar, key, func(a homeward.Actor) error {
			return p.house.AmendHousehold(ctx, a, waitingHousehold(besideOne), casework.Amendment{Beside: []homeward.HouseholdID{waitingHousehold(besideOther)}})
		})
	}}
}

// waitingHomes are eighty flats in three blocks: sixty-four can be given.
func waitingHomes(r *rand.Rand, buildings map[homeward.PlaceID]int) []step {
	at := day(2025, 12, 1).Add(10 * time.Hour)
	mix := func(n int) []int {
		var rooms []int
		for i := range n {
			rooms = append(rooms, []int{2, 3, 2, 3, 4, 3, 2, 3}[i%8]) // near the mix of the published draws
		}
		r.Shuffle(n, func(i, j int) { rooms[i], rooms[j] = rooms[j], rooms[i] })
		return rooms
	}
	wall := func() string { buildings["khojaly"]++; return itoa(buildings["khojaly"]) }
	one := flats(at, "waiting-1", "khojaly", wall(), mix(40), 8)
	two := flats(at, "waiting-2", "khojaly", wall(), mix(34), 7)
	three := flats(at, "waiting-3", "khojaly", wall(), mix(flatsOnUnknown), 3)
	out := []step{building(at, one, homeward.Cleared), building(at.Add(time.Hour), two, homeward.Cleared), building(at.Add(2*time.Hour), three, homeward.Suspected)}
	out = append(out, withoutWater(one)...)
	return append(out, claims(two)...)
}

func withoutWater(b casework.NewBuilding) (out []step) {
	for i := range flatsWithoutWater {
		d := b.Dwellings[len(b.Dwellings)-1-i*3]
		reports := []homeward.Readiness{{Component: "water", Due: homeward.NewDate(2026, time.April, 15)}}
		if i%2 == 1 {
			reports = []homeward.Readiness{{Component: "works", Due: homeward.NewDate(2026, time.May, 1)}}
		}
		key := "report/" + string(d.ID)
		out = append(out, step{at: day(2026, 1, 12).Add(9 * time.Hour), key: key, run: func(ctx context.Context, p *player) error {
			return p.once(homeward.RoleHousing, key, func(a homeward.Actor) error { return p.house.ReportDwelling(ctx, a, d.ID, reports) })
		}})
	}
	return out
}

func claims(b casework.NewBuilding) (out []step) {
	for i, c := range []struct {
		claimant, basis string
		left            homeward.Date
	}{
		{"Գրիգորյան Լուսինե", "title deed of 2009 to the plot; left with her family in September 2023", homeward.NewDate(2023, time.September, 27)},
		{"Nağıyev Yaşar", "house book of 1984; the plot was his father's", homeward.NewDate(1992, time.February, 26)},
		{"Казарян Норайр", "two witnesses; lived in the building that stood here", homeward.NewDate(2023, time.September, 25)},
		{"Baghirova Sona", "order of 1979 for a flat in the building that stood here", homeward.NewDate(1992, time.February, 26)},
	}[:flatsClaimed] {
		d := b.Dwellings[3+i*8]
		at := day(2026, 1, 14+i).Add(10 * time.Hour)
		cl := id[homeward.ClaimID]("cl", itoa(i), at)
		key := "claim/" + itoa(i)
		out = append(out, step{at: at, key: key, run: func(ctx context.Context, p *player) error {
			return p.once(homeward.RoleClaims, key, func(a homeward.Actor) error {
				_, err := p.house.LodgeClaim(ctx, a, homeward.Claim{ID: cl, DwellingID: d.ID, Claimant: c.claimant, LeftOn: c.left, Basis: c.basis})
				return err
			})
		}})
	}
	return out
}

// statements are figures as published, with their source: numbers and no sentence.
func statements() (out []step) {
	april, january, october := homeward.NewDate(2025, time.April, 28), homeward.NewDate(2026, time.January, 21), homeward.NewDate(2023, time.October, 2)
	before := homeward.NewDate(2023, time.September, 18)
	const caliber, trend, broadcast = "Caliber.Az", "Trend", homeward.UnnamedOutlet
	for i, s := range []homeward.Statement{
		{Source: caliber, Place: "khojaly", Kind: homeward.Increment, Families: 33, People: 137, AsOf: april, PublishedOn: april},
		{Source: caliber, Place: "khojaly", Kind: homeward.Cumulative, Families: 85, People: 341, AsOf: april, PublishedOn: april},
		{Source: caliber, Place: "ballija", Kind: homeward.Cumulative, Families: 157, People: 743, AsOf: april, PublishedOn: april},
		{Source: trend, Place: "khankendi", Kind: homeward.Increment, Families: 36, People: 162, AsOf: january, PublishedOn: january},
		{Source: broadcast, Place: "khankendi", Kind: homeward.PopulationBefore, People: 51000, AsOf: before, PublishedOn: october},
		{Source: broadcast, Place: "nagorno-karabakh", Kind: homeward.Departure, People: 100000, AsOf: october, PublishedOn: october},
		{Source: broadcast, Place: "nagorno-karabakh", Kind: homeward.PopulationBefore, People: 120000, AsOf: before, PublishedOn: october},
	} {
		s.ID = id[homeward.StatementID]("sm", itoa(i), s.PublishedOn.Time())
		s.Quantifier = "exact"
		at := s.PublishedOn.Time().Add(18 * time.Hour)
		if at.Before(day(2024, 9, 3)) {
			at = day(2024, 9, 3) // older ones are written down when the operation begins
		}
		key := "statement/" + itoa(i)
		out = append(out, step{at: at, key: key, run: func(ctx context.Context, p *player) error {
			return p.once(homeward.RoleAnalyst, key, func(a homeward.Actor) error {
				_, err := p.house.RecordStatement(ctx, a, s)
				return err
			})
		}})
	}
	return out
}

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"homeward"
	"homeward/internal/matching"
	"homeward/internal/store"
)

// filler invents a register: households of one to seven people with names as frequent as names are (the second half as
// frequent as the first, the third a third), some on their way, some settled, and homes for a third of them.
type filler struct {
	rng             *rand.Rand
	ids             *homeward.IDs
	families, given []string
	familyOf        *rand.Zipf
	givenOf         *rand.Zipf
	areas           []homeward.Area
	people          int
	households      int
}

const blockOfHouseholds = 2_000

func newFiller(areas []homeward.Area) *filler {
	rng := rand.New(rand.NewPCG(7, 11))
	f := &filler{rng: rng, areas: areas, families: invent(rng, 20_000, 3), given: invent(rng, 4_000, 2)}
	f.familyOf = rand.NewZipf(rng, 1.05, 4, uint64(len(f.families)-1))
	f.givenOf = rand.NewZipf(rng, 1.05, 12, uint64(len(f.given)-1))
	start := time.Date(2023, 10, 1, 0, 0, 0, 0, time.UTC)
	f.ids = &homeward.IDs{Now: func() time.Time { return start.Add(time.Duration(f.households) * 100 * time.Millisecond) }, Rand: randomness{rng}}
	return f
}

type randomness struct{ rng *rand.Rand }

func (r randomness) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(r.rng.Uint32())
	}
	return len(p), nil
}

// invent makes names of syllables; their first letters are as uneven as those of real ones.
func invent(rng *rand.Rand, n, syllables int) []string {
	heads := strings.Fields("a al am ar as av ba be bal da di el er fa ga gr ha he hov ib is ja ka ke kha la le ma mam mi mu na ni or pa qa ra re ru sa se si ta te to va ve vi ya ze zu")
	tails := strings.Fields("da di go ha im ja kir la lik ma mi na nar nik ra ram rik sa shan sim ta tur va vik ya zad zar")
	seen := map[string]bool{}
	var out []string
	for len(out) < n {
		name := heads[int(float64(len(heads))*rng.Float64()*rng.Float64())]
		for range syllables {
			name += tails[rng.IntN(len(tails))]
		}
		if !seen[name] {
			seen[name] = true
			out = append(out, strings.ToUpper(name[:1])+name[1:])
		}
	}
	return out
}

type nameKey struct {
	IndividualID homeward.IndividualID
	Key          string
}

// rows are the records of a block.
type rows struct {
	households    []homeward.Household
	people        []homeward.Individual
	keys          []nameKey
	memberships   []homeward.Membership
	displacements []homeward.Displacement
	stays         []homeward.Stay
	buildings     []homeward.Building
	dwellings     []homeward.Dwelling
	readiness     []homeward.Readiness
	ground        []homeward.GroundFinding
	entries       []homeward.Entry
	allocations   []homeward.Allocation
	offers        []homeward.Offer
	seats         []homeward.Seat
	handovers     []homeward.Handover
}

// fill registers so many people. It writes rows, not steps: what is measured is asking.
func fill(ctx context.Context, db *store.DB, areas []homeward.Area, people int) error {
	f := newFiller(areas)
	officer := officerOf(homeward.RoleRegistrar, homeward.Programme)
	began := time.Now()
	for block := 0; f.people < people; block++ {
		subject := homeward.Subject{Noun: "household", ID: fmt.Sprint("block ", block), Area: areas[0]}
		err := db.Write(ctx, officer, homeward.HouseholdRegister, subject, func(tx *store.Tx) error {
			if block == 0 {
				if err := f.journeys(ctx, tx); err != nil {
					return err
				}
			}
			return f.block(ctx, tx)
		})
		if err != nil {
			return err
		}
	}
	fmt.Printf("  %d households, %d people filled in %.0f s\n", f.households, f.people, time.Since(began).Seconds())
	return nil
}

func (f *filler) journeys(ctx context.Context, tx *store.Tx) error {
	past := homeward.At(time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC))
	round := []homeward.Round{{ID: "rd_1", Number: 1, Place: homeward.PlaceID(f.areas[0]), OpenedAt: past, FrozenAt: past, CommittedAt: past, DrawnAt: past, PublishedAt: past}}
	open := []homeward.Round{{ID: "rd_2", Number: 2, Place: homeward.PlaceID(f.areas[0]), OpenedAt: past, FrozenAt: past}}
	travel := []homeward.Movement{{ID: "mv_1", Number: 1, From: "baku", To: homeward.PlaceID(f.areas[0]), DepartsOn: past.Date(), PlannedAt: past, BriefedAt: past, ManifestAt: past, DepartedAt: past, ArrivedAt: past}}
	return insertAll(ctx, tx, many(round), many(open), many(travel))
}

func (f *filler) block(ctx context.Context, tx *store.Tx) error {
	var r rows
	for range blockOfHouseholds {
		f.household(tx, &r)
	}
	for i := range r.people {
		p := &r.people[i]
		full := p.Given + " " + p.Father + " " + p.Family
		p.Fold, p.FoldVersion, p.RecordedSeq = matching.Fold(full), matching.RulesVersion, tx.Seq
		var keys []string
		for _, w := range strings.Fields(p.Fold) {
			keys = append(keys, "w:"+w)
		}
		for _, k := range matching.SearchKeys(p.Given + " " + p.Family) {
			keys = append(keys, "s:"+k)
		}
		slices.Sort(keys)
		for _, k := range slices.Compact(keys) {
			r.keys = append(r.keys, nameKey{p.ID, k})
		}
	}
	return insertAll(ctx, tx, many(r.households), many(r.people), many(r.keys), many(r.memberships), many(r.displacements), many(r.stays),
		many(r.buildings), many(r.dwellings), many(r.readiness), many(r.ground), many(r.entries), many(r.allocations), many(r.offers),
		many(r.seats), many(r.handovers))
}

func (f *filler) household(tx *store.Tx, r *rows) {
	f.households++
	id := homeward.HouseholdID(f.ids.New("hh"))
	area := f.areas[int(float64(len(f.areas))*f.rng.Float64()*f.rng.Float64())]
	on := homeward.NewDate(2024, time.Month(1+f.rng.IntN(12)), 1+f.rng.IntN(28))
	r.households = append(r.households, homeward.Household{ID: id, CaseNumber: homeward.NewCaseNumber(f.households), Area: area, RegisteredOn: on,
		Intention: homeward.IntentReturn, RecordedSeq: tx.Seq})
	r.displacements = append(r.displacements, homeward.Displacement{ID: homeward.DisplacementID(f.ids.New("dp")), HouseholdID: id,
		LeftOn: homeward.NewDate(1993, 7, 23), Place: homeward.PlaceID(area), RecordedSeq: tx.Seq})
	stay := homeward.Stay{ID: homeward.StayID(f.ids.New("st")), HouseholdID: id, Kind: homeward.StayKinds[f.rng.IntN(12)],
		Condition: homeward.ConditionGood, Place: "baku", LivesHere: true, ValidFrom: on, RecordedSeq: tx.Seq}
	family := f.families[f.familyOf.Uint64()]
	father := f.given[f.givenOf.Uint64()]
	for m := range 1 + f.rng.IntN(7) {
		f.people++
		p := homeward.Individual{ID: homeward.IndividualID(f.ids.New("in")), Given: f.given[f.givenOf.Uint64()], Father: father, Family: family,
			NameLang: "az", Sex: homeward.Female, BirthDate: homeward.NewDate(1950+f.rng.IntN(70), time.Month(1+f.rng.IntN(12)), 1+f.rng.IntN(28))}
		if f.rng.IntN(2) == 0 {
			p.Sex = homeward.Male
		}
		relation := homeward.Child
		if m < 2 {
			relation = homeward.Relations[m]
		}
		r.people = append(r.people, p)
		r.memberships = append(r.memberships, homeward.Membership{ID: homeward.MembershipID(f.ids.New("mb")), HouseholdID: id, IndividualID: p.ID,
			Relation: relation, ValidFrom: on, RecordedSeq: tx.Seq})
	}
	if f.households%3 == 0 {
		f.home(tx, r, id, area, &stay)
	}
	r.stays = append(r.stays, stay)
}

// home builds a home, and gives two of three to the household.
func (f *filler) home(tx *store.Tx, r *rows, id homeward.HouseholdID, area homeward.Area, stay *homeward.Stay) {
	past := homeward.At(time.Date(2025, 2, 1, 9, 0, 0, 0, time.UTC))
	if n := len(r.buildings); n == 0 || f.households%150 == 0 {
		b := homeward.Building{ID: homeward.BuildingID(f.ids.New("bd")), Place: homeward.PlaceID(area), Name: fmt.Sprint(f.households), Kind: homeward.Block, Floors: 5, RecordedSeq: tx.Seq}
		r.buildings = append(r.buildings, b)
		r.ground = append(r.ground, homeward.GroundFinding{ID: homeward.LandReleaseID(f.ids.New("lr")), BuildingID: b.ID, Finding: homeward.Cleared,
			RecordedOn: past.Date(), RecordedSeq: tx.Seq})
	}
	b := r.buildings[len(r.buildings)-1]
	d := homeward.Dwelling{ID: homeward.DwellingID(f.ids.New("dw")), BuildingID: b.ID, Place: b.Place, Number: fmt.Sprint(f.households), Type: homeward.FlatType,
		Floor: 1, Rooms: 3, AreaM2: 70, RecordedSeq: tx.Seq}
	r.dwellings = append(r.dwellings, d)
	for i, c := range homeward.Components {
		r.readiness = append(r.readiness, homeward.Readiness{DwellingID: d.ID, Component: c, Ready: i > 0 || f.households%9 != 0, ReportedOn: past.Date(), RecordedSeq: tx.Seq})
	}
	if f.households%9 == 0 {
		return
	}
	e := homeward.Entry{ID: homeward.EntryID(f.ids.Random("en")), RoundID: "rd_1", HouseholdID: id, Number: f.households, Persons: 4, RecordedSeq: tx.Seq}
	a := homeward.Allocation{ID: homeward.AllocationID(f.ids.New("al")), RoundID: "rd_1", EntryID: e.ID, HouseholdID: id, DwellingID: d.ID, MadeAt: past, RecordedSeq: tx.Seq}
	o := homeward.Offer{ID: homeward.OfferID(f.ids.New("of")), AllocationID: a.ID, HouseholdID: id, DwellingID: d.ID, MadeOn: past.Date(), Deadline: past.Date(),
		Answer: homeward.OfferAccepted, AnsweredOn: past.Date(), RecordedSeq: tx.Seq}
	r.entries, r.allocations, r.offers = append(r.entries, e), append(r.allocations, a), append(r.offers, o)
	if f.households%9 == 3 {
		return // accepted, not yet on its way
	}
	r.seats = append(r.seats, homeward.Seat{ID: homeward.SeatID(f.ids.New("se")), MovementID: "mv_1", HouseholdID: id, Live: true, RecordedSeq: tx.Seq})
	r.handovers = append(r.handovers, homeward.Handover{ID: homeward.HandoverID(f.ids.New("ho")), Number: f.households, AllocationID: a.ID, HouseholdID: id,
		DwellingID: d.ID, MovementID: "mv_1", AcceptedAt: past, Keys: 2, KeysAt: past, RecordedSeq: tx.Seq})
	stay.ValidTo = past.Date()
}

// many inserts rows a few hundred at once; none is nothing to do.
func many[T any](all []T) func(context.Context, *store.Tx) error {
	return func(ctx context.Context, tx *store.Tx) error {
		for part := range slices.Chunk(all, 400) {
			if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	}
}

func insertAll(ctx context.Context, tx *store.Tx, each ...func(context.Context, *store.Tx) error) error {
	for _, insert := range each {
		if err := insert(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

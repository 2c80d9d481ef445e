package casework_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"homeward"
	"homeward/internal/atlas"
	"homeward/internal/casework"
	"homeward/internal/hometest"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/internal/store"
	"homeward/policies"
)

// fixture is a small Khojaly: officers, a programme, and as many households and flats as a test asks for.
type fixture struct {
	*casework.House
	t   *testing.T
	now *clock
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(time.Millisecond)
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func officer(role homeward.Role) homeward.Actor {
	return homeward.Actor{User: homeward.UserID("us_" + string(role)), Name: string(role), Request: "test",
		Appointments: []homeward.Appointment{{Role: role, Area: homeward.Programme}}}
}

var (
	registrar  = officer(homeward.RoleRegistrar)
	housing    = officer(homeward.RoleHousing)
	claims     = officer(homeward.RoleClaims)
	allocation = officer(homeward.RoleAllocation)
	moving     = officer(homeward.RoleMovement)
	auditor    = officer(homeward.RoleAuditor)
	analyst    = officer(homeward.RoleAnalyst)
)

var shared = sync.OnceValues(func() (*casework.House, error) {
	places, err := atlas.Load()
	if err != nil {
		return nil, err
	}
	speech, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	editions, err := policy.LoadAll(policies.FS)
	return &casework.House{Places: places, Speech: speech.WithPlaces(places.Label), Policies: editions}, err
})

func newFixture(t *testing.T, db *store.DB, now *clock) *fixture {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	h := *s
	h.DB, h.Operation, h.Software, h.Editions = db, "test", strings.Repeat("0", 64), &casework.Editions{}
	h.IDs = &homeward.IDs{Now: now.Now, Rand: rand.Reader}
	f := &fixture{House: &h, t: t, now: now}
	text, err := policies.FS.ReadFile("az-great-return.yaml")
	f.ok(err)
	f.ok(h.AdoptProgramme(t.Context(), allocation, homeward.Adoption{ID: "great-return", Area: homeward.Programme, PolicyID: "az-great-return",
		PolicyText: string(bytes.TrimSpace(text)) + "\n", ValidFrom: homeward.NewDate(2022, 11, 16)}))
	return f
}

// each runs a test on both databases with a fixture that begins on 2 March 2026. A short run takes one of them: what the
// two share is most, and what they do not is proved by the long run and by store's own tests.
func each(t *testing.T, test func(f *fixture)) {
	t.Helper()
	for _, engine := range hometest.Engines {
		if testing.Short() && engine != hometest.SQLite {
			continue
		}
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			now := &clock{at: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}
			test(newFixture(t, hometest.Open(t, engine, now.Now), now))
		})
	}
}

func (f *fixture) ok(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// refused checks that a step was refused with this key.
func (f *fixture) refused(err error, key string) {
	f.t.Helper()
	if !homeward.IsKey(err, key) {
		f.t.Fatalf("got %v, want a refusal %q", err, key)
	}
}

// register adds a household of some adults from Khojaly. Names differ so that nobody is taken for anybody.
func (f *fixture) register(n, adults, minors int) homeward.HouseholdID {
	f.t.Helper()
	out, err := f.RegisterHousehold(f.t.Context(), registrar, registration(n, adults, minors))
	f.ok(err)
	if len(out.Questions) > 0 {
		f.t.Fatalf("household %d raised %d questions", n, len(out.Questions))
	}
	return out.ID
}

// syllables spell numbers as names that are unlike each other.
var syllables = []string{"ba", "do", "fi", "gu", "ke", "la", "mo", "ni", "pu", "re"}

func nameOf(n int) string {
	s := ""
	for _, d := range fmt.Sprintf("%03d", n) {
		s += syllables[d-'0']
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func registration(n, adults, minors int) casework.Registration {
	in := casework.Registration{OriginPlace: "khojaly", OriginAddress: "1/1", LeftOn: homeward.NewDate(1992, 2, 26), Intention: homeward.IntentReturn,
		Stay: homeward.Stay{Kind: "dormitory", Condition: homeward.ConditionPoor, Place: "baku", LivesHere: true}}
	for i := range adults + minors {
		p := casework.Registrant{Relation: homeward.OtherKin}
		p.Given, p.Family, p.NameLang = nameOf(n*10+i), nameOf(999-n), "en"
		p.BirthDate = homeward.NewDate(1950+n%40, time.Month(1+i%12), 1+n%28)
		if i >= adults {
			p.BirthDate = homeward.NewDate(2015, time.Month(1+i%12), 1+n%28)
		}
		if i == 0 {
			p.Relation = homeward.Head
		}
		in.Members = append(in.Members, p)
	}
	return in
}

// flats adds a block of two-room flats on released ground.
func (f *fixture) flats(name string, n int) []homeward.DwellingID {
	f.t.Helper()
	b := casework.NewBuilding{Building: homeward.Building{Place: "khojaly", Name: name, Kind: homeward.Block, Floors: 1}, Ready: homeward.Components}
	for i := range n {
		b.Dwellings = append(b.Dwellings, homeward.Dwelling{Number: fmt.Sprint(i + 1), Type: homeward.FlatType, Floor: 1, Rooms: 2, AreaM2: 60})
	}
	id, err := f.AddDwelling(f.t.Context(), housing, b)
	f.ok(err)
	f.ok(f.RecordGround(f.t.Context(), housing, homeward.GroundFinding{BuildingID: id, Finding: homeward.Cleared, Document: "CR-1", Organisation: "test"}))
	var out []homeward.DwellingID
	for _, d := range b.Dwellings {
		out = append(out, d.ID)
	}
	return out
}

// open opens a round for Khojaly.
func (f *fixture) open() homeward.RoundID {
	f.t.Helper()
	r, err := f.OpenRound(f.t.Context(), allocation, "", "great-return", "khojaly")
	f.ok(err)
	return r.ID
}

func (f *fixture) freeze(id homeward.RoundID) casework.Preview {
	f.t.Helper()
	p, err := f.PreviewFreeze(f.t.Context(), allocation, id)
	f.ok(err)
	f.ok(f.FreezeRound(f.t.Context(), allocation, id, p.Hash))
	return p
}

const twelve = "1 2 3 4 5 6 6 5 4 3 2 1"

// committee is the second person in the hall.
var committee = func() homeward.Actor {
	a := officer(homeward.RoleAllocation)
	a.User, a.Name = "us_committee", "committee"
	return a
}()

// thrown closes a committed round and lets two people type the same twelve throws.
func (f *fixture) thrown(id homeward.RoundID) {
	f.t.Helper()
	f.ok(f.CloseRound(f.t.Context(), allocation, id))
	f.ok(f.HearRound(f.t.Context(), allocation, id, casework.Dice().ID, twelve))
	f.ok(f.HearRound(f.t.Context(), committee, id, casework.Dice().ID, twelve))
}

// publish takes a frozen round through the draw to its result.
func (f *fixture) publish(id homeward.RoundID) casework.RoundFile {
	f.t.Helper()
	ctx := f.t.Context()
	f.ok(f.CommitRound(ctx, allocation, id))
	f.thrown(id)
	f.ok(f.DrawRound(ctx, allocation, id))
	f.ok(f.PublishRound(ctx, allocation, id))
	return f.round(id)
}

func (f *fixture) round(id homeward.RoundID) casework.RoundFile {
	f.t.Helper()
	r, err := f.ViewRound(f.t.Context(), allocation, id)
	f.ok(err)
	return r
}

// drawn opens, freezes and draws a round at once.
func (f *fixture) drawn() casework.RoundFile {
	f.t.Helper()
	id := f.open()
	f.freeze(id)
	return f.publish(id)
}

// offers of a published round that are open.
func offers(r casework.RoundFile) (out []homeward.Offer) {
	for _, e := range r.Entries {
		if e.Offer.ID != "" && e.Offer.Answer == "" {
			out = append(out, e.Offer)
		}
	}
	return out
}

func (f *fixture) members(id homeward.HouseholdID) (out []homeward.IndividualID) {
	f.t.Helper()
	c, err := f.ViewHousehold(f.t.Context(), registrar, id)
	f.ok(err)
	for _, m := range c.Members {
		out = append(out, m.ID)
	}
	return out
}

func (f *fixture) status(id homeward.HouseholdID) homeward.HouseholdStatus {
	f.t.Helper()
	c, err := f.ViewHousehold(f.t.Context(), registrar, id)
	f.ok(err)
	return c.Now.Status
}

// accepted makes one household with a dwelling it said yes to.
func (f *fixture) accepted(adults, minors int) homeward.HouseholdID {
	f.t.Helper()
	id := f.register(1, adults, minors)
	f.flats("1", 1)
	f.ok(f.AcceptOffer(f.t.Context(), allocation, offers(f.drawn())[0].ID))
	return id
}

func (f *fixture) planned(households ...homeward.HouseholdID) homeward.MovementID {
	f.t.Helper()
	m, err := f.PlanMovement(f.t.Context(), moving, casework.Plan{From: "masazir", To: "khojaly", DepartsOn: f.Today().Add(7), Vehicles: 1, Households: households})
	f.ok(err)
	return m.ID
}

// arrived takes a household to Khojaly.
func (f *fixture) arrived(adults, minors int) homeward.HouseholdID {
	f.t.Helper()
	ctx, id := f.t.Context(), f.accepted(adults, minors)
	mv, who := f.planned(id), f.members(id)
	f.ok(f.BriefMovement(ctx, moving, mv, []homeward.HouseholdID{id}))
	for i, p := range who {
		by := p
		if i >= adults {
			by = who[0]
		}
		f.ok(f.ConsentMovement(ctx, moving, mv, p, by))
	}
	f.ok(f.ManifestMovement(ctx, moving, mv))
	f.ok(f.DepartMovement(ctx, moving, mv, who))
	f.ok(f.ArriveMovement(ctx, moving, mv, who))
	return id
}

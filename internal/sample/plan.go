package sample

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/store"
)

// group is a number of households that are drawn, travel and get their keys together.
type group struct {
	name       string
	place      homeward.PlaceID
	homes      homeward.DwellingType
	households int
	people     int
	keys       time.Time // the day of the keys
	perFloor   int       // flats a floor
	convoyFrom homeward.PlaceID
	members    []casework.Registration
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// groups of the sample. The totals by place and day are those that were published (Ballija 157 and 743 by 21 April 2025;
// Khojaly 52 and 204, then 33 and 137 on 28 April 2025; Khankendi 36 and 162 on 21 January 2026); how the earlier ones
// came about in single convoys is invented.
var groups = []group{
	{name: "ballija-1", place: "ballija", homes: homeward.HouseType, households: 39, people: 185, keys: day(2024, 12, 18), convoyFrom: "gobu"},
	{name: "khojaly-1", place: "khojaly", homes: homeward.FlatType, households: 27, people: 106, keys: day(2024, 12, 27), perFloor: 9, convoyFrom: "masazir"},
	{name: "ballija-2", place: "ballija", homes: homeward.HouseType, households: 40, people: 190, keys: day(2025, 2, 3), convoyFrom: "gobu"},
	{name: "khojaly-2", place: "khojaly", homes: homeward.FlatType, households: 25, people: 98, keys: day(2025, 2, 26), perFloor: 5, convoyFrom: "masazir"},
	{name: "ballija-3", place: "ballija", homes: homeward.HouseType, households: 38, people: 180, keys: day(2025, 3, 14), convoyFrom: "gobu"},
	{name: "ballija-4", place: "ballija", homes: homeward.HouseType, households: 40, people: 188, keys: day(2025, 4, 21), convoyFrom: "gobu"},
	{name: "khojaly-3", place: "khojaly", homes: homeward.FlatType, households: 33, people: 137, keys: day(2025, 4, 28), perFloor: 9, convoyFrom: "masazir"},
	{name: "khankendi-1", place: "khankendi", homes: homeward.FlatType, households: 36, people: 162, keys: day(2026, 1, 21), perFloor: 9, convoyFrom: "gobu"},
}

const (
	programmeID = "great-return"
	policyID    = "az-great-return"
)

// plan lists every step in the order of time.
func plan() []step {
	m := newMaker(20250428)
	steps := []step{{at: day(2024, 9, 2).Add(8 * time.Hour), key: "adopt", run: adopt}}
	buildings := map[homeward.PlaceID]int{}
	for i := range groups {
		g := groups[i]
		g.fill(m)
		steps = append(steps, g.register()...)
		steps = append(steps, g.build(m.r, buildings)...)
		steps = append(steps, g.allocate()...)
		steps = append(steps, g.travel()...)
		steps = append(steps, g.handOver()...)
	}
	steps = append(steps, waiting(m, buildings)...)
	steps = append(steps, statements()...)
	steps = append(steps, money()...)
	return inOrder(steps)
}

func adopt(ctx context.Context, p *player) error {
	return p.once(homeward.RoleAllocation, "adopt", func(a homeward.Actor) error {
		text, err := policyText()
		if err != nil {
			return err
		}
		return p.house.AdoptProgramme(ctx, a, homeward.Adoption{ID: programmeID, Area: homeward.Programme, PolicyID: policyID, PolicyText: text,
			ValidFrom: homeward.NewDate(2022, time.November, 16)})
	})
}

// fill makes the group's households.
func (g *group) fill(m *maker) {
	on := g.keys.AddDate(0, 0, -70)
	from := origins[g.place]
	for i, n := range sizes(m.r, g.households, g.people) {
		// Households are registered over three weeks.
		at := on.AddDate(0, 0, i%21)
		name := g.householdName(i)
		in := m.household(n, from, homeward.DateOf(at), func(k int) homeward.IndividualID {
			return id[homeward.IndividualID]("in", fmt.Sprintf("%s/%d", name, k), at)
		})
		in.ID = id[homeward.HouseholdID]("hh", name, at)
		if i == 0 && g.homes == homeward.FlatType {
			in.Members[0].Needs, in.Members[0].StepFree = []string{"DS-PM"}, true
		}
		g.members = append(g.members, in)
	}
}

func (g *group) householdName(i int) string { return fmt.Sprintf("%s/%d", g.name, i) }

func (g *group) register() []step {
	var out []step
	for _, in := range g.members {
		out = append(out, registration(in))
	}
	return out
}

// registration registers a household. A question that is only a coincidence of names is answered by the registrar.
func registration(in casework.Registration) step {
	key := "register/" + string(in.ID)
	return step{at: in.RegisteredOn.Time().Add(9 * time.Hour), key: key, run: func(ctx context.Context, p *player) error {
		var told casework.Registered
		err := p.once(homeward.RoleRegistrar, key, func(a homeward.Actor) (err error) {
			told, err = p.house.RegisterHousehold(ctx, a, in)
			return err
		})
		if err == nil && told.ID == "" { // registered before a stop; the answers may have been missed
			told.Questions, err = p.openQuestions(ctx, in.ID)
		}
		if err != nil {
			return err
		}
		for _, q := range told.Questions {
			if slices.Contains(reallyDoubles, q.OneID) && slices.Contains(reallyDoubles, q.OtherID) {
				continue
			}
			err := p.once(homeward.RoleRegistrar, "answer/"+string(q.ID), func(a homeward.Actor) error {
				return p.house.DecideQuestion(ctx, a, q.ID, homeward.DifferentPeople)
			})
			if err != nil {
				return err
			}
		}
		return nil
	}}
}

func (p *player) openQuestions(ctx context.Context, id homeward.HouseholdID) (out []homeward.Question, err error) {
	err = p.house.DB.List(ctx, p.actors[homeward.RoleRegistrar], homeward.RegisterList, func(tx *store.Tx) error {
		c, err := tx.Case(ctx, id)
		out = c.Questions
		return err
	})
	return out, err
}

// build adds the group's homes: exactly as many of each size as its households need.
func (g *group) build(r *rand.Rand, buildings map[homeward.PlaceID]int) []step {
	at := g.keys.AddDate(0, 0, -60).Add(10 * time.Hour)
	var rooms []int
	var stepFree []int // rooms of dwellings that must be without steps
	for _, in := range g.members {
		n := roomsFor(g.homes, len(in.Members))
		rooms = append(rooms, n)
		if slices.ContainsFunc(in.Members, func(m casework.Registrant) bool { return m.StepFree }) {
			stepFree = append(stepFree, n)
		}
	}
	r.Shuffle(len(rooms), func(i, j int) { rooms[i], rooms[j] = rooms[j], rooms[i] })
	if g.homes == homeward.FlatType {
		// The ground floor, which is step-free, gets the sizes that are needed there.
		for k, n := range stepFree {
			i := slices.Index(rooms[k:], n) + k
			rooms[k], rooms[i] = rooms[i], rooms[k]
		}
		buildings[g.place]++
		return []step{block(at, g.name, g.place, itoa(buildings[g.place]), rooms, g.perFloor)}
	}
	var out []step
	for i, n := range rooms {
		buildings[g.place]++
		name := itoa(buildings[g.place])
		b := casework.NewBuilding{Building: homeward.Building{ID: id[homeward.BuildingID]("bd", fmt.Sprintf("%s/%d", g.name, i), at), Place: g.place,
			Name: name, Kind: homeward.House, Floors: 1}, Ready: homeward.Components}
		b.Dwellings = []homeward.Dwelling{{ID: id[homeward.DwellingID]("dw", fmt.Sprintf("%s/%d", g.name, i), at), Number: name, Type: homeward.HouseType,
			Floor: 1, Rooms: n, AreaM2: float64(38 + 22*n), Accessible: true}}
		out = append(out, building(at.Add(time.Duration(i)*time.Minute), b, homeward.Reduced))
	}
	return out
}

// block is a building of flats with these rooms, door by door from the ground floor up; its ground floor is step-free.
func block(at time.Time, name string, place homeward.PlaceID, wall string, rooms []int, perFloor int) step {
	b := flats(at, name, place, wall, rooms, perFloor)
	return building(at, b, homeward.Cleared)
}

func flats(at time.Time, name string, place homeward.PlaceID, wall string, rooms []int, perFloor int) casework.NewBuilding {
	b := casework.NewBuilding{Building: homeward.Building{ID: id[homeward.BuildingID]("bd", name, at), Place: place, Name: wall, Kind: homeward.Block,
		Floors: (len(rooms) + perFloor - 1) / perFloor}, Ready: homeward.Components}
	for i, n := range rooms {
		b.Dwellings = append(b.Dwellings, homeward.Dwelling{ID: id[homeward.DwellingID]("dw", fmt.Sprintf("%s/%d", name, i), at), Number: itoa(i + 1),
			Type: homeward.FlatType, Floor: 1 + i/perFloor, Rooms: n, AreaM2: float64(24 + 18*n), Accessible: i < perFloor})
	}
	return b
}

// building adds a building and, unless finding is empty, what was found about its ground.
func building(at time.Time, b casework.NewBuilding, finding homeward.Finding) step {
	key := "building/" + string(b.ID)
	return step{at: at, key: key, run: func(ctx context.Context, p *player) error {
		if err := p.once(homeward.RoleHousing, key, func(a homeward.Actor) error {
			_, err := p.house.AddDwelling(ctx, a, b)
			return err
		}); err != nil || finding == "" {
			return err
		}
		return p.once(homeward.RoleHousing, "ground/"+string(b.ID), func(a homeward.Actor) error {
			return p.house.RecordGround(ctx, a, homeward.GroundFinding{BuildingID: b.ID, Finding: finding,
				Document: "CR-" + itoa(at.Year()) + "-" + b.Name, Organisation: "Mine action authority (sample)"})
		})
	}}
}

package allotment

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"homeward"
)

// Files are the lists of an allotment as CSV, and what is needed to read them.
//
// Households: id, size; and, where they matter, min_category (rooms, overrides the norm), accessible, vulnerability
// (index into the class values, the highest goes first) or class (rank, 1 goes first), pref1, pref2, …, kin (number of
// the group, below 0 for none) or group (any text). Dwellings: id, settlement, category or rooms; and type, accessible,
// ready (yes or no, or the day from which it is), held (why it may not be given), building, door. Capacity: settlement,
// people.
type Files struct {
	HouseholdsName, DwellingsName, CapacityName string
	Households, Dwellings, Capacity             []byte

	Rules         Rules
	ClassValue    []int64       // by vulnerability, or by class where the file has classes
	MaxSpareRooms int           // rooms that a home may have above the norm
	On            homeward.Date // homes that are ready later do not take part; zero: only yes counts
	// Norm says how many rooms a number of people gets in a dwelling type; ok is false where no norm covers them.
	Norm func(people int, dwellingType string) (rooms int, ok bool)
	// Ticket orders households of one rank and the dwellings of one type; see Tickets.
	Ticket func(ids []string, noun string) []uint64
}

// Register is what was read: the input with its households in order of line, and the dwellings that take part.
type Register struct {
	Input     *Input
	Dwellings []Dwelling
	// Listed counts the dwellings of the file; NotReady and Held those that do not take part.
	Listed, NotReady, Held int
	// Unserved are settlements that households wish for where no dwelling lies.
	Unserved []homeward.PlaceID

	ticket func(ids []string, noun string) []uint64
}

// Dwelling is one home that takes part.
type Dwelling struct {
	ID       string
	Type     int32
	Building string
	Door     int32 // order within the building, 0 where unknown
}

const (
	mostPeople = 100
	mostRooms  = 50
)

// reader holds what is gathered while the files are read.
type reader struct {
	*Files
	places *names
	kinds  *names
	strata map[Stratum]int32
	needs  map[needKey]int32
	out    *Register
	in     *Input
	wishes wishTable
	named  map[int32]wished
}

type needKey struct {
	people, rooms int32 // one of them is 0
}

// wished is where a settlement without dwellings was first wished for, and by how many.
type wished struct {
	row   int
	col   string
	count int
}

// Read reads and checks the files. The first thing that is wrong is returned with its row and reason.
func (f *Files) Read() (*Register, error) {
	r := &reader{
		Files: f, places: newNames(), kinds: newNames(), strata: map[Stratum]int32{}, needs: map[needKey]int32{},
		out: &Register{Input: &Input{Rules: f.Rules}}, wishes: wishTable{slots: make([]int32, 1024)}, named: map[int32]wished{},
	}
	r.in = r.out.Input
	if err := r.readDwellings(); err != nil {
		return nil, err
	}
	homes := len(r.places.list)
	if err := r.readHouseholds(); err != nil {
		return nil, err
	}
	if err := r.checkWishes(homes); err != nil {
		return nil, err
	}
	for _, id := range r.places.list {
		r.in.Settlements = append(r.in.Settlements, Settlement{ID: homeward.PlaceID(id), People: -1})
	}
	if err := r.readCapacity(); err != nil {
		return nil, err
	}
	r.allow()
	r.lineUp()
	r.sortTypes()
	r.out.ticket = f.Ticket
	return r.out, nil
}

// dwellingColumns are where the columns of the dwellings file stand; -1 for absent.
type dwellingColumns struct {
	id, settlement, rooms, kind, accessible, ready, held, building, door int
}

func (r *reader) readDwellings() error {
	t, err := openTable(r.DwellingsName, r.Dwellings, "id", "settlement")
	if err != nil {
		return err
	}
	c := dwellingColumns{
		id: t.column("id"), settlement: t.column("settlement"), rooms: t.column("category", "rooms"), kind: t.column("type", "kind"),
		accessible: t.column("accessible"), ready: t.column("ready"), held: t.column("held"), building: t.column("building"),
		door: t.column("door"),
	}
	if c.rooms < 0 {
		return homeward.Errorf(homeward.Invalid, "allotment.column_missing", "File", r.DwellingsName, "Column", "rooms").
			WithHint("allotment.column_missing_hint", "Columns", "id, settlement, rooms")
	}
	seen := newIDSet(t.about)
	typeOf := map[homeType]int32{}
	r.out.Dwellings = make([]Dwelling, 0, t.about)
	for {
		if err := t.next(); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		r.out.Listed++
		d := Dwelling{ID: t.field(c.id)}
		if err := seen.add(t, c.id, d.ID); err != nil {
			return err
		}
		h, err := r.readHomeType(t, c)
		if err != nil {
			return err
		}
		takesPart, err := r.takesPart(t, c.ready, c.held)
		if err != nil {
			return err
		}
		if err := readAddress(t, c, &d); err != nil {
			return err
		}
		if !takesPart {
			continue
		}
		number, ok := typeOf[h]
		if !ok {
			number = int32(len(r.in.Types))
			typeOf[h] = number
			r.in.Types = append(r.in.Types, Type{Stratum: int(h.stratum), Accessible: h.accessible})
		}
		r.in.Types[number].Homes++
		d.Type = number
		r.out.Dwellings = append(r.out.Dwellings, d)
	}
	if r.out.Listed == 0 {
		return homeward.Errorf(homeward.Invalid, "allotment.file_empty", "File", r.DwellingsName).WithHint("allotment.file_empty_hint")
	}
	return nil
}

func (r *reader) readHomeType(t *table, c dwellingColumns) (h homeType, err error) {
	place := t.field(c.settlement)
	if place == "" {
		return h, t.bad(c.settlement, "empty")
	}
	s := Stratum{Settlement: int(r.places.of(place))}
	if s.Rooms, err = t.number(c.rooms, 1, mostRooms); err != nil {
		return h, err
	}
	if c.kind >= 0 {
		s.Kind = r.kinds.list[r.kinds.of(t.field(c.kind))]
	}
	h.stratum = r.stratum(s)
	if c.accessible >= 0 {
		h.accessible, err = t.yes(c.accessible)
	}
	return h, err
}

func readAddress(t *table, c dwellingColumns, d *Dwelling) error {
	if c.building >= 0 {
		d.Building = t.field(c.building)
	}
	if c.door >= 0 && t.field(c.door) != "" {
		n, err := t.number(c.door, 0, 1<<30)
		d.Door = int32(n)
		return err
	}
	return nil
}

type homeType struct {
	stratum    int32
	accessible bool
}

func (r *reader) stratum(s Stratum) int32 {
	n, ok := r.strata[s]
	if !ok {
		n = int32(len(r.in.Strata))
		r.strata[s] = n
		r.in.Strata = append(r.in.Strata, s)
	}
	return n
}

// takesPart says whether a dwelling can be given: nothing holds it, and it is ready on the day.
func (r *reader) takesPart(t *table, ready, held int) (bool, error) {
	if held >= 0 {
		switch strings.ToLower(t.field(held)) {
		case "", "no", "false", "0":
		default:
			r.out.Held++
			return false, nil
		}
	}
	if ready < 0 {
		return true, nil
	}
	if f := t.field(ready); len(f) == len("2006-01-02") {
		day, err := homeward.ParseDate(f)
		if err != nil {
			return false, t.bad(ready, "ready")
		}
		if !r.On.IsZero() && !r.On.Before(day) {
			return true, nil
		}
		r.out.NotReady++
		return false, nil
	}
	yes, err := t.yes(ready)
	if err != nil {
		return false, t.bad(ready, "ready")
	}
	if !yes {
		r.out.NotReady++
	}
	return yes, nil
}

// householdColumns are where the columns of the households file stand; -1 for absent.
type householdColumns struct {
	id, size, minimum, accessible, vulnerability, class, kin, group, origin int

	wishes []int
}

func columnsOf(t *table) householdColumns {
	c := householdColumns{
		id: t.column("id"), size: t.column("size"), minimum: t.column("min_category"), accessible: t.column("accessible"),
		vulnerability: t.column("vulnerability"), class: t.column("class"), kin: t.column("kin"), group: t.column("group"),
		origin: t.column("origin"),
	}
	for n := 1; ; n++ {
		at := t.column("pref"+strconv.Itoa(n), "wish"+strconv.Itoa(n))
		if at < 0 {
			return c
		}
		c.wishes = append(c.wishes, at)
	}
}

func (r *reader) readHouseholds() error {
	t, err := openTable(r.HouseholdsName, r.Households, "id", "size")
	if err != nil {
		return err
	}
	c := columnsOf(t)
	r.in.Rules.ClassValue = slices.Clone(r.ClassValue)
	if c.class < 0 || c.vulnerability >= 0 { // listed by vulnerability, where the highest is the first in line
		slices.Reverse(r.in.Rules.ClassValue)
	}
	seen, groups, origins := newIDSet(t.about), newNames(), newNames()
	var wishes []int32
	r.in.Households = make([]Household, 0, t.about)
	for {
		if err := t.next(); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		h := Household{ID: t.field(c.id), Group: NoGroup}
		if err := seen.add(t, c.id, h.ID); err != nil {
			return err
		}
		if err := r.readSize(t, c, &h); err != nil {
			return err
		}
		if err := r.readClass(t, c, &h); err != nil {
			return err
		}
		if wishes, err = r.readWishes(t, c, wishes[:0]); err != nil {
			return err
		}
		h.Wishes = r.wishes.lists[r.wishes.keep(wishes)]
		if c.accessible >= 0 {
			if h.Accessible, err = t.yes(c.accessible); err != nil {
				return err
			}
		}
		switch {
		case c.kin >= 0:
			if k := t.field(c.kin); k != "" && k[0] != '-' {
				h.Group = groups.of(k)
			}
		case c.group >= 0 && t.field(c.group) != "":
			h.Group = groups.of(t.field(c.group))
		}
		if c.origin >= 0 {
			h.Origin = origins.of(t.field(c.origin))
		}
		r.in.Households = append(r.in.Households, h)
	}
	for _, id := range origins.list {
		r.in.Origins = append(r.in.Origins, homeward.PlaceID(id))
	}
	if len(r.in.Households) == 0 {
		return homeward.Errorf(homeward.Invalid, "allotment.file_empty", "File", r.HouseholdsName).WithHint("allotment.file_empty_hint")
	}
	return nil
}

// readSize reads the people of a household and what the norm gives them.
func (r *reader) readSize(t *table, c householdColumns, h *Household) error {
	n, err := t.number(c.size, 1, mostPeople)
	if err != nil {
		return err
	}
	h.People = int32(n)
	k := needKey{people: h.People}
	if c.minimum >= 0 && t.field(c.minimum) != "" {
		rooms, err := t.number(c.minimum, 1, mostRooms)
		if err != nil {
			return err
		}
		k = needKey{rooms: int32(rooms)}
	}
	number, ok := r.needs[k]
	if !ok {
		if k.rooms == 0 && !r.covered(n) {
			return t.bad(c.size, "no_norm")
		}
		number = int32(len(r.in.Needs))
		r.needs[k] = number
		r.in.Needs = append(r.in.Needs, Need{Rooms: int(k.rooms)})
	}
	h.Need = number
	return nil
}

// covered says whether the norm knows so many people in any type of dwelling.
func (r *reader) covered(people int) bool {
	for _, kind := range append(slices.Clone(r.kinds.list), "") {
		if _, ok := r.Norm(people, kind); ok {
			return true
		}
	}
	return false
}

func (r *reader) readClass(t *table, c householdColumns, h *Household) error {
	switch {
	case c.vulnerability >= 0:
		most := len(r.ClassValue) - 1
		if most < 0 {
			most = 1000
		}
		v, err := t.number(c.vulnerability, 0, most)
		if err != nil {
			return err
		}
		h.Rank = int32(most - v)
	case c.class < 0:
		h.Rank = int32(max(len(r.ClassValue)-1, 0))
	default:
		most := len(r.ClassValue)
		if most == 0 {
			most = 1000
		}
		v, err := t.number(c.class, 1, most)
		if err != nil {
			return err
		}
		h.Rank = int32(v - 1)
	}
	return nil
}

// readWishes reads the wish list; a settlement named twice counts once.
func (r *reader) readWishes(t *table, c householdColumns, list []int32) ([]int32, error) {
	for _, at := range c.wishes {
		f := t.field(at)
		if f == "" {
			continue
		}
		known := len(r.places.list)
		s := r.places.of(f)
		if int(s) >= known || r.named[s].count > 0 {
			w := r.named[s]
			if w.count == 0 {
				w.row, w.col = t.row, t.names[at]
			}
			w.count++
			r.named[s] = w
		}
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list, nil
}

// checkWishes refuses a settlement that stands nowhere else in both files: it is most likely misspelt. One that several
// households wish for and no dwelling lies in is real, only without homes in this round. Settlements by number count as
// known up to twice the highest number that has a dwelling, so that small generated files can be read.
func (r *reader) checkWishes(withHomes int) error {
	highest := -1
	for _, id := range r.places.list[:withHomes] {
		if n, err := strconv.Atoi(id); err == nil {
			highest = max(highest, n)
		}
	}
	for s := withHomes; s < len(r.places.list); s++ {
		id := r.places.list[s]
		w := r.named[int32(s)]
		n, err := strconv.Atoi(id)
		if w.count == 1 && (err != nil || n < 0 || n > 2*highest) {
			return rowError(r.HouseholdsName, w.row, w.col, "unknown_settlement", "Value", id)
		}
		r.out.Unserved = append(r.out.Unserved, homeward.PlaceID(id))
	}
	return nil
}

func (r *reader) readCapacity() error {
	if r.Capacity == nil {
		return nil
	}
	t, err := openTable(r.CapacityName, r.Capacity, "settlement", "people")
	if err != nil {
		return err
	}
	settlement, people := t.column("settlement"), t.column("people")
	seen := map[int32]int{}
	for {
		if err := t.next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		s, ok := r.places.number[t.field(settlement)]
		if !ok {
			return t.bad(settlement, "unknown_settlement")
		}
		if first, twice := seen[s]; twice {
			return t.bad(settlement, "twice", "First", first)
		}
		seen[s] = t.row
		if r.in.Settlements[s].People, err = t.number(people, 0, 1<<30); err != nil {
			return err
		}
	}
}

// allow lists the strata of each need: those of the norm's rooms, or up to the spare rooms above.
func (r *reader) allow() {
	for k, n := range r.needs {
		need := &r.in.Needs[n]
		for at, s := range r.in.Strata {
			rooms, ok := int(k.rooms), true
			if k.rooms == 0 {
				rooms, ok = r.Norm(int(k.people), s.Kind)
				need.Rooms = max(need.Rooms, rooms)
			}
			if spare := s.Rooms - rooms; ok && spare >= 0 && spare <= r.MaxSpareRooms {
				need.Allowed = append(need.Allowed, Allowed{at, spare})
			}
		}
	}
}

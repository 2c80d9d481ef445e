package casework

import (
	"cmp"
	"context"
	"slices"

	"homeward"
	"homeward/draw"
	"homeward/internal/disclosure"
	"homeward/internal/store"
)

// Overview is the first page an officer sees: how far everybody is, what blocks what, and what waits for somebody.
type Overview struct {
	Day     homeward.Date
	Status  map[homeward.HouseholdStatus]homeward.Count
	Places  []PlaceOverview // those with households or dwellings, in the order of their slugs
	Homes   map[homeward.DwellingState]int
	Blocks  []Block
	Totals  store.Totals
	Rounds  []store.RoundRow
	Moves   []store.MovementRow
	Waiting homeward.Count // registered and not settled
}

// PlaceOverview is one settlement.
type PlaceOverview struct {
	Place   homeward.PlaceID
	Settled homeward.Count
	Waiting homeward.Count
	Homes   map[homeward.DwellingState]int
}

// Block is one thing that keeps homes from being given, with how many it keeps.
type Block struct {
	Key       string // refusal key
	Component homeward.Component
	Place     homeward.PlaceID
	Homes     int
}

// Overview is limited to the actor's areas.
func (h *House) Overview(ctx context.Context, actor homeward.Actor) (o Overview, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		o = Overview{Day: tx.Today(), Status: map[homeward.HouseholdStatus]homeward.Count{}, Homes: map[homeward.DwellingState]int{}}
		places := map[homeward.PlaceID]*PlaceOverview{}
		at := func(p homeward.PlaceID) *PlaceOverview {
			if places[p] == nil {
				places[p] = &PlaceOverview{Place: p, Homes: map[homeward.DwellingState]int{}}
			}
			return places[p]
		}
		counts, err := tx.StatusCounts(ctx)
		if err != nil {
			return err
		}
		for _, c := range counts {
			n := homeward.Count{Households: c.Households, Individuals: c.Individuals}
			o.Status[c.Status] = add(o.Status[c.Status], n)
			switch c.Status {
			case homeward.HouseholdSettled:
				at(c.Area).Settled = add(at(c.Area).Settled, n)
			case homeward.HouseholdEnded:
			default:
				at(c.Area).Waiting = add(at(c.Area).Waiting, n)
				o.Waiting = add(o.Waiting, n)
			}
		}
		homes, err := tx.AllHomes(ctx)
		if err != nil {
			return err
		}
		for _, x := range homes {
			o.Homes[x.State()]++
			at(x.Place).Homes[x.State()]++
		}
		o.Blocks = blocks(homes)
		for _, p := range places {
			o.Places = append(o.Places, *p)
		}
		slices.SortFunc(o.Places, func(a, b PlaceOverview) int { return cmp.Compare(a.Place, b.Place) })
		return h.overviewLists(ctx, tx, &o)
	})
	return o, err
}

func (h *House) overviewLists(ctx context.Context, tx *store.Tx, o *Overview) (err error) {
	if o.Totals, err = tx.Totals(ctx); err != nil {
		return err
	}
	if o.Rounds, err = tx.Rounds(ctx); err != nil {
		return err
	}
	o.Moves, err = tx.Movements(ctx)
	return err
}

func add(a, b homeward.Count) homeward.Count {
	return homeward.Count{Households: a.Households + b.Households, Individuals: a.Individuals + b.Individuals}
}

// blocks counts what keeps homes from being given, the most frequent first. A home held by two things counts for both.
func blocks(homes []homeward.Home) []Block {
	type key struct {
		key       string
		component homeward.Component
		place     homeward.PlaceID
	}
	counts := map[key]int{}
	for _, x := range homes {
		if x.HandedOver {
			continue
		}
		for _, r := range x.Blocked() {
			k := key{r.Key, "", x.Place}
			if r.Key == "home_not_ready" {
				k.component = homeward.Component(r.Who)
			}
			counts[k]++
		}
	}
	var out []Block
	for k, n := range counts {
		out = append(out, Block{Key: k.key, Component: k.component, Place: k.place, Homes: n})
	}
	slices.SortFunc(out, func(a, b Block) int {
		return cmp.Or(cmp.Compare(b.Homes, a.Homes), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Component, b.Component), cmp.Compare(a.Place, b.Place))
	})
	return out
}

// Settlement is a settlement's buildings with their dwellings. Who lives where is not in it.
type Settlement struct {
	Place     homeward.PlaceID
	Buildings []BuildingView
	Homes     map[homeward.DwellingState]int
	Settled   homeward.Count
}

// BuildingView is one building, its dwellings in the order of their doors.
type BuildingView struct {
	homeward.Building
	Ground homeward.Ground
	Homes  []homeward.Home
}

// Floors groups the dwellings of a building by floor, the top floor first.
func (b BuildingView) Floors() [][]homeward.Home {
	by := map[int][]homeward.Home{}
	var floors []int
	for _, x := range b.Homes {
		if by[x.Floor] == nil {
			floors = append(floors, x.Floor)
		}
		by[x.Floor] = append(by[x.Floor], x)
	}
	slices.Sort(floors)
	slices.Reverse(floors)
	var out [][]homeward.Home
	for _, f := range floors {
		out = append(out, by[f])
	}
	return out
}

// ViewSettlement shows a settlement.
func (h *House) ViewSettlement(ctx context.Context, actor homeward.Actor, place homeward.PlaceID) (s Settlement, err error) {
	if err := h.knownPlace(place); err != nil {
		return s, homeward.Errorf(homeward.NotFound, "error.not_found", "Noun", homeward.T("noun.place"))
	}
	err = h.read(ctx, actor, homeward.HomeView, homeward.Subject{Noun: "dwelling", Area: place}, func(tx *store.Tx) error {
		s = Settlement{Place: place, Homes: map[homeward.DwellingState]int{}}
		homes, err := tx.Homes(ctx, place)
		if err != nil {
			return err
		}
		for _, x := range homes {
			s.Homes[x.State()]++
			if n := len(s.Buildings); n == 0 || s.Buildings[n-1].ID != x.BuildingID {
				s.Buildings = append(s.Buildings, BuildingView{Building: x.Building, Ground: x.Ground})
			}
			b := &s.Buildings[len(s.Buildings)-1]
			b.Homes = append(b.Homes, x)
		}
		figures, err := h.figures(ctx, tx)
		for _, p := range figures.Settled {
			if p.Place == place {
				s.Settled = p.Total
			}
		}
		return err
	})
	return s, err
}

// ViewHome shows one dwelling: its state, and what stands in the way of giving it.
func (h *House) ViewHome(ctx context.Context, actor homeward.Actor, id homeward.DwellingID) (home homeward.Home, err error) {
	err = h.read(ctx, actor, homeward.HomeView, homeward.Subject{Noun: "dwelling", ID: string(id)}, func(tx *store.Tx) error {
		home, err = tx.Home(ctx, id)
		return err
	})
	return home, err
}

// Adoptions lists the rules in force, for anybody who is signed in.
func (h *House) Adoptions(ctx context.Context, actor homeward.Actor) (out []homeward.Adoption, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		out, err = tx.Adoptions(ctx)
		return err
	})
	return out, err
}

// RoundFile is a round as its page shows it: public numbers, no names.
type RoundFile struct {
	homeward.Round
	Entries    []RoundEntry // by number
	Dwellings  []RoundHome
	Held       []homeward.Held
	Strata     []StratumCount
	Commitment string
	Closing    string
	Seal       string
	Report     draw.Report // of a drawn round: what verifying the bundle says
	Allocated  int
}

// RoundEntry is one line of the list of entries.
type RoundEntry struct {
	homeward.Entry
	Reason   homeward.Text
	Dwelling homeward.DwellingID // given by the draw, or later as next in line; empty while it waits
	Building string
	Door     string
	Offer    homeward.Offer // of Dwelling; zero before it is made
	Passed   bool           // it was given a dwelling and did not take it
}

// RoundHome is one dwelling of a round.
type RoundHome struct {
	homeward.RoundDwelling
	Home homeward.Home
}

// ViewRound shows a round: once it is committed to everybody, before that to those who work where it gives homes.
func (h *House) ViewRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID) (f RoundFile, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		f = RoundFile{}
		if f.Round, err = tx.Round(ctx, id); err != nil {
			return err
		}
		if s := f.Stage(); s != homeward.RoundPublished && s != homeward.RoundCommitted {
			if actor.User == "" {
				return homeward.Errorf(homeward.NotFound, "round.not_published")
			}
			if err := tx.Within(ctx, round(id)); err != nil {
				return err
			}
		}
		return h.fillRound(ctx, tx, &f)
	})
	f.Secret = "" // stays inside, also from pages
	return f, err
}

func (h *House) fillRound(ctx context.Context, tx *store.Tx, f *RoundFile) error {
	held, err := tx.Held(ctx, f.ID)
	if err != nil {
		return err
	}
	f.Held = held
	if f.Bundle == "" {
		return nil
	}
	b, err := draw.Decode([]byte(f.Bundle))
	if err != nil {
		return drawError(err)
	}
	f.Commitment, f.Closing, f.Seal = b.Commitment, b.Closing, b.Seal
	if !f.DrawnAt.IsZero() {
		f.Report = draw.Verify([]byte(f.Bundle))
	}
	homes, err := tx.Homes(ctx, f.Place)
	if err != nil {
		return err
	}
	home := map[homeward.DwellingID]homeward.Home{}
	for _, x := range homes {
		home[x.ID] = x
	}
	ds, err := tx.RoundDwellings(ctx, f.ID)
	if err != nil {
		return err
	}
	for _, d := range ds {
		f.Dwellings = append(f.Dwellings, RoundHome{d, home[d.DwellingID]})
	}
	es, err := tx.Entries(ctx, f.ID)
	if err != nil {
		return err
	}
	p := Preview{Entries: es}
	for _, d := range f.Dwellings {
		p.Dwellings = append(p.Dwellings, d.Home)
	}
	f.Strata = p.Strata()
	return h.fillEntries(ctx, tx, f, es, home)
}

func (h *House) fillEntries(ctx context.Context, tx *store.Tx, f *RoundFile, es []homeward.Entry, home map[homeward.DwellingID]homeward.Home) error {
	reasons, _, err := answers(ctx, tx, f.Round)
	if err != nil {
		return err
	}
	as, err := tx.Allocations(ctx, f.ID)
	if err != nil {
		return err
	}
	os, err := tx.OffersOfRound(ctx, f.ID)
	if err != nil {
		return err
	}
	offer := map[homeward.AllocationID]homeward.Offer{}
	for _, o := range os {
		offer[o.AllocationID] = o
	}
	given := map[homeward.EntryID]homeward.Allocation{}
	for _, a := range as {
		given[a.EntryID] = a
		if a.EndedAt.IsZero() {
			f.Allocated++
		}
	}
	for _, e := range es {
		r := RoundEntry{Entry: e, Reason: reasons[string(e.ID)]}
		if a, ok := given[e.ID]; ok {
			x := home[a.DwellingID]
			r.Dwelling, r.Building, r.Door, r.Offer, r.Passed = a.DwellingID, x.Building.Name, x.Number, offer[a.ID], !a.EndedAt.IsZero()
		}
		f.Entries = append(f.Entries, r)
	}
	return nil
}

// answers gives every entry of a round its answer: the words of the draw, and for one that moved up later those of its
// allocation. given says who was given a dwelling.
func answers(ctx context.Context, tx *store.Tx, r homeward.Round) (reasons map[string]homeward.Text, given map[homeward.EntryID]bool, err error) {
	reasons, given = map[string]homeward.Text{}, map[homeward.EntryID]bool{}
	if r.DrawnAt.IsZero() {
		return reasons, given, nil
	}
	b, err := draw.Decode([]byte(r.Bundle))
	if err != nil {
		return nil, nil, drawError(err)
	}
	reasons = reasonsOf(b)
	as, err := tx.Allocations(ctx, r.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range as {
		reasons[string(a.EntryID)], given[a.EntryID] = a.Reason, true
	}
	return reasons, given, nil
}

// ListRounds lists rounds in the actor's areas, newest first.
func (h *House) ListRounds(ctx context.Context, actor homeward.Actor) (out []store.RoundRow, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		out, err = tx.Rounds(ctx)
		return err
	})
	return out, err
}

// OfferFile is one offer with the household and the dwelling it is about.
type OfferFile struct {
	homeward.Offer
	Case   store.Case
	Home   homeward.Home
	Reason homeward.Text
	Round  homeward.RoundID
}

// ViewOffer shows an offer.
func (h *House) ViewOffer(ctx context.Context, actor homeward.Actor, id homeward.OfferID) (f OfferFile, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		f = OfferFile{}
		if err := tx.Within(ctx, homeward.Subject{Noun: "offer", ID: string(id)}); err != nil {
			return err
		}
		if f.Offer, err = tx.Offer(ctx, id); err != nil {
			return err
		}
		if f.Case, err = tx.Case(ctx, f.HouseholdID); err != nil {
			return err
		}
		if f.Home, err = tx.Home(ctx, f.DwellingID); err != nil {
			return err
		}
		a, err := tx.Allocation(ctx, f.AllocationID)
		f.Reason, f.Round = a.Reason, a.RoundID
		return err
	})
	return f, err
}

// ListMovements lists movements in the actor's areas, newest first.
func (h *House) ListMovements(ctx context.Context, actor homeward.Actor) (out []store.MovementRow, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		out, err = tx.Movements(ctx)
		return err
	})
	return out, err
}

// ViewMovement shows a movement with everybody on it.
func (h *House) ViewMovement(ctx context.Context, actor homeward.Actor, id homeward.MovementID) (j Journey, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		if err := tx.Within(ctx, movement(id)); err != nil {
			return err
		}
		m, err := tx.Movement(ctx, id)
		if err != nil {
			return err
		}
		j, err = h.journey(ctx, tx, m)
		return err
	})
	return j, err
}

// ReadyToTravel lists the households that have accepted a dwelling in a settlement and have no seats yet.
func (h *House) ReadyToTravel(ctx context.Context, actor homeward.Actor, place homeward.PlaceID) (out []store.Case, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		out, err = tx.CasesOf(ctx, place, homeward.HouseholdAccepted)
		return err
	})
	return out, err
}

// ListHandovers lists who has arrived, those without keys first.
func (h *House) ListHandovers(ctx context.Context, actor homeward.Actor, limit int) (out []store.HandoverRow, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		out, err = tx.Handovers(ctx, limit)
		return err
	})
	return out, err
}

// HandoverFile is a handover, or before its act the household that has arrived.
type HandoverFile struct {
	homeward.Handover
	Case    store.Case
	Home    homeward.Home
	Meters  []homeward.MeterReading
	Defects []homeward.Defect
}

// ViewHandover shows the handover of a household that has arrived; the act may not be made yet.
func (h *House) ViewHandover(ctx context.Context, actor homeward.Actor, id homeward.HouseholdID) (f HandoverFile, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		f = HandoverFile{}
		if err := tx.Within(ctx, homeward.Subject{Noun: "home", ID: string(id)}); err != nil {
			return err
		}
		if f.Case, err = tx.Case(ctx, id); err != nil {
			return err
		}
		if f.Case.Now.DwellingID == "" {
			return homeward.Errorf(homeward.NotFound, "error.not_found", "Noun", homeward.T("noun.handover"))
		}
		if f.Home, err = tx.Home(ctx, f.Case.Now.DwellingID); err != nil {
			return err
		}
		if f.Case.Now.HandoverID == "" {
			return nil
		}
		if f.Handover, err = tx.Handover(ctx, f.Case.Now.HandoverID); err != nil {
			return err
		}
		if f.Meters, err = tx.Meters(ctx, f.Handover.ID); err != nil {
			return err
		}
		f.Defects, err = tx.Defects(ctx, f.Handover.ID)
		return err
	})
	return f, err
}

// ActOf is the paper of a handover in a language: the one that was signed where it is that one, else a translation made
// from the same record.
func (h *House) ActOf(ctx context.Context, actor homeward.Actor, id homeward.HandoverID, lang string) (doc homeward.Document, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		if err := tx.Within(ctx, handover(id)); err != nil {
			return err
		}
		ho, err := tx.Handover(ctx, id)
		if err != nil {
			return err
		}
		doc, err = tx.DocumentOf(ctx, "act", string(id), lang)
		if homeward.KindOf(err) != homeward.NotFound {
			return err
		}
		c, err := tx.Case(ctx, ho.HouseholdID)
		if err != nil {
			return err
		}
		home, err := tx.Home(ctx, ho.DwellingID)
		if err != nil {
			return err
		}
		meters, err := tx.Meters(ctx, id)
		if err != nil {
			return err
		}
		defects, err := tx.Defects(ctx, id)
		if err != nil {
			return err
		}
		doc, err = h.act(ho.AcceptedAt, "", []string{lang}, ho, c, home, meters, defects)
		return err
	})
	return doc, err
}

// PublicFigures is what everybody may see: settled households and people by place, with small cells withheld, and the
// published figures beside them.
type PublicFigures struct {
	Day        homeward.Date
	Places     []homeward.PlaceID
	Shown      []disclosure.Shown // one a place
	Total      disclosure.Shown
	Minimum    int
	Statements []Compared
	Rounds     []store.RoundRow // committed and published ones
}

// PublicPage gives the public figures.
func (h *House) PublicPage(ctx context.Context) (out PublicFigures, err error) {
	err = h.DB.List(ctx, Public(), homeward.FigureView, func(tx *store.Tx) error {
		out = PublicFigures{Day: tx.Today()}
		figures, err := h.figures(ctx, tx)
		if err != nil {
			return err
		}
		var names []string
		var counts []homeward.Count
		for _, p := range figures.Settled {
			out.Places = append(out.Places, p.Place)
			names = append(names, string(p.Place))
			counts = append(counts, p.Total)
		}
		release, err := disclosure.Protect(disclosure.List(names, counts), nil, disclosure.Rule{})
		if err != nil {
			return err
		}
		for _, n := range names {
			row, _ := release.Row(n)
			out.Shown = append(out.Shown, row)
		}
		out.Total, out.Minimum = release.Total(), release.Minimum
		out.Statements = publicStatements(figures.Statements, out)
		rounds, err := tx.Rounds(ctx)
		for _, r := range rounds {
			if s := r.Stage(); s == homeward.RoundCommitted || s == homeward.RoundPublished {
				out.Rounds = append(out.Rounds, r)
			}
		}
		return err
	})
	return out, err
}

// publicStatements keeps what others published as it is, and drops the register's number beside it where that number
// is too small to show.
func publicStatements(in []Compared, out PublicFigures) []Compared {
	var kept []Compared
	for _, s := range in {
		i := slices.Index(out.Places, s.Place)
		small := s.Register != nil && s.Register.Households > 0 && s.Register.Households < out.Minimum
		if small || i >= 0 && out.Shown[i].Hidden {
			s.Register, s.Agrees = nil, nil
		}
		kept = append(kept, s)
	}
	return kept
}

package web

import (
	"slices"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/i18n"
)

// settlementView is a settlement as people see it: its buildings, each dwelling in its place and coloured by its state.
type settlementView struct {
	Place     homeward.PlaceID
	Total     int
	Buildings int
	Legend    []stateCount
	Blocks    []block
	Houses    []doorway
	Held      []heldGroup
	HeldCount int
}

// stateCount is a line of the legend.
type stateCount struct {
	State homeward.DwellingState
	Tag   tag
	Count int
}

// block is a building of several floors.
type block struct {
	ID     homeward.BuildingID
	Name   string
	Count  int
	Wide   int     // dwellings on its widest floor
	Floors []floor // the top one first, as it stands
	Ground string  // what is known about the ground under it
}

type floor struct {
	Number int
	Doors  []doorway
}

// doorway is one dwelling in the picture.
type doorway struct {
	ID    homeward.DwellingID
	Door  string
	State homeward.DwellingState
	Tag   tag
}

// heldGroup is dwellings that cannot be given for the same reason.
type heldGroup struct {
	Building string
	House    bool
	Doors    []doorway
	Tag      tag
	Reasons  []homeward.Refusal
}

// settlementsView is the list of places with homes.
type settlementsView struct {
	Rows   []settlementRow
	Legend []stateCount
}

// settlementRow is a place with its homes by state.
type settlementRow struct {
	Place   homeward.PlaceID
	Total   int
	Counts  []stateCount
	Settled homeward.Count
	Waiting homeward.Count
}

func (v *visit) getSettlements() error {
	o, err := v.srv.House.Overview(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	var x settlementsView
	for _, p := range o.Places {
		row := settlementRow{Place: p.Place, Settled: p.Settled, Waiting: p.Waiting, Counts: legend(v.Localizer, p.Homes)}
		for _, n := range p.Homes {
			row.Total += n
		}
		x.Rows = append(x.Rows, row)
	}
	i18n.Sort(v.Localizer, x.Rows, func(r settlementRow) string { return v.Place(r.Place) })
	return v.page(settlementsPage(v.frame("web.settlements.title"), x))
}

func (v *visit) getSettlement() error {
	place := homeward.PlaceID(v.r.PathValue("place"))
	s, err := v.srv.House.ViewSettlement(v.r.Context(), v.actor, place)
	if err != nil {
		return err
	}
	f := v.frame("web.settlement.title", "Place", place)
	return v.page(settlementPage(f, newSettlementView(f, s)))
}

// legend counts homes by state, in the order of the legend; states that nobody is in are left out.
func legend(l *i18n.Localizer, counts map[homeward.DwellingState]int) []stateCount {
	var out []stateCount
	for _, s := range homeward.DwellingStates {
		if counts[s] > 0 {
			out = append(out, stateCount{s, dwellingTag(l, s), counts[s]})
		}
	}
	return out
}

// newSettlementView puts the dwellings of a settlement into their places.
func newSettlementView(f *frame, s casework.Settlement) settlementView {
	x := settlementView{Place: s.Place, Buildings: len(s.Buildings), Legend: legend(f.Localizer, s.Homes)}
	for _, n := range s.Homes {
		x.Total += n
	}
	for _, b := range s.Buildings {
		x.addBuilding(f, b)
	}
	return x
}

func (x *settlementView) addBuilding(f *frame, b casework.BuildingView) {
	x.addHeld(f, b)
	if b.Kind == homeward.House {
		for _, h := range b.Homes {
			d := newDoorway(f, h)
			d.Door = b.Name
			x.Houses = append(x.Houses, d)
		}
		return
	}
	out := block{ID: b.ID, Name: b.Name, Count: len(b.Homes), Ground: groundWords(f, b.Ground)}
	for _, homes := range b.Floors() {
		fl := floor{Number: homes[0].Floor}
		for _, h := range homes {
			fl.Doors = append(fl.Doors, newDoorway(f, h))
		}
		out.Floors = append(out.Floors, fl)
		out.Wide = max(out.Wide, len(fl.Doors))
	}
	x.Blocks = append(x.Blocks, out)
}

// addHeld groups the dwellings of a building that cannot be given by everything that stands in the way.
func (x *settlementView) addHeld(f *frame, b casework.BuildingView) {
	from := len(x.Held)
	for _, h := range b.Homes {
		reasons := h.Blocked()
		if len(reasons) == 0 || h.HandedOver || h.Allocated != "" {
			continue
		}
		x.HeldCount++
		d := newDoorway(f, h)
		same := func(g heldGroup) bool {
			return slices.EqualFunc(g.Reasons, reasons, func(a, b homeward.Refusal) bool {
				return a.Key == b.Key && f.Text(a.Text) == f.Text(b.Text)
			})
		}
		if i := slices.IndexFunc(x.Held[from:], same); i >= 0 {
			x.Held[from+i].Doors = append(x.Held[from+i].Doors, d)
			continue
		}
		x.Held = append(x.Held, heldGroup{Building: b.Name, House: b.Kind == homeward.House, Doors: []doorway{d}, Tag: d.Tag, Reasons: reasons})
	}
}

func newDoorway(f *frame, h homeward.Home) doorway {
	s := h.State()
	return doorway{h.ID, h.Number, s, dwellingTag(f.Localizer, s)}
}

// groundWords says what is known about the ground under a building.
func groundWords(f *frame, g homeward.Ground) string {
	last, ok := g.Last()
	if !ok {
		return f.T("web.settlement.ground_none")
	}
	return f.T("web.settlement.ground", "Finding", homeward.T("finding."+string(last.Finding)), "Date", last.RecordedOn, "Document", last.Document)
}

// wide is the class of a grid with so many dwellings on a floor; longer floors are broken into rows.
func (b block) wide() string {
	switch {
	case b.Wide <= 4:
		return "by4"
	case b.Wide <= 6:
		return "by6"
	case b.Wide <= 8:
		return ""
	case b.Wide <= 10:
		return "by10"
	}
	return "by12"
}

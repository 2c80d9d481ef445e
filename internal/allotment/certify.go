package allotment

import (
	"fmt"
	"slices"
	"strings"

	"homeward"
	"homeward/draw"
)

// Certify decides the home types of an open bundle (frozen, closed, its sources revealed) by the rules frozen in it, and
// proves the decision: the certificate that Bundle.Finish wants. The contract is in draw/certificate.go.
func Certify(b *draw.Bundle) (*draw.Certificate, error) {
	in, entries, err := FromBundle(b)
	if err != nil {
		return nil, err
	}
	mode := Mode(b.Header.Rules.Mode)
	p := Prepare(in)
	r := p.Solve(mode)
	v, err := Verify(in, r)
	if err != nil {
		return nil, fmt.Errorf("certify round %s: %w", b.Header.Round, err)
	}
	types := draw.HomeTypes(b)
	c := &draw.Certificate{
		Mode: string(mode), Types: types, ClosedSets: [][]int{}, PersonPrices: []int64{}, Near: []draw.Near{},
		Gap: v.Gap.Int64(), Unproved: v.Unproved,
		Measures: draw.Measures{
			Housed: v.Measures.Housed, Persons: v.Measures.People, LostWishes: v.Measures.LostWishes,
			SpareRooms: v.Measures.SpareRooms, AccessibleUnneeded: v.Measures.AccessibleUnneeded,
		},
	}
	if mode == Weighted {
		c.Measures.Value = v.Measures.Value
	}
	for j := range c.Types {
		c.Types[j].Price = r.Price[j]
	}
	for _, x := range b.Header.Rules.Capacities {
		price := int64(0)
		for s := range in.Settlements {
			if string(in.Settlements[s].ID) == x.Settlement {
				price = r.PersonPrice[s]
			}
		}
		c.PersonPrices = append(c.PersonPrices, price)
	}
	for _, set := range r.ClosedSets {
		list := make([]int, len(set))
		for n, j := range set {
			list[n] = int(j)
		}
		c.ClosedSets = append(c.ClosedSets, list)
	}
	for i, e := range entries {
		place := draw.Placement{Entry: e.ID, Type: int(r.Type[i]), Set: -1}
		if r.Set != nil {
			place.Set = int(r.Set[i])
		}
		c.Placements = append(c.Placements, place)
	}
	if b.Header.Rules.Near {
		if c.Near, err = nearIn(b, in, r, types); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// FromBundle reads an open bundle as an Input, with the entries in order of line.
func FromBundle(b *draw.Bundle) (*Input, []*draw.Entry, error) {
	line, err := draw.Line(b)
	if err != nil {
		return nil, nil, fmt.Errorf("line of round %s: %w", b.Header.Round, err)
	}
	rules := &b.Header.Rules
	in := &Input{Rules: Rules{
		ClassValue: rules.ClassValue, WishValue: rules.WishValue, SpareRoom: rules.SpareRoom,
		AccessibleUnneeded: rules.AccessibleUnneeded, Together: rules.Groups == draw.GroupsSameSettlement,
		MaxWishes: rules.MaxWishes, MaxSpareRooms: rules.MaxSpareRooms, ExactLimits: true,
	}}
	places, strata, groups := newNames(), map[string]int{}, newNames()
	for _, t := range draw.HomeTypes(b) {
		at, ok := strata[t.Stratum]
		if !ok {
			place, kind, rooms, ok := draw.ParseStratum(t.Stratum)
			if !ok {
				return nil, nil, fmt.Errorf("stratum %s", t.Stratum)
			}
			s := Stratum{Settlement: int(places.of(place)), Kind: kind, Rooms: rooms}
			at = len(in.Strata)
			strata[t.Stratum] = at
			in.Strata = append(in.Strata, s)
		}
		in.Types = append(in.Types, Type{Stratum: at, Accessible: t.Accessible, Homes: t.Homes})
	}
	needs := newNames()
	entries := make([]*draw.Entry, len(line))
	for i, at := range line {
		e := at.Entry
		entries[i] = e
		h := Household{
			ID: e.ID, Rank: int32(e.ClassRank), Number: int32(at.Number), People: int32(e.Persons), Group: NoGroup,
			Accessible: e.Accessible,
		}
		if h.Need = needs.of(fmt.Sprint(e.Rooms, e.Strata)); int(h.Need) == len(in.Needs) {
			in.Needs = append(in.Needs, needOf(e, strata, in.Strata))
		}
		for _, w := range e.Wishes {
			h.Wishes = append(h.Wishes, places.of(w))
		}
		if e.Group != "" {
			h.Group = groups.of(e.Group)
		}
		in.Households = append(in.Households, h)
	}
	for _, id := range places.list {
		in.Settlements = append(in.Settlements, Settlement{ID: homeward.PlaceID(id), People: -1})
	}
	for _, c := range rules.Capacities {
		// What else a draw by turns counts, pupils or households, no optimiser is asked to keep.
		if at, ok := places.number[c.Settlement]; ok && c.Counts == draw.CountsPeople {
			in.Settlements[at].People = c.Limit
		}
	}
	return in, entries, nil
}

func needOf(e *draw.Entry, strata map[string]int, list []Stratum) Need {
	need := Need{Rooms: e.Rooms}
	for _, s := range e.Strata {
		if at, ok := strata[s]; ok { // otherwise no home of it takes part
			need.Allowed = append(need.Allowed, Allowed{at, max(0, list[at].Rooms-e.Rooms)})
		}
	}
	return need
}

// nearIn fixes the addresses of the groups that were housed.
func nearIn(b *draw.Bundle, in *Input, r *Result, types []draw.HomeType) ([]draw.Near, error) {
	lots, err := draw.Lots(b)
	if err != nil {
		return nil, fmt.Errorf("lots of round %s: %w", b.Header.Round, err)
	}
	typeOf := map[draw.HomeType]int32{}
	for j, t := range types {
		typeOf[draw.HomeType{Stratum: t.Stratum, Accessible: t.Accessible}] = int32(j)
	}
	homes := make([]Dwelling, len(lots))
	for n, d := range lots {
		homes[n] = Dwelling{
			ID: d.ID, Building: d.Building, Door: int32(d.Door),
			Type: typeOf[draw.HomeType{Stratum: d.Stratum(), Accessible: d.Accessible}],
		}
	}
	a := Deal(in, r, homes)
	list := []draw.Near{}
	for i, d := range a.Home {
		if d >= 0 && a.Near[i] {
			list = append(list, draw.Near{Entry: in.Households[i].ID, Dwelling: homes[d].ID})
		}
	}
	slices.SortFunc(list, func(x, y draw.Near) int { return strings.Compare(x.Entry, y.Entry) })
	return list, nil
}

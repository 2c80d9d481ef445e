package allotment

import (
	"cmp"
	"slices"

	"homeward"
)

// Slice is what an allotment gave to one part of the households, so that it can be seen whom a rule favours.
type Slice struct {
	By         string           `json:"by"`              // people, accessible, class or origin
	Value      int              `json:"value"`           // people; 1 if an accessible home is needed; rank of the class, from 1
	Place      homeward.PlaceID `json:"place,omitempty"` // of origin
	Households int              `json:"households"`
	Housed     int              `json:"housed"`
	FirstWish  int              `json:"first_wish"`
}

// Slices cuts an allotment by household size, need, class and origin.
func Slices(in *Input, r *Result) []Slice {
	type at struct {
		by    string
		value int
	}
	cut := map[at]*Slice{}
	count := func(by string, value int, housed, first bool) {
		s := cut[at{by, value}]
		if s == nil {
			s = &Slice{By: by, Value: value}
			cut[at{by, value}] = s
		}
		s.Households++
		s.Housed += bit(housed)
		s.FirstWish += bit(first)
	}
	for i := range in.Households {
		h, kind := &in.Households[i], r.Type[i]
		first := kind >= 0 && len(h.Wishes) > 0 && int(h.Wishes[0]) == in.Strata[in.Types[kind].Stratum].Settlement
		count("people", int(h.People), kind >= 0, first)
		count("accessible", bit(h.Accessible), kind >= 0, first)
		count("class", int(h.Rank)+1, kind >= 0, first)
		if len(in.Origins) > 0 {
			count("origin", int(h.Origin), kind >= 0, first)
		}
	}
	list := make([]Slice, 0, len(cut))
	for _, s := range cut {
		if s.By == "origin" {
			s.Place = in.Origins[s.Value]
		}
		list = append(list, *s)
	}
	slices.SortFunc(list, func(a, b Slice) int {
		return cmp.Or(cmp.Compare(a.By, b.By), cmp.Compare(a.Place, b.Place), cmp.Compare(a.Value, b.Value))
	})
	return list
}

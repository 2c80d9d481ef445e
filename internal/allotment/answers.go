package allotment

import (
	"strings"

	"homeward"
	"homeward/draw"
)

// Answers says of a drawn bundle why each entry was given its home, or waits, or dropped out. It is the one place where
// this is said: page, letter, file and command line all speak these Texts, and since they follow from the bundle alone,
// anybody can have them said again.
func Answers(b *draw.Bundle) (map[string]homeward.Text, error) {
	in, entries, err := FromBundle(b)
	if err != nil {
		return nil, err
	}
	x, err := explainDrawn(b, Prepare(in), entries)
	if err != nil {
		return nil, err
	}
	out := make(map[string]homeward.Text, len(b.Entries))
	for i, e := range entries {
		out[e.ID] = x.Reason(i)
	}
	if err := sharedAnswers(b, entries, out); err != nil {
		return nil, err
	}
	for _, d := range b.Dropped {
		out[d.ID] = homeward.T("reason.dropped", "Why", homeward.RefusalText(d.Reason))
	}
	return out, nil
}

// explainDrawn explains what a finished bundle gave, whoever decided it.
func explainDrawn(b *draw.Bundle, pr *Problem, entries []*draw.Entry) (*Explainer, error) {
	types := draw.HomeTypes(b)
	typeOf, homeOf := map[draw.HomeType]int32{}, map[string]int32{}
	for j, t := range types {
		typeOf[draw.HomeType{Stratum: t.Stratum, Accessible: t.Accessible}] = int32(j)
	}
	for i := range b.Dwellings {
		d := &b.Dwellings[i]
		homeOf[d.ID] = typeOf[draw.HomeType{Stratum: d.Stratum(), Accessible: d.Accessible}]
	}
	r := &Result{Mode: Mode(b.Header.Rules.Mode), Type: make([]int32, len(entries))}
	for i, row := range b.Result.Rows { // rows and entries are both in order of line
		r.Type[i] = -1
		if row.Dwelling != "" {
			r.Type[i] = homeOf[row.Dwelling]
		}
	}
	if c := b.Certificate; c != nil {
		r.Price, r.PersonPrice = make([]int64, len(types)), make([]int64, len(pr.Settlements))
		for j, t := range c.Types {
			r.Price[j] = t.Price
		}
		for n, limit := range b.Header.Rules.Capacities {
			for s := range pr.Settlements {
				if string(pr.Settlements[s].ID) == limit.Settlement {
					r.PersonPrice[s] = c.PersonPrices[n]
				}
			}
		}
	}
	x := pr.NewExplainer(r)
	if r.Mode != Draw {
		return x, nil
	}
	next, err := draw.NextHoused(b)
	if err != nil {
		return nil, err
	}
	x.next = map[string]int32{}
	for j, id := range next {
		if _, ok := x.next[id]; id != "" && !ok {
			x.next[id] = int32(j)
		}
	}
	return x, nil
}

// sharedAnswers replaces the answers of a draw whose homes are not simply given along the line: some are set aside for groups,
// a settlement can be full, only some of the line are called. There "taken by those ahead" would not be the whole truth.
func sharedAnswers(b *draw.Bundle, entries []*draw.Entry, out map[string]homeward.Text) error {
	rules := &b.Header.Rules
	if rules.Mode != draw.ModeDraw || len(rules.Quotas) == 0 && len(rules.Capacities) == 0 && rules.Queue == "" {
		return nil
	}
	waiting, err := draw.Waiting(b)
	if err != nil {
		return err
	}
	types, shared := draw.HomeTypes(b), len(rules.Quotas) > 0 || len(rules.Capacities) > 0
	for i, row := range b.Result.Rows { // rows and entries are both in order of line
		e := entries[i]
		stratum := aboutStratum(row.Stratum)
		w, waits := waiting[e.ID]
		switch {
		case waits && !w.Called:
			out[e.ID] = homeward.T("allotment.reason.not_called", append(stratum, "Line", row.Line)...)
		case !shared: // along the line after all
		case !waits && row.Quota != "":
			out[e.ID] = homeward.T("allotment.reason.set_aside", append(stratum, "Quota", readable(row.Quota))...)
		case !waits:
			out[e.ID] = homeward.T("allotment.reason.in_turn", stratum...)
		case w.Next >= 0:
			out[e.ID] = homeward.T("allotment.reason.wait_shared_next", aboutStratum(types[w.Next].Stratum)...)
		case w.Kept != "":
			out[e.ID] = homeward.T("allotment.reason.wait_kept", append(stratum, "Quota", readable(w.Kept))...)
		case w.Full:
			out[e.ID] = homeward.T("allotment.reason.wait_full", stratum...)
		default:
			out[e.ID] = homeward.T("allotment.reason.wait_shared", stratum...)
		}
	}
	return nil
}

// aboutStratum gives the place and the number of rooms of a stratum to the words of an answer.
func aboutStratum(stratum string) []any {
	place, _, rooms, _ := draw.ParseStratum(stratum)
	return []any{"Place", homeward.PlaceID(place), "Rooms", rooms}
}

// readable is the name that a programme gave a quota, as a word.
func readable(name string) string { return strings.ReplaceAll(name, "_", " ") }

package draw

import (
	"math/big"
	"slices"
)

// Next names the entry that a dwelling passes to when it comes free after the draw, because an offer was refused or what
// stood in its way was lifted: the first in line of those who wait, are on the short list (Rules.Queue) and may take it. For an accessible dwelling those who
// need one come first; for a home that came from a quota, or that one keeps, those of the quota, and for one that a quota
// keeps nobody else. waits says which entries still wait, held which dwelling each entry holds by now: a capacity that they
// fill is full. Nothing of the bundle changes.
func (b *Bundle) Next(dwelling string, waits func(entry string) bool, held map[string]string) (entry string, ok bool) {
	at := slices.IndexFunc(b.Dwellings, func(d Dwelling) bool { return d.ID == dwelling })
	if at < 0 {
		return "", false
	}
	home := &b.Dwellings[at]
	t := b.standing(held)
	quota, keeps := b.quotaOf(t, home)
	best, called := 1<<10, b.called(home.Stratum(), t.types)
	for _, p := range t.line {
		e := p.Entry
		if !slices.Contains(e.Strata, home.Stratum()) {
			continue
		}
		if called--; called < 0 {
			break // from here on nobody is on the short list
		}
		if !waits(e.ID) || e.Accessible && !home.Accessible || !t.fits(e, home.Settlement) {
			continue
		}
		of := quota == "" || slices.Contains(e.Quotas, quota)
		if !of && keeps {
			continue
		}
		if place := 2*bit(!of) + bit(e.Accessible != home.Accessible); place < best {
			entry, best = e.ID, place
		}
	}
	return entry, entry != ""
}

// called is how many of those in line for a stratum are on its short list.
func (b *Bundle) called(stratum string, types []HomeType) int {
	factor, ok := new(big.Rat).SetString(b.Header.Rules.Queue)
	if !ok { // all are
		return len(b.Entries)
	}
	homes := 0
	for _, t := range types {
		if t.Stratum == stratum {
			homes += t.Homes
		}
	}
	n := factor.Mul(factor, big.NewRat(int64(homes), 1))
	return int(new(big.Int).Quo(n.Num(), n.Denom()).Int64())
}

// Called says of each entry that takes part whether it is on the short list of one of its strata, and so in line for homes
// that come free after the draw.
func (b *Bundle) Called() (map[string]bool, error) {
	line, err := Line(b)
	if err != nil {
		return nil, err
	}
	types, left, out := HomeTypes(b), map[string]int{}, make(map[string]bool, len(line))
	for _, p := range line {
		for _, s := range p.Entry.Strata {
			if _, known := left[s]; !known {
				left[s] = b.called(s, types)
			}
			left[s]--
			out[p.Entry.ID] = out[p.Entry.ID] || left[s] >= 0
		}
	}
	return out, nil
}

// Waits says why an entry that takes part in a draw by turns has no home.
type Waits struct {
	Called bool   // it is on the short list of one of its strata
	Full   bool   // a home that it may have is left, in a settlement that cannot take it
	Kept   string // a home that it may have is left, and kept by this quota for others
	Next   int    // the home type of which one more would house it; −1 if none, or if there are too many to try
}

// Waiting explains a finished draw by turns to those who wait, by entry.
func Waiting(b *Bundle) (map[string]Waits, error) {
	d, err := decide(b)
	if err != nil {
		return nil, err
	}
	called, err := b.Called()
	if err != nil {
		return nil, err
	}
	next, err := NextHoused(b)
	if err != nil {
		return nil, err
	}
	t := newTurns(&b.Header.Rules, d.line, d.types)
	for i, kind := range d.given {
		if kind >= 0 {
			t.take(i, kind, d.quota[i])
		}
	}
	out := map[string]Waits{}
	for i, kind := range d.given {
		if kind < 0 {
			e := d.line[i].Entry
			w := Waits{Called: called[e.ID], Next: slices.Index(next, e.ID)}
			w.Full, w.Kept = t.stopped(e)
			out[e.ID] = w
		}
	}
	return out, nil
}

// stopped says of the homes left that an entry may have what keeps it from them.
func (t *turns) stopped(e *Entry) (full bool, kept string) {
	for _, s := range e.Strata {
		pair, ok := t.index[s]
		if !ok {
			continue
		}
		for _, kind := range pair[bit(e.Accessible):] {
			switch {
			case kind < 0 || t.left[kind] == 0:
			case !t.fits(e, t.places[kind]):
				full = true
			default:
				for _, q := range t.rules.Quotas {
					if kept == "" && q.Unfilled == UnfilledKeep && q.concerns(t.types[kind]) && !slices.Contains(e.Quotas, q.ID) {
						kept = q.ID
					}
				}
			}
		}
	}
	return full, kept
}

// standing is how far quotas and capacities are used by what is held now, over the entries in order of line.
func (b *Bundle) standing(held map[string]string) *turns {
	entries, homes := b.byID(), make(map[string]*Dwelling, len(b.Dwellings))
	for i := range b.Dwellings {
		homes[b.Dwellings[i].ID] = &b.Dwellings[i]
	}
	line := make([]InLine, len(b.Result.Rows))
	for i, row := range b.Result.Rows {
		line[i] = InLine{Entry: entries[row.Entry], Number: row.Number}
	}
	t := newTurns(&b.Header.Rules, line, HomeTypes(b))
	for i := range line {
		if d := homes[held[line[i].Entry.ID]]; d != nil {
			if pair, ok := t.index[d.Stratum()]; ok && pair[bit(d.Accessible)] >= 0 {
				t.take(i, pair[bit(d.Accessible)], "")
			}
		}
	}
	return t
}

// quotaOf is the quota whose group a freed home goes to first, and whether nobody else may have it: the quota that it came
// from at the draw, or the first one that keeps more such homes than its group holds.
func (b *Bundle) quotaOf(t *turns, home *Dwelling) (id string, keeps bool) {
	kind := HomeType{Stratum: home.Stratum(), Accessible: home.Accessible}
	for n, q := range t.rules.Quotas {
		if q.Unfilled == UnfilledKeep && q.concerns(kind) && t.filled[n] < q.Homes && t.leftOf(&q) <= q.Homes-t.filled[n] {
			return q.ID, true
		}
	}
	for _, row := range b.Result.Rows {
		if row.Dwelling == home.ID {
			return row.Quota, false
		}
	}
	return "", false
}

func (b *Bundle) byID() map[string]*Entry {
	entries := make(map[string]*Entry, len(b.Entries))
	for i := range b.Entries {
		entries[b.Entries[i].ID] = &b.Entries[i]
	}
	return entries
}

// mostSteps bounds what NextHoused computes: entries times home types.
const mostSteps = 20_000_000

// NextHoused answers, in mode draw, for each home type in their order which waiting entry one more home of it would house,
// if everybody chose again in the same line; empty where nobody would be. It is nil for lists so large that it would take
// long.
func NextHoused(b *Bundle) ([]string, error) {
	line, err := Line(b)
	if err != nil {
		return nil, err
	}
	types := HomeTypes(b)
	rules := &b.Header.Rules
	if rules.Mode != ModeDraw || len(line)*len(types)*(1+len(rules.Quotas)) > mostSteps {
		return nil, nil
	}
	given, _ := inTurn(rules, line, types)
	out := make([]string, len(types))
	for t := range types {
		types[t].Homes++
		again, _ := inTurn(rules, line, types)
		for i, got := range again {
			if given[i] < 0 && got >= 0 {
				out[t] = line[i].Entry.ID
			}
		}
		types[t].Homes--
	}
	return out, nil
}

// Filled says of each row of Rules.Quotas how many of the homes that it concerns went to entries of its group, in whichever
// pass of a finished draw.
func Filled(b *Bundle) ([]int, error) {
	d, err := decide(b)
	if err != nil {
		return nil, err
	}
	t := newTurns(&b.Header.Rules, d.line, d.types)
	for i, kind := range d.given {
		if kind >= 0 {
			t.take(i, kind, d.quota[i])
		}
	}
	return t.filled, nil
}

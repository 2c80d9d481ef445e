package casework

import (
	"cmp"
	"context"
	"slices"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/disclosure"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// Trial asks what other rules would change: every household of the register under two editions, each on a day.
type Trial struct {
	A, B policy.Variant
	// Home is the type of home each household is asked about, in its place of origin.
	Home homeward.DwellingType
	By   TrialGroup
	// Batch is how many households are read at once; 0 is a thousand: few enough that writers never wait long for a
	// reader's end.
	Batch int
	// Progress is told how many households are done, of how many.
	Progress func(done, of int)
}

// TrialGroup is by what the households of a trial are counted.
type TrialGroup string

const (
	ByPlace TrialGroup = "place" // of origin
	BySize  TrialGroup = "size"
	ByStay  TrialGroup = "stay" // kind of accommodation
)

// TrialGroups in the order they are offered.
var TrialGroups = []TrialGroup{ByPlace, BySize, ByStay}

// TrialColumns are what may become of a household; each is counted in the first that fits.
var TrialColumns = []string{"in", "out", "earlier", "later", "other", "same"}

// TrialResult is what a trial found. Every count has passed through disclosure; households are named only to those who
// may see them in the register.
type TrialResult struct {
	Done, Of int // fewer are done than there are when the time ran out
	Groups   disclosure.Release
	Before   TrialSide
	After    TrialSide
	Changed  []TrialChange
	More     int // changed households that are not listed
}

// TrialSide is what one edition says about all households.
type TrialSide struct {
	Outcomes disclosure.Release // eligible, refused, undecided
	Rules    disclosure.Release // rules by what they refuse alone and together with others
	Keys     []string           // of the rules, in their order
	Missing  disclosure.Release // facts that hold decisions, by how many
}

// TrialChange is a household for whom something changes.
type TrialChange struct {
	Household  homeward.HouseholdID
	CaseNumber homeward.CaseNumber
	Area       homeward.Area
	policy.Change
}

// mostNamed bounds the households that a trial lists; all are counted.
const mostNamed = 200

// CompareProgramme runs a trial over the register, within the actor's areas, and waits for it. It ends with ctx; what was
// found until then is given with how far it came.
func (h *House) CompareProgramme(ctx context.Context, actor homeward.Actor, in Trial) (TrialResult, error) {
	t := h.newTrial(actor, in)
	err := t.run(ctx, func() (bool, error) {
		if in.Progress != nil {
			in.Progress(t.done, t.of)
		}
		return true, nil
	})
	if err != nil && (ctx.Err() == nil || t.of == 0) {
		return TrialResult{}, err
	}
	return t.result()
}

func (h *House) newTrial(actor homeward.Actor, in Trial) *trialRun {
	return &trialRun{Trial: in, house: h, actor: actor, comparer: policy.NewComparer(in.A, in.B, 0),
		trialFound: trialFound{Cells: map[string][]homeward.Count{}}, sees: h.seesRegister(actor)}
}

// run decides batch after batch, each read in a transaction of its own, until all are done or kept, told after each,
// says that it is enough. The next batch is read while one is decided; there are never more than three in memory.
func (t *trialRun) run(ctx context.Context, kept func() (goOn bool, err error)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	err := t.house.DB.List(ctx, t.actor, homeward.ProgrammeCompare, func(tx *store.Tx) (err error) {
		t.of, err = tx.CountHouseholds(ctx)
		return err
	})
	if err != nil {
		return err
	}
	batches, read := make(chan []store.Case), make(chan error, 1)
	go func(after homeward.HouseholdID) {
		defer close(batches)
		read <- t.read(ctx, after, batches)
	}(t.after)
	for cases := range batches {
		for i := range cases {
			t.add(&cases[i])
		}
		t.after = cases[len(cases)-1].ID
		if goOn, err := kept(); err != nil || !goOn {
			return err
		}
	}
	return <-read
}

// read hands over the households behind one, in batches.
func (t *trialRun) read(ctx context.Context, after homeward.HouseholdID, to chan<- []store.Case) error {
	for {
		var cases []store.Case
		err := t.house.DB.List(ctx, t.actor, homeward.ProgrammeCompare, func(tx *store.Tx) (err error) {
			cases, err = tx.CasesAfter(ctx, after, cmp.Or(t.Batch, 1000))
			return err
		})
		if err != nil || len(cases) == 0 {
			return err
		}
		after = cases[len(cases)-1].ID
		select {
		case to <- cases:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// seesRegister says of an area whether the actor may see its households by name. The answers are kept, one an area.
func (h *House) seesRegister(actor homeward.Actor) func(homeward.Area) bool {
	within, known := Areas(h.Places).Within, map[homeward.Area]bool{}
	return func(area homeward.Area) bool {
		may, ok := known[area]
		if !ok {
			_, err := access.Check(actor, homeward.RegisterList, homeward.Subject{Noun: "register", Area: area}, within(area))
			may = err == nil
			known[area] = may
		}
		return may
	}
}

// trialRun is a Trial on its way.
type trialRun struct {
	Trial
	trialFound
	house    *House
	actor    homeward.Actor
	comparer *policy.Comparer
	sees     func(homeward.Area) bool
	after    homeward.HouseholdID // the last that was decided
	done, of int
}

// trialFound is what a trial has found so far, as its job keeps it.
type trialFound struct {
	Comparison policy.Comparison
	Cells      map[string][]homeward.Count // by group, a count a column
	Listed     []TrialChange
	More       int
}

func (t *trialRun) add(c *store.Case) {
	t.done++
	cs := policy.Case{Household: factsOf(t.house.Places, *c), Dwelling: homeFacts(t.house.Places, c.Origin().Place, t.Home)}
	for _, f := range slices.Backward(c.Facts) {
		if f.CertificateID != "" { // what it asked for last
			cs.Dwelling = nil
			found(&cs, c.Facts, f.CertificateID)
			break
		}
	}
	group := t.groupOf(c)
	change := t.comparer.Add(cs, group)
	if t.Cells[group] == nil {
		t.Cells[group] = make([]homeward.Count, len(TrialColumns))
	}
	cell := &t.Cells[group][columnOf(change.Kinds)]
	cell.Households++
	cell.Individuals += len(c.Members)
	switch {
	case len(change.Kinds) == 0 || !t.sees(c.Area):
	case len(t.Listed) < mostNamed:
		t.Listed = append(t.Listed, TrialChange{c.ID, c.CaseNumber, c.Area, change})
	default:
		t.More++
	}
}

// groupOf is what a household is counted in.
func (t *trialRun) groupOf(c *store.Case) string {
	switch t.By {
	case BySize:
		switch n := len(c.Members); {
		case n <= 1:
			return "1"
		case n <= 3:
			return "2–3"
		case n <= 5:
			return "4–5"
		}
		return "6+"
	case ByStay:
		return cmp.Or(string(c.Stay.Kind), "unknown")
	}
	return string(c.Area)
}

// columnOf is the column of a household by what changes for it.
func columnOf(kinds []policy.Changed) int {
	has := func(k policy.Changed) bool { return slices.Contains(kinds, k) }
	switch {
	case has(policy.In):
		return 0
	case has(policy.Out):
		return 1
	case has(policy.Earlier):
		return 2
	case has(policy.Later):
		return 3
	case len(kinds) > 0:
		return 4
	}
	return 5
}

// result lets every count pass through disclosure.
func (t *trialRun) result() (out TrialResult, err error) {
	out = TrialResult{Done: t.done, Of: t.of, Changed: t.Listed, More: t.More}
	table := disclosure.Table{Columns: TrialColumns}
	for group := range t.Cells {
		table.Rows = append(table.Rows, group)
	}
	slices.Sort(table.Rows)
	for _, group := range table.Rows {
		table.Cells = append(table.Cells, t.Cells[group])
	}
	if out.Groups, err = disclosure.Protect(table, nil, disclosure.Rule{}); err != nil {
		return out, err
	}
	found := t.comparer.Result()
	if out.Before, err = sideOf(found.A); err != nil {
		return out, err
	}
	out.After, err = sideOf(found.B)
	return out, err
}

// sideOf protects what one edition says. A household may be counted under several rules and facts; so these have no
// totals, and each row is protected for itself.
func sideOf(t policy.Tally) (out TrialSide, err error) {
	households := func(n int) homeward.Count { return homeward.Count{Households: n, Individuals: n} }
	outcomes := disclosure.Table{Columns: []string{""}}
	for _, o := range []policy.Outcome{policy.Eligible, policy.Refused, policy.Undecided} {
		outcomes.Rows = append(outcomes.Rows, string(o))
		outcomes.Cells = append(outcomes.Cells, []homeward.Count{households(t.Outcomes[o])})
	}
	if out.Outcomes, err = disclosure.Protect(outcomes, nil, disclosure.Rule{}); err != nil {
		return out, err
	}
	rules := disclosure.Table{Columns: []string{"alone", "together"}}
	for _, r := range t.Rules {
		rules.Rows = append(rules.Rows, r.Rule)
		rules.Cells = append(rules.Cells, []homeward.Count{households(r.Alone), households(r.All - r.Alone)})
		out.Keys = append(out.Keys, r.Key)
	}
	if out.Rules, err = disclosure.Protect(rules, nil, disclosure.Rule{}); err != nil {
		return out, err
	}
	missing := disclosure.Table{Columns: []string{""}}
	for fact := range t.Missing {
		missing.Rows = append(missing.Rows, fact)
	}
	slices.SortFunc(missing.Rows, func(a, b string) int { return cmp.Or(cmp.Compare(t.Missing[b], t.Missing[a]), cmp.Compare(a, b)) })
	for _, fact := range missing.Rows {
		missing.Cells = append(missing.Cells, []homeward.Count{households(t.Missing[fact])})
	}
	out.Missing, err = disclosure.Protect(missing, nil, disclosure.Rule{})
	return out, err
}

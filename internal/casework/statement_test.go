package casework_test

import (
	"testing"
	"time"

	"homeward"
	"homeward/internal/casework"
)

// settled is the register's figure of a place, as officers see it.
func (f *fixture) settled(place homeward.PlaceID) homeward.Count {
	f.t.Helper()
	out, err := f.ViewFigure(f.t.Context(), analyst)
	f.ok(err)
	for _, p := range out.Settled {
		if p.Place == place {
			return p.Total
		}
	}
	return homeward.Count{}
}

// settleAll registers households of these sizes in adults and takes them all the way to their keys.
func (f *fixture) settleAll(first int, building string, sizes ...int) (out []homeward.HouseholdID) {
	f.t.Helper()
	for n, s := range sizes {
		out = append(out, f.register(first+n, s, 0))
	}
	f.settleThese(building, out...)
	return out
}

// settleThese leads registered households through a round and a movement to their keys.
func (f *fixture) settleThese(building string, out ...homeward.HouseholdID) {
	f.t.Helper()
	ctx := f.t.Context()
	people := map[homeward.HouseholdID][]homeward.IndividualID{}
	for _, id := range out {
		people[id] = f.members(id)
	}
	f.flats(building, len(out))
	for _, o := range offers(f.drawn()) {
		f.ok(f.AcceptOffer(ctx, allocation, o.ID))
	}
	mv := f.planned(out...)
	f.ok(f.BriefMovement(ctx, moving, mv, out))
	var all []homeward.IndividualID
	for _, id := range out {
		for _, p := range people[id] {
			f.ok(f.ConsentMovement(ctx, moving, mv, p, p))
			all = append(all, p)
		}
	}
	f.ok(f.ManifestMovement(ctx, moving, mv))
	f.ok(f.DepartMovement(ctx, moving, mv, all))
	f.ok(f.ArriveMovement(ctx, moving, mv, all))
	for _, id := range out {
		f.settle(id)
	}
}

func (f *fixture) state(place homeward.PlaceID, kind homeward.StatementKind, families, people int, on homeward.Date) {
	f.t.Helper()
	_, err := f.RecordStatement(f.t.Context(), analyst, homeward.Statement{Source: "a gazette", Place: place, Kind: kind, Families: families, People: people,
		AsOf: on, PublishedOn: on})
	f.ok(err)
}

// Figures come from the register by place and day; a published one agrees, differs, or speaks of what it does not hold.
// What is small is not shown to the public, nor beside a statement.
func TestFiguresAndStatements(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		one := f.Today()
		f.settleAll(1, "1", 2)
		if got := f.settled("khojaly"); got != (homeward.Count{Households: 1, Individuals: 2}) {
			t.Errorf("settled %+v", got)
		}
		f.state("khojaly", homeward.Cumulative, 1, 2, one)
		public, err := f.PublicPage(ctx)
		f.ok(err)
		if len(public.Shown) != 1 || !public.Shown[0].Hidden || !public.Total.Hidden || public.Shown[0].Households != 0 {
			t.Errorf("one family is shown to the public: %+v, total %+v", public.Shown, public.Total)
		}
		if s := public.Statements[0]; s.Families != 1 || s.Register != nil || s.Agrees != nil {
			t.Errorf("the register's number of one family stands beside what was published: %+v", s)
		}

		f.now.pass(30 * 24 * time.Hour)
		two := f.Today()
		f.settleAll(20, "2", 1, 3, 2)
		f.state("khojaly", homeward.Increment, 3, 6, two)
		f.state("khojaly", homeward.Cumulative, 4, 8, two)
		f.state("khojaly", homeward.Cumulative, 5, 8, two.Add(1))
		f.state("khojaly", homeward.Cumulative, 1, 0, two.Add(-1)) // no people stated: they are not compared
		f.state("khojaly", homeward.PopulationBefore, 0, 51000, one)
		f.state("ballija", homeward.Cumulative, 7, 30, two)

		out, err := f.ViewFigure(ctx, analyst)
		f.ok(err)
		if len(out.Settled) != 1 || len(out.Settled[0].Days) != 2 {
			t.Fatalf("settled by place and day: %+v", out.Settled)
		}
		last := out.Settled[0].Days[1]
		if last.Day != two || last.Of != (homeward.Count{Households: 3, Individuals: 6}) || last.ToDate != (homeward.Count{Households: 4, Individuals: 8}) {
			t.Errorf("the second day: %+v", last)
		}
		verdicts := map[string]int{}
		for _, s := range out.Statements {
			v := "unknown"
			if s.Agrees != nil {
				v = map[bool]string{true: "agrees", false: "differs"}[*s.Agrees]
			}
			verdicts[string(s.Place)+" "+string(s.Kind)+" "+v]++
			if v == "unknown" != (s.Register == nil) {
				t.Errorf("%+v has a verdict without a number, or the other way round", s)
			}
		}
		for want, n := range map[string]int{"khojaly increment agrees": 1, "khojaly cumulative agrees": 3, "khojaly cumulative differs": 1,
			"khojaly population_before unknown": 1, "ballija cumulative differs": 1} {
			if verdicts[want] != n {
				t.Errorf("%q: %d, want %d", want, verdicts[want], n)
			}
		}
		public, err = f.PublicPage(ctx)
		f.ok(err)
		if public.Shown[0].Hidden || public.Shown[0].Count != (homeward.Count{Households: 4, Individuals: 8}) {
			t.Errorf("four families are shown as %+v", public.Shown[0])
		}
		for _, s := range public.Statements {
			if s.AsOf == one && s.Kind == homeward.Cumulative && s.Register != nil {
				t.Errorf("the day with one family shows its number: %+v", s.Register)
			}
		}
	})
}

// A household that divides before it is settled counts as two, and nobody is counted twice.
func TestADividedHouseholdIsCountedOnce(t *testing.T) {
	each(t, func(f *fixture) {
		id := f.register(1, 3, 0)
		son := f.members(id)[2]
		_, err := f.DivideHousehold(t.Context(), registrar, id, casework.Division{Who: []homeward.IndividualID{son}, Head: son})
		f.ok(err)
		o, err := f.Overview(t.Context(), analyst)
		f.ok(err)
		if o.Waiting != (homeward.Count{Households: 2, Individuals: 3}) {
			t.Errorf("waiting %+v", o.Waiting)
		}
	})
}

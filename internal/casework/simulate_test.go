package casework_test

import (
	"context"
	"fmt"
	"testing"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/policy"
)

func smallHomes(t *testing.T, most int) *policy.Policy {
	t.Helper()
	p, err := policy.Load("small", []byte(fmt.Sprintf(`
format: homeward-policy/1
id: small
edition: "%d"
title: Homes for small families
gives: home
unit: household
sources: [{id: decree, title: Decree, kind: law, read: full}]
norms:
  - {id: rooms, measure: rooms, table: [{persons: [1, null], rooms: 2}], source: [decree], confidence: published}
rules:
  - {id: small, stage: apply, require: size(household.members) <= %d, refusal: home_too_small, source: [decree], confidence: published}
`, most, most)))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestATrialCountsWhoWouldBeInAndNamesThemToOfficersAlone(t *testing.T) {
	each(t, func(f *fixture) {
		for n := range 8 {
			f.register(n+1, 1+n%4, 0) // one to four people, two of each
		}
		in := casework.Trial{A: policy.Variant{Policy: smallHomes(t, 1), Today: f.Today()}, B: policy.Variant{Policy: smallHomes(t, 3), Today: f.Today()},
			Home: homeward.FlatType, By: casework.ByPlace}
		told := 0
		in.Progress = func(done, of int) { told = done * 100 / of }
		r, err := f.CompareProgramme(t.Context(), allocation, in)
		f.ok(err)
		row, ok := r.Groups.Row("khojaly")
		if !ok || row.Households != 8 || row.Individuals != 20 || told != 100 {
			t.Errorf("Khojaly %+v, progress %d", row, told)
		}
		if got := r.Groups.Cells[0][0]; got.Households != 4 || got.Hidden { // two and three people
			t.Errorf("in: %+v; want 4", got)
		}
		if len(r.Changed) != 4 || r.Changed[0].CaseNumber == "" {
			t.Errorf("%d named; want 4", len(r.Changed))
		}
		if got := r.Before.Rules.Cells[0][0]; got.Households != 6 {
			t.Errorf("the rule refuses %+v alone; want 6", got)
		}
		// By size the cells are two households each: too few to be told.
		in.By = casework.BySize
		r, err = f.CompareProgramme(t.Context(), analyst, in)
		f.ok(err)
		if len(r.Changed) != 0 || r.More != 0 {
			t.Error("an analyst is given households")
		}
		for i, cells := range r.Groups.Cells[:len(r.Groups.Rows)] {
			for j, c := range cells {
				if !c.Hidden && c.Households > 0 && c.Households < 3 {
					t.Errorf("%s, column %d shows %d households", r.Groups.Rows[i], j, c.Households)
				}
			}
		}
		_, err = f.CompareProgramme(t.Context(), registrar, in)
		f.refused(err, "access.role")
		// An officer of another area counts nobody of this one.
		r, err = f.CompareProgramme(t.Context(), officerAt(homeward.RoleAllocation, "lachin"), in)
		f.ok(err)
		if r.Done != 0 || r.Of != 0 {
			t.Errorf("another area sees %d of %d", r.Done, r.Of)
		}
		gone, stop := context.WithCancel(t.Context())
		stop()
		if _, err := f.CompareProgramme(gone, allocation, in); err == nil {
			t.Error("a trial that was stopped before it began gives a result")
		}
	})
}

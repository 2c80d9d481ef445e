package casework_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/policy"
	"homeward/internal/store"
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

// A trial is a job: it stops with what it has, goes on where a killed process left it, comes to what a trial in one go
// comes to, and is shown again to the one who asked and nobody else.
func TestATrialThatWasKilledGoesOnWhereItWas(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		for n := range 11 {
			f.register(n+1, 1+n%4, 0)
		}
		asker, err := f.AddUser(ctx, officer(homeward.RoleAdmin), casework.NewUser{Login: "alloc", Name: "Officer", Password: "keys-in-hand", Language: "en",
			Appointments: []homeward.Appointment{{Role: homeward.RoleAllocation, Area: homeward.Programme}}})
		f.ok(err)
		me := allocation
		me.User = asker
		in := casework.Trial{A: policy.Variant{Policy: smallHomes(t, 1), Today: f.Today()}, B: policy.Variant{Policy: smallHomes(t, 3), Today: f.Today()},
			Home: homeward.FlatType, By: casework.BySize, Batch: 3}
		whole, err := f.CompareProgramme(ctx, me, in)
		f.ok(err)
		id, err := f.RunTrial(ctx, me, in)
		f.ok(err)
		waiting, err := f.ViewTrial(ctx, me, id)
		f.ok(err)
		if !waiting.Live || waiting.Result.Done != 0 {
			t.Errorf("before it begins: %+v", waiting.Job)
		}
		f.ok(f.StopTrial(ctx, me, id)) // seen at the first sign of life, after the first batch
		f.ok(f.CarryOnTrials(ctx, "one"))
		part, err := f.ViewTrial(ctx, me, id)
		f.ok(err)
		if part.Live || part.Outcome != homeward.JobStopped || part.Result.Done != 3 || part.Result.Of != 11 {
			t.Fatalf("stopped: %+v, %d of %d", part.Job, part.Result.Done, part.Result.Of)
		}
		f.refused(f.StopTrial(ctx, me, id), "trial.over")
		// As a process that was killed after its first sign of life leaves it.
		f.ok(f.DB.Write(ctx, officer(homeward.RoleAdmin), homeward.UserAdd, homeward.Subject{Noun: "user", ID: "x", Area: homeward.Programme}, func(tx *store.Tx) error {
			_, err := tx.ExecContext(ctx, "UPDATE job SET live = TRUE, stopping = FALSE, outcome = '', ended_at = NULL, worker = 'killed' WHERE id = ?", id)
			return err
		}))
		f.ok(f.CarryOnTrials(ctx, "two"))
		if living, err := f.ViewTrial(ctx, me, id); err != nil || !living.Live || living.Done != 3 {
			t.Errorf("taken from a living worker: %+v, %v", living.Job, err)
		}
		f.now.pass(time.Minute)
		f.ok(f.CarryOnTrials(ctx, "two"))
		for range 2 { // and again
			got, err := f.ViewTrial(ctx, me, id)
			f.ok(err)
			if got.Live || got.Outcome != homeward.JobDone || fmt.Sprint(got.Result) != fmt.Sprint(whole) {
				t.Errorf("%s, %d of %d households; in one go it is another result", got.Outcome, got.Result.Done, got.Result.Of)
			}
		}
		earlier, err := f.ListTrials(ctx, me)
		f.ok(err)
		if len(earlier) != 1 || earlier[0].ID != id || earlier[0].B.Policy.Hash() != in.B.Policy.Hash() {
			t.Errorf("listed: %d", len(earlier))
		}
		_, err = f.ViewTrial(ctx, allocation, id)
		f.refused(err, "trial.unknown")
		f.refused(f.StopTrial(ctx, allocation, id), "trial.unknown")
		_, err = f.RunTrial(ctx, registrar, in)
		f.refused(err, "access.role")
		// Whoever may see the register no more is not given households, though they were found when they might.
		me.Appointments = []homeward.Appointment{{Role: homeward.RoleAnalyst, Area: homeward.Programme}}
		if got, err := f.ViewTrial(ctx, me, id); err != nil || len(got.Result.Changed) != 0 {
			t.Errorf("an analyst is given %d households, %v", len(got.Result.Changed), err)
		}
	})
}

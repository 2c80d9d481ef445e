package casework_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"homeward"
	"homeward/internal/casework"
)

// couples is a programme of homes for at most so many people a household.
func (f *fixture) couples(edition string, most int, from homeward.Date) {
	f.t.Helper()
	f.ok(f.AdoptProgramme(f.t.Context(), allocation, homeward.Adoption{ID: "couples", Area: homeward.Programme, ValidFrom: from, PolicyText: fmt.Sprintf(`
format: homeward-policy/1
id: couples
edition: "%s"
title: Homes for small families
gives: home
unit: household
sources: [{id: decree, title: Decree, kind: law, read: full}]
norms:
  - {id: rooms, measure: rooms, table: [{persons: [1, null], rooms: 2}], source: [decree], confidence: published}
rules:
  - {id: small, stage: apply, require: size(household.members) <= %d, refusal: home_too_small, source: [decree], confidence: published}
`, edition, most)}))
}

func TestARefusalIsReopenedWhenItsDayHasCome(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.money()
		id := f.displaced(1, 2)
		ce := f.apply(id)
		f.find(id, ce, append(slices.Clone(ordinary), "household.members[].missing_by_court=no")...)
		// registration() makes minors of 2015: eight years old on 19 September 2023. This one is younger.
		child := f.members(id)[3]
		f.ok(f.RecordFact(ctx, registrar, id, ce, []casework.FoundFact{{Path: "household.members[].in_register", Value: "no", Member: child}}, "record"))
		r, err := f.DecideCertificate(ctx, allocation, ce)
		f.ok(err)
		if len(r.Refusals) != 1 || r.Refusals[0].Key != "not_in_register" {
			t.Fatalf("%+v; want not_in_register", r.Refusals)
		}
		list := func(on homeward.Date) casework.Reopenables {
			l, err := f.ListReopenable(ctx, allocation, on)
			f.ok(err)
			return l
		}
		if l := list(homeward.Date{}); l.Runs != 1 || len(l.List) != 0 || !slices.ContainsFunc(l.Days, func(d casework.ChangeDay) bool { return d.On == homeward.NewDate(2026, 6, 25) }) {
			t.Errorf("today: %d run, %d listed, days %v", l.Runs, len(l.List), l.Days)
		}
		if l := list(homeward.NewDate(2026, 6, 25)); len(l.List) != 0 {
			t.Error("a child of eight is listed")
		}
		// An edition of tomorrow lifts the age; until then nothing can be reopened.
		f.adopt("am-housing", "am-certificates.yaml", f.Today().Add(1),
			`p.in_register || p.missing_by_court || years(p.born, timestamp("2023-09-19T00:00:00Z")) < 6`,
			`p.in_register || p.missing_by_court || years(p.born, timestamp("2023-09-19T00:00:00Z")) < 9`, `to: "2026-06-24"`, `to: "2026-03-02"`, `from: "2026-06-25"`, `from: "2026-03-03"`)
		l := list(f.Today().Add(1))
		if len(l.List) != 1 || l.List[0].Household != id || l.List[0].Certificate != ce {
			t.Fatalf("tomorrow: %+v", l.List)
		}
		seq := l.List[0].Seq
		f.refused(f.ReopenRefusal(ctx, allocation, id, seq, "new edition"), "refusal.unchanged")
		f.now.pass(24 * time.Hour)
		f.refused(f.ReopenRefusal(ctx, allocation, id, seq, " "), "refusal.reason")
		f.refused(f.ReopenRefusal(ctx, registrar, id, seq, "new edition"), "access.role")
		f.oneWins(atOnce(8, func(int) error { return f.ReopenRefusal(ctx, allocation, id, seq, "new edition") }), "error.not_found")
		if file := f.certificate(ce); file.Stage() != homeward.CertificateApplied || !file.Live || len(file.Rulings) != 1 || !file.Rulings[0].Closed {
			t.Errorf("after reopening: %s, %d rulings", file.Stage(), len(file.Rulings))
		}
		if l := list(homeward.Date{}); len(l.List) != 0 {
			t.Error("what was reopened is listed still")
		}
		r, err = f.DecideCertificate(ctx, allocation, ce)
		f.ok(err)
		if file := f.certificate(ce); r.Outcome != homeward.RulingGranted || len(file.Rulings) != 2 || file.Rulings[0].PolicyHash == file.Rulings[1].PolicyHash {
			t.Errorf("decided again: %s, %d rulings", r.Outcome, len(file.Rulings))
		}
	})
}

// A reopened application keeps its day: it still stands in the stage that was open then, waits in the order of that day,
// and is decided by the rules of the day on which it was taken up again, whatever comes into force before the decision.
func TestAReopenedApplicationKeepsItsDay(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		applied := f.Today()
		f.adopt("am-housing", "am-certificates.yaml", homeward.NewDate(2024, 5, 16),
			`{id: third_of_the_price_own, opens: "2025-01-16",`, `{id: third_of_the_price_own, opens: "2025-01-16", closes: "2026-06-30",`)
		id := f.displaced(1, 1)
		ce := f.apply(id)
		f.find(id, ce, append(slices.Clone(ordinary), "household.members[].missing_by_court=no")...)
		who := f.members(id)[1]
		f.ok(f.RecordFact(ctx, registrar, id, ce, []casework.FoundFact{{Path: "household.members[].citizen", Value: "no", Member: who}}, "passport"))
		r, err := f.DecideCertificate(ctx, allocation, ce)
		f.ok(err)
		if len(r.Refusals) != 1 || r.Refusals[0].Key != "citizenship_missing" {
			t.Fatalf("%+v; want citizenship_missing", r.Refusals)
		}
		f.now.pass(150 * 24 * time.Hour) // the stage has closed
		f.ok(f.RecordFact(ctx, registrar, id, "", []casework.FoundFact{{Path: "household.members[].citizen", Value: "yes", Member: who}}, "passport"))
		l, err := f.ListReopenable(ctx, allocation, homeward.Date{})
		f.ok(err)
		if len(l.List) != 1 || l.List[0].Certificate != ce || len(l.List[0].Missing) > 0 {
			t.Fatalf("listed: %+v", l.List)
		}
		f.ok(f.ReopenRefusal(ctx, allocation, id, l.List[0].Seq, "she is a citizen now"))
		reopenedBy := f.certificate(ce).Rules.Hash()
		f.now.pass(24 * time.Hour)
		f.adopt("am-housing", "am-certificates.yaml", f.Today(), `edition: "2026-06"`, `edition: "later"`,
			`all(p, p.citizen || p.missing_by_court)`, `all(p, p.citizen || p.missing_by_court) && today < timestamp("2026-07-15T00:00:00Z")`)
		if file := f.certificate(ce); file.AppliedOn != applied || len(file.Would.Refusals) > 0 || !file.Would.Stage.Open || file.Rules.Hash() != reopenedBy {
			t.Errorf("applied on %s, would be refused by %v, stage %+v", file.AppliedOn, file.Would.Refusals, file.Would.Stage)
		}
		r, err = f.DecideCertificate(ctx, allocation, ce)
		f.ok(err)
		if r.Outcome != homeward.RulingGranted || r.PolicyHash != reopenedBy || r.DecidedOn != f.Today() {
			t.Errorf("decided again on %s: %s %v", r.DecidedOn, r.Outcome, r.Refusals)
		}
		l2, err := f.ListCertificates(ctx, allocation, homeward.CertificateGranted)
		f.ok(err)
		if len(l2.Rows) != 1 || l2.Rows[0].AppliedOn != applied {
			t.Errorf("in the list: %+v", l2)
		}
	})
}

// Who applied before a stage opened is taken up again once it has opened.
func TestAnApplicationBeforeItsStageIsTakenUpLater(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.money()
		id := f.displaced(1, 0)
		ce := f.apply(id)
		f.find(id, ce, append(slices.Clone(ordinary), "application.own_share=0")...)
		_, err := f.DecideCertificate(ctx, allocation, ce)
		f.ok(err)
		opens := homeward.NewDate(2027, 1, 1)
		for on, want := range map[homeward.Date]int{opens.Add(-1): 0, opens: 1} {
			l, err := f.ListReopenable(ctx, allocation, on)
			f.ok(err)
			if len(l.List) != want {
				t.Errorf("on %s: %+v", on, l.List)
			}
		}
		f.now.pass(time.Duration(opens.Time().Sub(f.Today().Time())))
		l, err := f.ListReopenable(ctx, allocation, homeward.Date{})
		f.ok(err)
		f.ok(f.ReopenRefusal(ctx, allocation, id, l.List[0].Seq, "the stage is open"))
		r, err := f.DecideCertificate(ctx, allocation, ce)
		f.ok(err)
		if r.Outcome != homeward.RulingGranted {
			t.Errorf("%s %v", r.Outcome, r.Refusals)
		}
	})
}

func TestWhoWasLeftOutOfARoundIsListedWhenRulesChange(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.couples("1", 2, homeward.NewDate(2020, 1, 1))
		large := f.register(1, 3, 1)
		f.register(2, 1, 0)
		f.flats("1", 2)
		r, err := f.OpenRound(ctx, allocation, "", "couples", "khojaly")
		f.ok(err)
		f.freeze(r.ID)
		before := f.publish(r.ID)
		f.couples("2", 5, f.Today())
		l, err := f.ListReopenable(ctx, allocation, homeward.Date{})
		f.ok(err)
		if len(l.List) != 1 || l.List[0].Household != large || l.List[0].Round.ID != r.ID || l.List[0].Edition != "1" || l.List[0].Now != "2" {
			t.Fatalf("listed: %+v", l.List)
		}
		f.ok(f.ReopenRefusal(ctx, allocation, large, l.List[0].Seq, "decree 2"))
		// The round keeps the edition it used.
		if after := f.round(r.ID); after.PolicyHash != before.PolicyHash || after.PolicyHash == "" {
			t.Errorf("the round has edition %s, had %s", after.PolicyHash, before.PolicyHash)
		}
	})
}

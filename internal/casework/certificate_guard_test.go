package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/store"
)

// aHome is a home against which nothing stands, on the list of four million a person.
var aHome = []string{"dwelling.type=house", "dwelling.area_m2=70", "dwelling.price=22000000", "dwelling.place.group=list_4m"}

// about checks that a refusal names a member.
func (f *fixture) about(err error, key string, who homeward.IndividualID, in homeward.HouseholdID) {
	f.t.Helper()
	f.refused(err, key)
	c, cerr := f.ViewHousehold(f.t.Context(), registrar, in)
	f.ok(cerr)
	i := slices.IndexFunc(c.Members, func(m store.Member) bool { return m.ID == who })
	if _, hint := homeward.TextOf(err); i < 0 || hint.Args["Name"] != c.Members[i].FullName() {
		f.t.Errorf("the refusal says %v; want the name of %s", hint, who)
	}
}

// divide lets the last n members of a household be one of their own, the first of them its head.
func (f *fixture) divide(id homeward.HouseholdID, n int, on homeward.Date) (homeward.HouseholdID, error) {
	f.t.Helper()
	all := f.members(id)
	who := all[len(all)-n:]
	return f.DivideHousehold(f.t.Context(), registrar, id, casework.Division{Who: who, Head: who[0], On: on})
}

func (f *fixture) decided(ce homeward.CertificateID) homeward.Ruling {
	f.t.Helper()
	r, err := f.DecideCertificate(f.t.Context(), allocation, ce)
	f.ok(err)
	return r
}

func TestFactsThatCannotBe(t *testing.T) {
	each(t, func(f *fixture) {
		f.money()
		id := f.displaced(1, 1)
		ce := f.apply(id)
		head := f.members(id)[0]
		for fact, key := range map[string]string{
			"dwelling.price=-1":                            "policy.fact_value",
			"dwelling.area_m2=NaN":                         "policy.fact_value",
			"dwelling.area_m2=Inf":                         "policy.fact_value",
			"application.own_share=1.2":                    "policy.fact_value",
			"application.own_share=-0.1":                   "policy.fact_value",
			"household.members[].disability=4":             "policy.fact_value",
			"household.loan.issued=2026-02-30":             "policy.fact_value",
			"household.loan.issued=2026-03-03":             "fact.future",
			"application.submitted=2024-06-15":             "fact.registered",
			"application.granted=2024-06-15":               "fact.registered",
			"household.displaced_on=2023-09-25":            "fact.registered",
			"household.members[].born=2020-01-01":          "fact.registered",
			"household.registered_on=2020-01-01":           "fact.registered",
			"household.suspended_until=2020-01-01":         "fact.registered",
			"household.members[].relation=child":           "fact.registered",
			"household.members[].missing_by_court=perhaps": "policy.fact_value",
		} {
			path, value, _ := strings.Cut(fact, "=")
			in := casework.FoundFact{Path: path, Value: value}
			if strings.Contains(path, "[]") {
				in.Member = head
			}
			if err := f.RecordFact(t.Context(), registrar, id, ce, []casework.FoundFact{in}, "form"); !homeward.IsKey(err, key) {
				t.Errorf("%s: %v, want %s", fact, err, key)
			}
		}
		// The day of a loan may be today, and who is registered here need not stand in the state's record.
		f.find(id, ce, "household.loan.issued=2026-03-02", "household.members[].in_register=no")
	})
}

func TestAHouseholdHasOneApplicationAtATime(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		id, first := f.issued(1)
		_, err := f.ApplyCertificate(ctx, registrar, id, "am-housing")
		f.refused(err, "certificate.one_live")
		f.now.pass(3 * 366 * 24 * time.Hour)
		turned, err := f.TurnDay(ctx)
		f.ok(err)
		if turned.Certificates != 1 {
			t.Fatalf("%+v ended", turned)
		}
		second := f.apply(id) // the first is over
		f.find(id, second, append(slices.Clone(ordinary), aHome...)...)
		f.refused(f.RedeemCertificate(ctx, allocation, first, "contract"), "certificate.not_now")
		f.refused(f.RecordFact(ctx, registrar, id, first, []casework.FoundFact{{Path: "dwelling.price", Value: "1"}}, "contract"), "certificate.not_now")
		// An edition whose certificates ended before today issues none.
		if r := f.decided(second); r.Outcome != homeward.RulingGranted {
			t.Fatalf("%s %v", r.Outcome, r.Refusals)
		}
		_, err = f.IssueCertificate(ctx, allocation, second)
		f.refused(err, "certificate.too_late")
	})
}

// Who applies again after a refusal is decided there; the earlier refusal is not taken up beside it.
func TestARefusalIsNotTakenUpBesideALaterApplication(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.money()
		id := f.displaced(1, 1)
		ce := f.apply(id)
		f.find(id, ce, append(slices.Clone(ordinary), "household.owns_home=yes")...)
		f.decided(ce)
		f.ok(f.RecordFact(ctx, registrar, id, "", []casework.FoundFact{{Path: "household.owns_home", Value: "no"}}, "sale"))
		l, err := f.ListReopenable(ctx, allocation, homeward.Date{})
		f.ok(err)
		if len(l.List) != 1 {
			t.Fatalf("before: %+v", l.List)
		}
		seq := l.List[0].Seq
		f.apply(id)
		if l, err = f.ListReopenable(ctx, allocation, homeward.Date{}); err != nil || len(l.List) != 0 {
			t.Errorf("beside a later application: %+v, %v", l.List, err)
		}
		f.refused(f.ReopenRefusal(ctx, allocation, id, seq, "sold"), "error.not_found")
	})
}

// A household that divides between the decision and the certificate is decided again: with its day, by its rules.
func TestAHouseholdDividedBeforeTheIssueIsDecidedAgain(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.money()
		id := f.displaced(1, 2)
		ce := f.apply(id)
		f.find(id, ce, append(slices.Clone(ordinary), "household.members[].missing_by_court=no")...)
		f.decided(ce)
		left, err := f.divide(id, 2, homeward.Date{})
		f.ok(err)
		_, err = f.IssueCertificate(ctx, allocation, ce)
		f.refused(err, "certificate.changed")
		if file := f.certificate(ce); file.Changed == nil || file.Changed.Persons != 2 {
			t.Errorf("the page says %+v", file.Changed)
		}
		for _, err := range atOnce(6, func(int) error { return ignoring(second(f.DecideCertificate(ctx, allocation, ce)), homeward.Conflict) }) {
			f.ok(err)
		}
		file := f.certificate(ce)
		if len(file.Rulings) != 2 || file.Ruling.Persons != 2 || file.Changed != nil {
			t.Errorf("decided again: %d decisions, %d persons", len(file.Rulings), file.Ruling.Persons)
		}
		_, err = f.IssueCertificate(ctx, allocation, ce)
		f.ok(err)
		// What was found out about those who left is known of them where they are now.
		other := f.apply(left)
		for _, a := range f.certificate(other).Facts {
			if a.Path == "household.members[].citizen" && a.Value != "true" {
				t.Errorf("%s is not known to be a citizen any more", a.Who.FullName())
			}
		}
	})
}

// A household that divides after the issue is paid for those who still belong to it.
func TestAHouseholdDividedAfterTheIssueIsPaidForWhoStays(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		id, ce := f.issued(1)
		_, err := f.divide(id, 1, homeward.Date{})
		f.ok(err)
		if file := f.certificate(ce); file.Changed == nil || file.Changed.Persons != 3 {
			t.Errorf("the page says %+v", file.Changed)
		}
		f.find(id, ce, aHome...)
		f.ok(f.RedeemCertificate(ctx, allocation, ce, "contract"))
		if use := f.certificate(ce).Use; use.Amount != 3*4_000_000 {
			t.Errorf("paid %d; want three times 4,000,000", use.Amount)
		}
	})
}

// Nobody is paid for twice: not by leaving after the use, and not by having left on paper before it.
func TestNobodyIsPaidForTwice(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		id, ce := f.issued(1)
		f.find(id, ce, aHome...)
		f.now.pass(48 * time.Hour)
		f.ok(f.RedeemCertificate(ctx, allocation, ce, "contract"))
		usedOn := f.Today()
		for _, on := range []homeward.Date{usedOn.Add(-1), usedOn} {
			_, err := f.divide(id, 1, on)
			f.refused(err, "household.divided_on")
		}
		f.now.pass(24 * time.Hour)
		left, err := f.divide(id, 1, homeward.Date{})
		f.ok(err)
		again := f.apply(left)
		f.refused(f.RecordFact(ctx, registrar, left, again, []casework.FoundFact{{Path: "household.housed", Value: "no"}}, "said so"), "fact.registered")
		f.find(left, again, slices.DeleteFunc(slices.Clone(ordinary), func(s string) bool { return s == "household.housed=no" })...)
		r := f.decided(again)
		who := f.members(left)[0]
		if len(r.Refusals) != 1 || r.Refusals[0].Key != "already_housed" || r.Refusals[0].Rule != "not_served_elsewhere" || r.Refusals[0].Who != string(who) {
			t.Errorf("%s %+v; want already_housed by not_served_elsewhere for %s", r.Outcome, r.Refusals, who)
		}
	})
}

// While it is asked whether a member stands in the register twice, nothing is issued and nothing is paid.
func TestAnOpenQuestionHoldsACertificate(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.money()
		id, other := f.displaced(1, 2), f.displaced(2, 1)
		ce := f.apply(id)
		f.find(id, ce, append(slices.Clone(ordinary), aHome...)...)
		f.decided(ce)
		ask := func() homeward.QuestionID {
			q, err := f.RaiseQuestion(ctx, registrar, homeward.Question{OneID: f.members(id)[1], OtherID: f.members(other)[1]})
			f.ok(err)
			return q
		}
		q := ask()
		_, err := f.IssueCertificate(ctx, allocation, ce)
		f.about(err, "refusal.duplicate_open", f.members(id)[1], id)
		f.ok(f.DecideQuestion(ctx, registrar, q, homeward.DifferentPeople))
		_, err = f.IssueCertificate(ctx, allocation, ce)
		f.ok(err)
	})
}

// A rule that fails for one member at the use names that member.
func TestAUseIsRefusedWithRuleAndPerson(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		id, ce := f.issued(1)
		f.find(id, ce, aHome...)
		who := f.members(id)[2]
		f.ok(f.RecordFact(ctx, registrar, id, ce, []casework.FoundFact{{Path: "household.members[].citizen", Value: "no", Member: who},
			{Path: "household.members[].missing_by_court", Value: "no", Member: who}}, "passport"))
		f.about(f.RedeemCertificate(ctx, allocation, ce, "contract"), "refusal.citizenship_missing", who, id)
		if file := f.certificate(ce); file.Changed == nil || len(file.Changed.Refusals) != 1 || file.Changed.Refusals[0].Who != string(who) {
			t.Errorf("the page says %+v", file.Changed)
		}
	})
}

// A member who has died is not paid for; the household names its new head; the day is one that can be.
func TestAMemberWhoDiedIsNotPaidFor(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		id, ce := f.issued(1)
		all := f.members(id)
		f.now.pass(10 * 24 * time.Hour)
		died := func(d casework.Death) error {
			return f.AmendHousehold(ctx, registrar, id, casework.Amendment{Died: &d})
		}
		today := f.Today()
		for name, d := range map[string]casework.Death{
			"no day":           {Who: all[0], Head: all[1]},
			"a day to come":    {Who: all[0], Head: all[1], On: today.Add(1)},
			"before the birth": {Who: all[0], Head: all[1], On: homeward.NewDate(1900, 1, 1)},
		} {
			if err := died(d); !homeward.IsKey(err, "individual.died_on") {
				t.Errorf("%s: %v", name, err)
			}
		}
		f.refused(died(casework.Death{Who: "in_x", On: today}), "household.not_a_member")
		f.refused(died(casework.Death{Who: all[0], On: today}), "household.next_head")
		f.refused(died(casework.Death{Who: all[0], On: today, Head: all[0]}), "household.next_head")
		f.ok(died(casework.Death{Who: all[0], On: today.Add(-2), Head: all[1]}))
		f.refused(died(casework.Death{Who: all[0], On: today, Head: all[1]}), "household.not_a_member")
		c, err := f.ViewHousehold(ctx, registrar, id)
		f.ok(err)
		if len(c.Members) != 3 || c.Head().ID != all[1] || c.Head().Relation != homeward.Head {
			t.Errorf("%d members, head %+v", len(c.Members), c.Head())
		}
		f.find(id, ce, aHome...)
		f.ok(f.RedeemCertificate(ctx, allocation, ce, "contract"))
		if use := f.certificate(ce).Use; use.Amount != 3*4_000_000 {
			t.Errorf("paid %d; want three times 4,000,000", use.Amount)
		}
	})
}

// Nobody is left: the household ends, and nothing is decided, issued or paid for it any more.
func TestAHouseholdThatHasEndedIsPaidNothing(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.money()
		in := registration(1, 1, 0)
		in.OriginPlace, in.LeftOn = "khankendi", homeward.NewDate(2023, 9, 26)
		out, err := f.RegisterHousehold(ctx, registrar, in)
		f.ok(err)
		id := out.ID
		ce := f.apply(id)
		f.find(id, ce, append(slices.Clone(ordinary), aHome...)...)
		f.decided(ce)
		f.ok(f.AmendHousehold(ctx, registrar, id, casework.Amendment{Died: &casework.Death{Who: f.members(id)[0], On: f.Today()}}))
		_, err = f.IssueCertificate(ctx, allocation, ce)
		f.refused(err, "household.not_now")
		_, err = f.DecideCertificate(ctx, allocation, ce)
		f.refused(err, "household.not_now")
		_, err = f.ApplyCertificate(ctx, registrar, id, "am-housing")
		f.refused(err, "household.not_now")
		f.refused(f.RecordFact(ctx, registrar, id, ce, []casework.FoundFact{{Path: "dwelling.price", Value: "1"}}, "contract"), "household.not_now")
	})
}

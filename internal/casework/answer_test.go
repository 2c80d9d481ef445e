package casework_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/store"
)

var (
	another = colleague("us_second")
	third   = colleague("us_third")
)

func colleague(id homeward.UserID) homeward.Actor {
	a := registrar
	a.User = id
	return a
}

// twice registers one man in two scripts: alone each time, or with others who are different in each household.
func (f *fixture) twice(others int) (one, other homeward.HouseholdID, q homeward.QuestionID) {
	f.t.Helper()
	a, b := household(known()), household(known())
	b.Members[0].Given, b.Members[0].Family, b.Members[0].NameLang = "Гейдар", "Гасанов", "ru"
	b.Members[0].Needs, b.Members[0].StepFree = []string{"DS-PM"}, true
	for i := range others {
		m := registration(70+i, 2, 0).Members[1]
		a.Members = append(a.Members, m)
		m = registration(80+i, 2, 0).Members[1]
		b.Members = append(b.Members, m)
	}
	x, err := f.RegisterHousehold(f.t.Context(), registrar, a)
	f.ok(err)
	y, err := f.RegisterHousehold(f.t.Context(), registrar, b)
	f.ok(err)
	if len(y.Questions) != 1 {
		f.t.Fatalf("%d questions about one man", len(y.Questions))
	}
	return x.ID, y.ID, y.Questions[0].ID
}

// picture is everything the register holds about some households and a question, without what counts how often it was
// asked.
func (f *fixture) picture(q homeward.QuestionID, households ...homeward.HouseholdID) string {
	f.t.Helper()
	var all []any
	f.ok(f.DB.List(f.t.Context(), registrar, homeward.RegisterList, func(tx *store.Tx) error {
		for _, id := range households {
			c, err := tx.Case(f.t.Context(), id)
			if err != nil {
				return err
			}
			all = append(all, c)
		}
		x, err := tx.Question(f.t.Context(), q)
		x.AnsweredAt, x.Answer, x.AnsweredBy = homeward.Instant{}, "", ""
		all = append(all, x)
		return err
	}))
	b, err := json.Marshal(all)
	f.ok(err)
	return string(b)
}

// Money that was granted is not lost with a record: a household with a live certificate does not end by an answer.
func TestAHouseholdWithACertificateDoesNotEnd(t *testing.T) {
	each(t, func(f *fixture) {
		f.money()
		_, other, q := f.twice(0)
		f.apply(other)
		f.refused(f.DecideQuestion(t.Context(), registrar, q, homeward.SamePerson), "question.certificate")
		f.ok(f.DecideQuestion(t.Context(), registrar, q, homeward.NeedsDocument))
	})
}

// Whoever would end a household by an answer does not do so alone; whoever says it twice is one person still.
func TestTwoOfficersEndAHousehold(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		one, other, q := f.twice(0)
		before := f.picture(q, one, other)
		f.ok(f.DecideQuestion(ctx, registrar, q, homeward.SamePerson))
		if got := f.status(other); got != homeward.HouseholdRegistered {
			t.Fatalf("one officer made it %s", got)
		}
		f.refused(f.DecideQuestion(ctx, registrar, q, homeward.SamePerson), "question.second")
		f.ok(f.DecideQuestion(ctx, another, q, homeward.SamePerson))
		if a, b := f.status(one), f.status(other); a != homeward.HouseholdRegistered || b != homeward.HouseholdEnded {
			t.Errorf("after two answers: %s, %s", a, b)
		}
		c, err := f.ViewHousehold(ctx, registrar, one)
		f.ok(err)
		if len(c.Members) != 1 || !c.StepFree() || len(c.Questions) != 0 {
			t.Errorf("the household that goes on: %+v", c.Case)
		}
		f.refused(f.DecideQuestion(ctx, third, q, homeward.DifferentPeople), "question.decided")
		f.ok(f.UndoQuestion(ctx, third, q))
		if after := f.picture(q, one, other); before != after {
			t.Errorf("taken back, it is\n%s\nand was\n%s", after, before)
		}
		f.refused(f.UndoQuestion(ctx, third, q), "question.not_decided")
	})
}

// A member who is no head, of a household where others stay, is merged by one officer; and the day after, taken back.
func TestUndoRestoresEveryReference(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		one, other, q := f.twice(2)
		before := f.picture(q, one, other)
		for range 2 { // it can be answered again after it was taken back
			f.ok(f.DecideQuestion(ctx, registrar, q, homeward.SamePerson))
			f.ok(f.DecideQuestion(ctx, another, q, homeward.SamePerson)) // its head goes: two officers
			c, err := f.ViewHousehold(ctx, registrar, other)
			f.ok(err)
			if len(c.Members) != 2 || c.Head().Relation != homeward.Head || c.Now.Status != homeward.HouseholdRegistered {
				t.Fatalf("the household that lost its head: %+v", c.Case)
			}
			f.now.pass(24 * time.Hour)
			f.ok(f.UndoQuestion(ctx, registrar, q))
			if after := f.picture(q, one, other); after != before {
				t.Fatalf("taken back, it is\n%s\nand was\n%s", after, before)
			}
		}
	})
}

// Answers that leave a question open hold both households; two officers who do not agree leave it to a third.
func TestDoubtKeepsAQuestionOpen(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		one, other, q := f.twice(0)
		f.flats("1", 2)
		for _, a := range []struct {
			who    homeward.Actor
			answer homeward.QuestionDecision
		}{{registrar, homeward.NotSure}, {registrar, homeward.NeedsDocument}, {registrar, homeward.SamePerson}, {another, homeward.DifferentPeople}} {
			f.ok(f.DecideQuestion(ctx, a.who, q, a.answer))
			p, err := f.PreviewFreeze(ctx, allocation, f.open())
			f.ok(err)
			if len(p.Entries) != 0 || len(p.Held) != 2 {
				t.Fatalf("after %s: %d entries, held %+v", a.answer, len(p.Entries), p.Held)
			}
		}
		f.ok(f.DecideQuestion(ctx, third, q, homeward.DifferentPeople))
		if p := f.freeze(f.open()); len(p.Entries) != 2 {
			t.Errorf("decided, %d of %v enter", len(p.Entries), []homeward.HouseholdID{one, other})
		}
		file, err := f.ViewQuestion(ctx, registrar, q)
		f.ok(err)
		if len(file.Opinions) != 5 {
			t.Errorf("%d answers kept", len(file.Opinions))
		}
	})
}

func TestTwoReviewersDecideOnePairAtOnce(t *testing.T) {
	each(t, func(f *fixture) {
		_, other, q := f.twice(0)
		f.ok(f.DecideQuestion(t.Context(), registrar, q, homeward.SamePerson))
		f.oneWins(atOnce(8, func(i int) error {
			return f.DecideQuestion(t.Context(), colleague(homeward.UserID("us_at_once"+string(rune('a'+i)))), q, homeward.SamePerson)
		}), "question.decided")
		if got := f.status(other); got != homeward.HouseholdEnded {
			t.Errorf("the household is %s", got)
		}
		f.oneWins(atOnce(8, func(int) error { return f.UndoQuestion(t.Context(), another, q) }), "question.not_decided")
	})
}

// Whichever comes first, nobody who is asked about, and no household that ended, is in the frozen list.
func TestDecisionAgainstAFreeze(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		one, other, q := f.twice(0)
		f.register(1, 1, 0)
		f.flats("1", 3)
		r := f.open()
		p, err := f.PreviewFreeze(ctx, allocation, r)
		f.ok(err)
		f.ok(f.DecideQuestion(ctx, registrar, q, homeward.SamePerson))
		errs := atOnce(2, func(i int) error {
			if i == 0 {
				return f.FreezeRound(ctx, allocation, r, p.Hash)
			}
			return f.DecideQuestion(ctx, another, q, homeward.SamePerson)
		})
		f.ok(errs[1])
		if errs[0] != nil {
			f.refused(errs[0], "round.list_changed")
			f.freeze(r)
		}
		for _, e := range f.round(r).Entries {
			if e.HouseholdID == other || errs[0] == nil && e.HouseholdID == one {
				t.Errorf("%s entered", e.HouseholdID)
			}
		}
	})
}

// A household that is in a round is not taken apart; the other record ends instead, and where both are, none does.
func TestAHouseholdInARoundIsNotTakenApart(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		one, other, q := f.twice(0)
		f.ok(f.DecideQuestion(ctx, registrar, q, homeward.DifferentPeople))
		f.flats("1", 2)
		f.freeze(f.open())
		f.ok(f.UndoQuestion(ctx, another, q))
		f.refused(f.DecideQuestion(ctx, registrar, q, homeward.SamePerson), "question.both_on_their_way")
		if a, b := f.status(one), f.status(other); a != homeward.HouseholdEntered || b != homeward.HouseholdEntered {
			t.Errorf("%s, %s", a, b)
		}
	})
}

// Whoever is responsible for one side only neither opens nor answers.
func TestOneSideIsNotEnoughToAnswer(t *testing.T) {
	each(t, func(f *fixture) {
		a, b := household(known()), household(known())
		b.OriginPlace = "lachin"
		_, err := f.RegisterHousehold(t.Context(), registrar, a)
		f.ok(err)
		made, err := f.RegisterHousehold(t.Context(), registrar, b)
		f.ok(err)
		q := made.Questions[0].ID
		for _, area := range []homeward.Area{"khojaly-district", "lachin-district"} {
			local := colleague("us_" + homeward.UserID(area))
			local.Appointments = []homeward.Appointment{{Role: homeward.RoleRegistrar, Area: area}}
			f.refused(f.DecideQuestion(t.Context(), local, q, homeward.DifferentPeople), "access.area")
			_, err = f.ViewQuestion(t.Context(), local, q)
			f.refused(err, "access.area")
			list, err := f.ListQuestions(t.Context(), local, "", "")
			f.ok(err)
			if len(list.Rows) != 0 || list.Elsewhere != 1 {
				t.Errorf("%s sees %d questions, %d elsewhere", area, len(list.Rows), list.Elsewhere)
			}
			if next, err := f.NextQuestion(t.Context(), local, ""); err != nil || next != "" {
				t.Errorf("%s is sent to %q, %v", area, next, err)
			}
		}
	})
}

// What was asked about the record that ends is asked about the one that goes on, and no more after it is taken back.
func TestQuestionsFollowTheRecordThatGoesOn(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		_, _, q := f.twice(0)
		third3 := household(known())
		third3.Members[0].Given = "Heyder"
		made, err := f.RegisterHousehold(ctx, registrar, third3)
		f.ok(err)
		if len(made.Questions) != 2 {
			t.Fatalf("%d questions", len(made.Questions))
		}
		f.ok(f.DecideQuestion(ctx, registrar, q, homeward.SamePerson))
		f.ok(f.DecideQuestion(ctx, another, q, homeward.SamePerson))
		list, err := f.ListQuestions(ctx, registrar, "", "")
		f.ok(err)
		if len(list.Rows) != 1 {
			t.Errorf("%d questions are left", len(list.Rows))
		}
		f.ok(f.UndoQuestion(ctx, registrar, q))
		list, err = f.ListQuestions(ctx, registrar, "", "")
		f.ok(err)
		if len(list.Rows) != 3 {
			t.Errorf("taken back, %d questions are open", len(list.Rows))
		}
	})
}

// people registers n men twice each, under the questions' noses: what registration asked is forgotten, as if a list had
// been brought in by another way.
func (f *fixture) doubles(n int) {
	f.t.Helper()
	for i := range n {
		for k := range 2 {
			in := registration(i+1, 1, 0)
			in.RegisteredOn = homeward.NewDate(2026, time.February, 1+k)
			_, err := f.RegisterHousehold(f.t.Context(), registrar, in)
			f.ok(err)
		}
	}
}

func (f *fixture) asks() int {
	f.t.Helper()
	list, err := f.ListQuestions(f.t.Context(), registrar, "", "")
	f.ok(err)
	return list.Counts[""]
}

func (f *fixture) addRegistrar() homeward.Actor {
	f.t.Helper()
	admin := officer(homeward.RoleAdmin)
	id, err := f.AddUser(f.t.Context(), admin, casework.NewUser{Login: "reg", Name: "Registrar", Password: "keys-in-hand", Language: "en",
		Appointments: []homeward.Appointment{{Role: homeward.RoleRegistrar, Area: homeward.Programme}}})
	f.ok(err)
	a := registrar
	a.User = id
	return a
}

// A search asks nothing twice: not what registration asked, not what was answered, not after it was killed and taken
// over; and it asks what nobody has asked yet.
func TestASearchAsksNothingTwice(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		asker := f.addRegistrar()
		f.doubles(3)
		before := f.asks()
		f.withDesk()
		_, err := f.RunMatching(ctx, asker)
		f.ok(err)
		job, err := f.CarryOnMatching(ctx, "one", nil)
		f.ok(err)
		if job.Outcome != homeward.JobDone || job.Done != 6 || job.Questions != 0 || f.asks() != before {
			t.Errorf("%+v, %d questions, %d before", job, f.asks(), before)
		}
	})
}

func TestAKilledSearchIsTakenOver(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		asker := f.addRegistrar()
		f.doubles(2)
		f.withDesk()
		id, err := f.RunMatching(ctx, asker)
		f.ok(err)
		// A worker that was killed has claimed it and says nothing more.
		_, ok, err := f.DB.ClaimJob(ctx, homeward.MatchingJob, "killed", homeward.Instant{})
		f.ok(err)
		if !ok {
			t.Fatal("not claimed")
		}
		if job, err := f.CarryOnMatching(ctx, "next", nil); err != nil || job.ID != "" {
			t.Errorf("taken from a living worker: %+v, %v", job, err)
		}
		f.now.pass(time.Minute)
		job, err := f.CarryOnMatching(ctx, "next", nil)
		f.ok(err)
		if job.ID != id || job.Outcome != homeward.JobDone {
			t.Errorf("%+v", job)
		}
		f.refused(f.StopMatching(ctx, asker, id), "matching.not_running")
	})
}

// A serving process that is shut down leaves its search to the next at once.
func TestAShutDownSearchGoesOn(t *testing.T) {
	each(t, func(f *fixture) {
		asker := f.addRegistrar()
		f.doubles(2)
		f.withDesk()
		_, err := f.RunMatching(t.Context(), asker)
		f.ok(err)
		ctx, stop := context.WithCancel(t.Context())
		_, err = f.CarryOnMatching(ctx, "one", func(int, int) { stop() })
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		job, err := f.CarryOnMatching(t.Context(), "two", nil)
		f.ok(err)
		if job.Outcome != homeward.JobDone {
			t.Errorf("%+v", job)
		}
	})
}

func TestOneSearchAtATime(t *testing.T) {
	each(t, func(f *fixture) {
		asker := f.addRegistrar()
		f.oneWins(atOnce(8, func(int) error { _, err := f.RunMatching(t.Context(), asker); return err }), "matching.running")
		local := asker
		local.Appointments = []homeward.Appointment{{Role: homeward.RoleRegistrar, Area: "khojaly"}}
		_, err := f.RunMatching(t.Context(), local)
		f.refused(err, "access.area")
	})
}

// A search that is stopped keeps what it has asked, and whoever has lost the role finds nothing with it any more.
func TestASearchIsStopped(t *testing.T) {
	each(t, func(f *fixture) {
		asker := f.addRegistrar()
		f.doubles(2)
		f.withDesk()
		id, err := f.RunMatching(t.Context(), asker)
		f.ok(err)
		f.ok(f.StopMatching(t.Context(), asker, id))
		job, err := f.CarryOnMatching(t.Context(), "one", nil)
		f.ok(err)
		if job.Outcome != homeward.JobStopped {
			t.Errorf("%+v", job)
		}
	})
}

// What the columns of the database did not find at registration, the search finds: two slips of the pen, another script.
func TestASearchFindsWhatRegistrationDidNot(t *testing.T) {
	each(t, func(f *fixture) {
		asker := f.addRegistrar()
		right, slips := known(), known()
		right.Phone, slips.Phone = "+994 50 123 45 67", "050 123 45 67"
		slips.Given, slips.Family = "Heydərm", "Həsənovk"
		for _, m := range []casework.Registrant{right, slips} {
			made, err := f.RegisterHousehold(t.Context(), registrar, household(m))
			f.ok(err)
			if len(made.Questions) != 0 {
				t.Fatalf("registration asked already: %+v", made.Questions)
			}
		}
		f.withDesk()
		for range 2 { // the second time there is nothing new
			_, err := f.RunMatching(t.Context(), asker)
			f.ok(err)
			_, err = f.CarryOnMatching(t.Context(), "one", nil)
			f.ok(err)
			if n := f.asks(); n != 1 {
				t.Errorf("%d questions", n)
			}
		}
	})
}

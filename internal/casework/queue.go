package casework

import (
	"cmp"
	"context"
	"slices"

	"homeward"
	"homeward/internal/matching"
	"homeward/internal/store"
)

// Queue is the open questions of identity as an officer finds them.
type Queue struct {
	Rows []QueueRow
	// Counts are by the last answer, "" for none yet; Elsewhere are questions of which the reader may see only one side.
	Counts    map[homeward.QuestionDecision]int
	Elsewhere int
	Names     map[homeward.UserID]string
	Decided   []DecidedRow
	Job       homeward.Job // the last search of the register; zero before the first
}

// QueueRow is one open question with its two people.
type QueueRow struct {
	store.QuestionRow
	One, Other homeward.Individual
}

// DecidedRow is one decided question with its two people.
type DecidedRow struct {
	homeward.Question
	One, Other homeward.Individual
}

// queueShown is how many questions a page shows; they are answered one by one, not read in a list.
const queueShown = 50

// ListQuestions shows the open questions whose last answer was this one, the likeliest first.
func (h *House) ListQuestions(ctx context.Context, actor homeward.Actor, answer homeward.QuestionDecision, after homeward.QuestionID) (out Queue, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		out = Queue{}
		if out.Counts, out.Elsewhere, err = tx.CountQuestions(ctx); err != nil {
			return err
		}
		rows, err := tx.OpenQuestions(ctx, store.QuestionQuery{Answers: []homeward.QuestionDecision{answer}, After: after, Limit: queueShown})
		if err != nil {
			return err
		}
		decided, err := tx.DecidedQuestions(ctx, queueShown/5)
		if err != nil {
			return err
		}
		var people []homeward.IndividualID
		var users []homeward.UserID
		for _, r := range rows {
			people, users = append(people, r.OneID, r.OtherID), append(users, r.AnsweredBy)
		}
		for _, q := range decided {
			people, users = append(people, q.OneID, q.OtherID), append(users, q.DecidedBy)
		}
		who, err := tx.Individuals(ctx, people)
		if err != nil {
			return err
		}
		in, err := tx.LastHouseholds(ctx, people)
		if err != nil {
			return err
		}
		for _, r := range rows {
			out.Rows = append(out.Rows, QueueRow{r, who[r.OneID], who[r.OtherID]})
		}
		for _, q := range decided {
			if h.maySee(actor, in[q.OneID].Area) && h.maySee(actor, in[q.OtherID].Area) {
				out.Decided = append(out.Decided, DecidedRow{q, who[q.OneID], who[q.OtherID]})
			}
		}
		if out.Job, err = tx.LastSearch(ctx); err != nil {
			return err
		}
		out.Names, err = tx.UserNames(ctx, append(users, out.Job.AskedBy))
		return err
	})
	return out, err
}

// NextQuestion is the next question for this officer to answer, after one; empty when there is none. What a colleague
// left for a second answer or was not sure of comes too, one's own doubts do not.
func (h *House) NextQuestion(ctx context.Context, actor homeward.Actor, after homeward.QuestionID) (id homeward.QuestionID, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		for _, from := range []homeward.QuestionID{after, ""} { // from the top again, when the end is reached
			rows, err := tx.OpenQuestions(ctx, store.QuestionQuery{Answers: []homeward.QuestionDecision{"", homeward.SamePerson, homeward.NotSure},
				NotBy: actor.User, After: from, Limit: 2})
			if err != nil {
				return err
			}
			for _, r := range rows {
				if r.ID != after {
					id = r.ID
					return nil
				}
			}
		}
		return nil
	})
	return id, err
}

// QuestionFile is everything an officer sees to answer one question.
type QuestionFile struct {
	homeward.Question
	Sides     [2]QuestionSide
	Judgement matching.Judgement
	Members   []Aligned
	Opinions  []homeward.Opinion
	Names     map[homeward.UserID]string
	Merge     homeward.Merge // of a "same" that stands
	// Kept is the side whose record goes on if they are one; Problem says why none can end now.
	Kept             int
	EndsTheHousehold bool
	TakesItsHeadAway bool
	NeedsSecond      bool
	Problem          error
	Left             int // open questions besides this one
}

// QuestionSide is one of the two records, with its household.
type QuestionSide struct {
	Person homeward.Individual
	Case   store.Case
}

// Aligned is a member of one household beside the member of the other that is most like them; either may be missing.
type Aligned struct {
	One, Other  *store.Member
	Probability float64
}

// ViewQuestion opens a question of identity with both people's households. Opening it is journalled.
func (h *House) ViewQuestion(ctx context.Context, actor homeward.Actor, id homeward.QuestionID) (f QuestionFile, err error) {
	err = h.read(ctx, actor, homeward.QuestionView, homeward.Subject{Noun: "question", ID: string(id)}, func(tx *store.Tx) error {
		f = QuestionFile{}
		if f.Question, err = tx.Question(ctx, id); err != nil {
			return err
		}
		if err := h.mayAnswer(ctx, tx, f.Question); err != nil {
			return err
		}
		tx.Rules(matching.RulesVersion)
		if err := fillSides(ctx, tx, &f); err != nil {
			return err
		}
		var alike int
		f.Members, alike = align(f)
		f.Judgement = matching.Judge(person(f.Sides[0].Person), person(f.Sides[1].Person)).WithMembers(alike)
		return h.fillAnswers(ctx, tx, &f)
	})
	return f, err
}

func fillSides(ctx context.Context, tx *store.Tx, f *QuestionFile) error {
	ids := []homeward.IndividualID{f.OneID, f.OtherID}
	who, err := tx.Individuals(ctx, ids)
	if err != nil {
		return err
	}
	in, err := tx.LastHouseholds(ctx, ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		f.Sides[i].Person = who[id]
		if f.Sides[i].Case, err = tx.Case(ctx, in[id].ID); err != nil {
			return err
		}
	}
	return nil
}

// fillAnswers adds who has answered what, and what "same" would change.
func (h *House) fillAnswers(ctx context.Context, tx *store.Tx, f *QuestionFile) (err error) {
	if f.Opinions, err = tx.Opinions(ctx, f.ID); err != nil {
		return err
	}
	var users []homeward.UserID
	for _, o := range f.Opinions {
		users = append(users, o.GivenBy)
	}
	if f.Names, err = tx.UserNames(ctx, append(users, f.AnsweredBy, f.DecidedBy)); err != nil {
		return err
	}
	counts, _, err := tx.CountQuestions(ctx)
	if err != nil {
		return err
	}
	for _, n := range counts {
		f.Left += n
	}
	switch f.Decision {
	case homeward.SamePerson:
		if f.Merge, err = tx.LiveMerge(ctx, f.ID); err != nil {
			return err
		}
		if f.Merge.KeptID == f.OtherID {
			f.Kept = 1
		}
		f.EndsTheHousehold = f.Merge.Effects.HouseholdEnded
	case "":
		f.Left--
		two := twoRecords{people: [2]homeward.Individual{f.Sides[0].Person, f.Sides[1].Person}, cases: [2]store.Case{f.Sides[0].Case, f.Sides[1].Case}}
		plan, err := planMerge(two)
		if err != nil {
			f.Problem = err
			return nil
		}
		if plan.kept.ID == f.OtherID {
			f.Kept = 1
		}
		f.EndsTheHousehold, f.TakesItsHeadAway, f.NeedsSecond = plan.endsTheHousehold, plan.takesItsHeadAway, plan.needsSecond()
	}
	return nil
}

// align puts the other members of the two households side by side, the likeliest pairs first, each member once. alike
// counts the pairs likely to be one person.
func align(f QuestionFile) (out []Aligned, alike int) {
	if f.Sides[0].Case.ID == f.Sides[1].Case.ID {
		return nil, 0
	}
	type couple struct {
		a, b int
		p    float64
	}
	as, bs := others(f.Sides[0]), others(f.Sides[1])
	var couples []couple
	for i, a := range as {
		for k, b := range bs {
			if j := matching.Judge(person(a.Individual), person(b.Individual)); j.Probability >= 0.05 {
				couples = append(couples, couple{i, k, j.Probability})
			}
		}
	}
	slices.SortStableFunc(couples, func(x, y couple) int { return cmp.Compare(y.p, x.p) })
	takenA, takenB := make([]bool, len(as)), make([]bool, len(bs))
	for _, c := range couples {
		if takenA[c.a] || takenB[c.b] {
			continue
		}
		takenA[c.a], takenB[c.b] = true, true
		out = append(out, Aligned{&as[c.a], &bs[c.b], c.p})
		if c.p >= suspectAbove {
			alike++
		}
	}
	for i := range as {
		if !takenA[i] {
			out = append(out, Aligned{One: &as[i]})
		}
	}
	for i := range bs {
		if !takenB[i] {
			out = append(out, Aligned{Other: &bs[i]})
		}
	}
	return out, alike
}

func others(s QuestionSide) (out []store.Member) {
	for _, m := range s.Case.Members {
		if m.ID != s.Person.ID {
			out = append(out, m)
		}
	}
	return out
}

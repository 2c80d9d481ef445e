package casework

import (
	"context"

	"homeward"
	"homeward/internal/store"
)

// DecideQuestion keeps an officer's answer whether two records are one person's.
//
// "Different" and "same" decide it; "not sure" and "a document is asked for" leave it open for later. "Same" ends one of
// the records, and where that ends a household or takes its head away it needs two officers: the first answer waits for
// another's. If the other says "different", the question stays open with both answers told. Everything can be taken back
// with UndoQuestion.
func (h *House) DecideQuestion(ctx context.Context, actor homeward.Actor, id homeward.QuestionID, answer homeward.QuestionDecision) error {
	switch answer {
	case homeward.SamePerson, homeward.DifferentPeople, homeward.NotSure, homeward.NeedsDocument:
	default:
		return homeward.Errorf(homeward.Invalid, "question.decision").WithHint("question.decision.hint")
	}
	return h.DB.Write(ctx, actor, homeward.QuestionDecide, homeward.Subject{Noun: "question", ID: string(id)}, func(tx *store.Tx) error {
		q, err := tx.Question(ctx, id)
		if err != nil {
			return err
		}
		if !q.Open() {
			return decidedAlready(q)
		}
		two, err := h.twoOf(ctx, tx, q)
		if err != nil {
			return err
		}
		tx.Rules(q.Rules)
		tx.Detail(map[string]any{"answer": answer})
		if err := tx.InsertOpinion(ctx, id, answer, actor.User); err != nil {
			return err
		}
		switch answer {
		case homeward.SamePerson:
			return h.answerSame(ctx, tx, actor, q, two)
		case homeward.DifferentPeople:
			if waits := q.Answer == homeward.SamePerson && q.AnsweredBy != actor.User; waits {
				return tx.AnswerQuestion(ctx, id, homeward.NotSure, actor.User) // the two do not agree: somebody looks again
			}
			return tx.DecideQuestion(ctx, id, answer, actor.User)
		}
		return tx.AnswerQuestion(ctx, id, answer, actor.User)
	})
}

func decidedAlready(q homeward.Question) error {
	if q.Decision == homeward.MootQuestion {
		return homeward.Errorf(homeward.Conflict, "question.moot").WithHint("question.decided.hint")
	}
	return homeward.Errorf(homeward.Conflict, "question.decided").WithHint("question.decided.hint")
}

// answerSame merges the two records, or leaves the answer for a second officer.
func (h *House) answerSame(ctx context.Context, tx *store.Tx, actor homeward.Actor, q homeward.Question, two twoRecords) error {
	plan, err := planMerge(two)
	if err != nil {
		return err
	}
	if err := mayEnd(ctx, tx, plan); err != nil {
		return err
	}
	first, second := actor.User, homeward.UserID("")
	if plan.needsSecond() {
		switch {
		case q.Answer != homeward.SamePerson:
			return tx.AnswerQuestion(ctx, q.ID, homeward.SamePerson, actor.User)
		case q.AnsweredBy == actor.User:
			return homeward.Errorf(homeward.Blocked, "question.second").WithHint("question.second.hint")
		}
		first, second = q.AnsweredBy, actor.User
	}
	if err := tx.DecideQuestion(ctx, q.ID, homeward.SamePerson, actor.User); err != nil {
		return err
	}
	m := homeward.Merge{ID: homeward.MergeID(h.IDs.New("mg")), QuestionID: q.ID, FirstBy: first, SecondBy: second, MergedAt: tx.Now}
	return h.merge(ctx, tx, plan, m)
}

// mayEnd refuses to end a household that has a certificate: money that was granted is not to be lost with a record.
func mayEnd(ctx context.Context, tx *store.Tx, plan mergePlan) error {
	if !plan.endsTheHousehold {
		return nil
	}
	list, err := tx.CertificatesOf(ctx, plan.endedIn.ID)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Live {
			return homeward.Errorf(homeward.Blocked, "question.certificate", "Case", string(plan.endedIn.CaseNumber)).WithHint("question.certificate.hint")
		}
	}
	return nil
}

// UndoQuestion takes the decision of a question back in one step: it is open again, and what "same" had changed is as it
// was before.
func (h *House) UndoQuestion(ctx context.Context, actor homeward.Actor, id homeward.QuestionID) error {
	return h.DB.Write(ctx, actor, homeward.QuestionUndo, homeward.Subject{Noun: "question", ID: string(id)}, func(tx *store.Tx) error {
		q, err := tx.Question(ctx, id)
		if err != nil {
			return err
		}
		if q.Open() || q.Decision == homeward.MootQuestion {
			return homeward.Errorf(homeward.Conflict, "question.not_decided")
		}
		if err := h.mayAnswer(ctx, tx, q); err != nil {
			return err
		}
		tx.Rules(q.Rules)
		tx.Detail(map[string]any{"taken_back": q.Decision, "decided_by": q.DecidedBy})
		if q.Decision == homeward.SamePerson {
			if err := h.unmerge(ctx, tx, actor, q); err != nil {
				return err
			}
		}
		if err := tx.InsertOpinion(ctx, id, homeward.TakenBack, actor.User); err != nil {
			return err
		}
		return tx.ReopenQuestion(ctx, id)
	})
}

// mayAnswer refuses somebody who is responsible for only one of the two records' areas.
func (h *House) mayAnswer(ctx context.Context, tx *store.Tx, q homeward.Question) error {
	in, err := tx.LastHouseholds(ctx, []homeward.IndividualID{q.OneID, q.OtherID})
	if err != nil {
		return err
	}
	for _, id := range []homeward.IndividualID{q.OneID, q.OtherID} {
		if err := tx.Within(ctx, homeward.Subject{Noun: "question", ID: string(q.ID), Area: in[id].Area}); err != nil {
			return err
		}
	}
	return nil
}

// twoRecords are the two people of a question, each with the household it is a member of.
type twoRecords struct {
	people [2]homeward.Individual
	cases  [2]store.Case
}

// twoOf reads them, for somebody who may answer.
func (h *House) twoOf(ctx context.Context, tx *store.Tx, q homeward.Question) (two twoRecords, err error) {
	if err := h.mayAnswer(ctx, tx, q); err != nil {
		return two, err
	}
	ids := []homeward.IndividualID{q.OneID, q.OtherID}
	who, err := tx.Individuals(ctx, ids)
	if err != nil {
		return two, err
	}
	in, err := tx.HouseholdsOf(ctx, ids)
	if err != nil {
		return two, err
	}
	for i, id := range ids {
		two.people[i] = who[id]
		if in[id] == "" {
			return two, homeward.Errorf(homeward.Conflict, "question.moot").WithHint("question.decided.hint")
		}
		if two.cases[i], err = tx.Case(ctx, in[id]); err != nil {
			return two, err
		}
	}
	return two, nil
}

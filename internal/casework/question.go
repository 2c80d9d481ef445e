package casework

import (
	"context"
	"strings"

	"homeward"
	"homeward/internal/matching"
	"homeward/internal/store"
)

// suspectAbove is the probability from which a person is asked about. Below it the same name is a coincidence.
const suspectAbove = 0.5

// candidatesAtMost bounds how many people are compared with one newcomer; those who share most keys come first.
const candidatesAtMost = 20

// suspects finds people of the register who may be one with a member of a household.
func (h *House) suspects(ctx context.Context, tx *store.Tx, c store.Case, keys map[homeward.IndividualID][]string) ([]homeward.Question, error) {
	var own []homeward.IndividualID
	for _, m := range c.Members {
		own = append(own, m.ID)
	}
	var out []homeward.Question
	for _, m := range c.Members {
		var skeletons []string
		for _, k := range keys[m.ID] {
			if strings.HasPrefix(k, "s:") {
				skeletons = append(skeletons, k)
			}
		}
		others, err := tx.Candidates(ctx, skeletons, m.Individual, own, candidatesAtMost)
		if err != nil {
			return nil, err
		}
		for _, o := range others {
			p, yes, no := matching.Suspect(person(m.Individual), person(o))
			if p < suspectAbove {
				continue
			}
			out = append(out, homeward.Question{ID: homeward.QuestionID(h.IDs.New("qu")), RaisedAt: tx.Now, OneID: min(m.ID, o.ID), OtherID: max(m.ID, o.ID), Score: p, Reasons: append(yes, no...)})
		}
	}
	return out, nil
}

func person(i homeward.Individual) matching.Person {
	p := matching.Person{
		ID:    string(i.ID),
		Name:  matching.Name{Given: i.Given, Father: i.Father, Family: i.Family},
		Birth: matching.Date{Year: i.BirthDate.Year, Month: int(i.BirthDate.Month), Day: i.BirthDate.Day},
	}
	if i.Sex != "" {
		p.Sex = matching.Sex(i.Sex[0])
	}
	if i.Document != "" {
		p.Documents = []string{i.Document}
	}
	if i.Phone != "" {
		p.Phones = []string{i.Phone}
	}
	return p
}

// RaiseQuestion asks whether two people are one. Until somebody answers, neither household is frozen into a round.
func (h *House) RaiseQuestion(ctx context.Context, actor homeward.Actor, q homeward.Question) (homeward.QuestionID, error) {
	if q.OneID == q.OtherID {
		return "", homeward.Errorf(homeward.Invalid, "question.one_person")
	}
	q.ID = fresh(h, q.ID, "qu")
	q.OneID, q.OtherID = min(q.OneID, q.OtherID), max(q.OneID, q.OtherID)
	area, err := h.DB.AreaOf(ctx, homeward.Subject{Noun: "individual", ID: string(q.OneID)})
	if err != nil {
		return "", err
	}
	err = h.DB.Write(ctx, actor, homeward.QuestionRaise, homeward.Subject{Noun: "question", ID: string(q.ID), Area: area}, func(tx *store.Tx) error {
		q.RaisedAt = tx.Now
		tx.Rules(matching.RulesVersion)
		tx.Detail(q)
		return tx.InsertQuestion(ctx, q)
	})
	return q.ID, err
}

// DecideQuestion keeps a registrar's answer. It merges nobody: a household that is a double is ended by its own action.
func (h *House) DecideQuestion(ctx context.Context, actor homeward.Actor, id homeward.QuestionID, d homeward.QuestionDecision) error {
	if d != homeward.SamePerson && d != homeward.DifferentPeople {
		return homeward.Errorf(homeward.Invalid, "question.decision")
	}
	return h.DB.Write(ctx, actor, homeward.QuestionDecide, homeward.Subject{Noun: "question", ID: string(id)}, func(tx *store.Tx) error {
		q, err := tx.Question(ctx, id)
		if err != nil {
			return err
		}
		if q.Decision != "" {
			return homeward.Errorf(homeward.Conflict, "question.decided")
		}
		tx.Detail(map[string]any{"decision": d})
		return tx.DecideQuestion(ctx, id, d, actor.User)
	})
}

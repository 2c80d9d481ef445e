package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/matching"
	"homeward/internal/store"
)

// suspectAbove is the probability from which a person is asked about. Below it the same name is a coincidence.
const suspectAbove = 0.5

// suspects finds people of the register who may be one with a member of a household that is being registered.
func (h *House) suspects(ctx context.Context, tx *store.Tx, c store.Case, keys map[homeward.IndividualID][]string) ([]homeward.Question, error) {
	var own []homeward.IndividualID
	for _, m := range c.Members {
		own = append(own, m.ID)
	}
	var out []homeward.Question
	for _, m := range c.Members {
		others, err := h.candidates(ctx, tx, m.Individual, skeletonsOf(keys[m.ID]), own)
		if err != nil {
			return nil, err
		}
		for _, o := range others {
			if q, ok := h.doubt(tx.Now, m.Individual, o); ok {
				out = append(out, q)
			}
		}
	}
	return unanswered(ctx, tx, out)
}

func skeletonsOf(keys []string) (out []string) {
	for _, k := range keys {
		if strings.HasPrefix(k, "s:") {
			out = append(out, k)
		}
	}
	return out
}

// doubt is the question whether two people are one, where they are alike enough to ask.
func (h *House) doubt(now homeward.Instant, a, b homeward.Individual) (homeward.Question, bool) {
	p, yes, no := matching.Suspect(person(a), person(b))
	if p < suspectAbove {
		return homeward.Question{}, false
	}
	return homeward.Question{ID: homeward.QuestionID(h.IDs.New("qu")), RaisedAt: now, OneID: min(a.ID, b.ID), OtherID: max(a.ID, b.ID),
		Score: p, Reasons: append(yes, no...), Rules: matching.RulesVersion, Content: contentOf(a, b)}, true
}

// unanswered leaves out questions that were answered already about records that said the same: "different people" is
// remembered by what both records say, so that a list that is sent again asks nothing again.
func unanswered(ctx context.Context, tx *store.Tx, qs []homeward.Question) ([]homeward.Question, error) {
	var contents []string
	for _, q := range qs {
		if q.Content != "" {
			contents = append(contents, q.Content)
		}
	}
	told, err := tx.ToldApart(ctx, contents)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(qs, func(q homeward.Question) bool { return told[q.Content] }), nil
}

// contentOf stands for what two records say, whatever their identifiers. It is empty where they say the same: then
// nothing in them told the two people apart, and an answer about them says nothing of a third like them.
func contentOf(a, b homeward.Individual) string {
	one, other := fingerprint(a), fingerprint(b)
	if one == other {
		return ""
	}
	sum := sha256.Sum256([]byte(min(one, other) + max(one, other)))
	return hex.EncodeToString(sum[:])
}

func fingerprint(i homeward.Individual) string {
	s := sha256.New()
	for _, f := range []string{i.Given, i.Father, i.Family, string(i.Sex), i.BirthDate.String(), i.Document, i.Phone} {
		fmt.Fprintf(s, "%d:%s\n", len(f), f)
	}
	return string(s.Sum(nil))
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

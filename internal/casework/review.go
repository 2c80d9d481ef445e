package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/figures"
	"homeward/internal/store"
)

// Read is a text that somebody hands over for its figures to be read.
type Read struct {
	Publisher, URL string
	Text           string // plain or HTML
	PublishedOn    homeward.Date
	PlaceHint      homeward.PlaceID
}

// Reader reads figures with the places of this house, under all their names.
func (h *House) Reader() *figures.Reader {
	var places []figures.PlaceNames
	for _, p := range h.Places.All() {
		n := figures.PlaceNames{Key: string(p.ID), Level: string(p.Kind), District: string(p.Parent)}
		for _, name := range p.Names {
			n.Names = append(n.Names, name.Text)
		}
		places = append(places, n)
	}
	return figures.NewReader(places)
}

// ProposeStatement reads the figures of a text and keeps them with it as proposals: they count for nothing until a person
// confirms them. The same text handed over again is the same article.
func (h *House) ProposeStatement(ctx context.Context, actor homeward.Actor, in Read) (id homeward.ArticleID, err error) {
	if in.Publisher == "" {
		return "", homeward.Errorf(homeward.Invalid, "statement.source")
	}
	reading, err := h.Reader().Read(figures.Source{Name: "text", Text: in.Text, Published: in.PublishedOn, PlaceHint: string(in.PlaceHint)})
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(reading.Text) == "" {
		return "", homeward.Errorf(homeward.Invalid, "statement.no_text")
	}
	if in.PublishedOn.IsZero() {
		in.PublishedOn = reading.Published
	}
	sum := sha256.Sum256([]byte(reading.Text))
	a := homeward.Article{Key: "text " + hex.EncodeToString(sum[:]), Publisher: in.Publisher, URL: in.URL, Language: reading.Language,
		PublishedOn: in.PublishedOn, Text: reading.Text}
	a.Cluster = a.Key
	a.ID = homeward.ArticleID(h.IDs.New("at"))
	err = h.DB.Write(ctx, actor, homeward.StatementPropose, homeward.Subject{Noun: "statement", ID: string(a.ID), Area: homeward.Programme}, func(tx *store.Tx) error {
		before, ok, err := tx.ArticleByKey(ctx, a.Key)
		if err != nil {
			return err
		}
		if ok {
			id = before.ID
			return nil
		}
		id = a.ID
		var list []homeward.Statement
		for i, s := range reading.Statements {
			p := h.statementOf(figures.Entry{Key: strconv.Itoa(i + 1), Statement: s}, a)
			p.ID, p.Proposed = homeward.StatementID(h.IDs.New("sm")), true
			list = append(list, p)
		}
		tx.Detail(map[string]any{"article": a.Key, "proposed": len(list)})
		if err := tx.InsertArticles(ctx, []homeward.Article{a}); err != nil {
			return err
		}
		return tx.InsertStatements(ctx, list)
	})
	return id, err
}

// decide keeps a decision about a statement that has not ended.
func decide(ctx context.Context, tx *store.Tx, actor homeward.Actor, s homeward.Statement, r homeward.Review) error {
	before, err := tx.Reviews(ctx, s.ArticleID)
	if err != nil {
		return err
	}
	for _, b := range before {
		if b.StatementID == s.ID && (b.Ends || b.Ends == r.Ends) {
			return homeward.Errorf(homeward.Conflict, "statement.decided").WithHint("statement.decided.hint")
		}
	}
	r.StatementID, r.DecidedBy, r.DecidedAt = s.ID, actor.User, tx.Now
	tx.Detail(r)
	return tx.InsertReview(ctx, r)
}

func statement(id homeward.StatementID) homeward.Subject {
	return homeward.Subject{Noun: "statement", ID: string(id)}
}

// ConfirmStatement says that a statement stands in its source as it was read.
func (h *House) ConfirmStatement(ctx context.Context, actor homeward.Actor, id homeward.StatementID, keepCase bool) error {
	return h.DB.Write(ctx, actor, homeward.StatementConfirm, statement(id), func(tx *store.Tx) error {
		s, err := tx.Statement(ctx, id)
		if err != nil {
			return err
		}
		return decide(ctx, tx, actor, s, homeward.Review{Decision: homeward.StatementConfirmed, KeepCase: keepCase})
	})
}

// RejectStatement says that a statement does not stand in its source: what was read there is no such figure.
func (h *House) RejectStatement(ctx context.Context, actor homeward.Actor, id homeward.StatementID, reason string, keepCase bool) error {
	return h.DB.Write(ctx, actor, homeward.StatementReject, statement(id), func(tx *store.Tx) error {
		s, err := tx.Statement(ctx, id)
		if err != nil {
			return err
		}
		return decide(ctx, tx, actor, s, homeward.Review{Ends: true, Decision: homeward.StatementRejected, Reason: reason, KeepCase: keepCase})
	})
}

// Correction is a statement as a person reads it in its source.
type Correction struct {
	Place                   homeward.PlaceID // empty for several places or one that is not known
	Kind                    homeward.StatementKind
	Phase, Quantifier       string
	Families, People, Homes int
	AsOf                    homeward.Date
	Reason                  string
	KeepCase                bool
}

// CorrectStatement puts another statement in the place of one that was read or handed over wrongly. Both stay on file.
func (h *House) CorrectStatement(ctx context.Context, actor homeward.Actor, id homeward.StatementID, in Correction) (homeward.StatementID, error) {
	if err := h.checkCorrection(in); err != nil {
		return "", err
	}
	fresh := homeward.StatementID(h.IDs.New("sm"))
	err := h.DB.Write(ctx, actor, homeward.StatementCorrect, statement(id), func(tx *store.Tx) error {
		s, err := tx.Statement(ctx, id)
		if err != nil {
			return err
		}
		if in.Place != "" {
			// Whoever may correct here may not for that reason write figures of another place.
			if err := tx.Within(ctx, homeward.Subject{Noun: "statement", ID: string(id), Area: in.Place}); err != nil {
				return err
			}
		}
		n := corrected(s, in)
		n.ID, n.Corrects, n.Key = fresh, s.ID, s.Key+"|"+string(fresh)
		if err := tx.InsertStatements(ctx, []homeward.Statement{n}); err != nil {
			return err
		}
		return decide(ctx, tx, actor, s, homeward.Review{Ends: true, Decision: homeward.StatementCorrected, Reason: in.Reason, ReplacedBy: fresh, KeepCase: in.KeepCase})
	})
	return fresh, err
}

func (h *House) checkCorrection(in Correction) error {
	if in.Place != "" {
		if err := h.knownPlace(in.Place); err != nil {
			return err
		}
	}
	if in.Families < 0 || in.People < 0 || in.Homes < 0 {
		return homeward.Errorf(homeward.Invalid, "statement.no_number")
	}
	if in.Families+in.People+in.Homes == 0 && in.Quantifier != string(figures.Vague) {
		return homeward.Errorf(homeward.Invalid, "statement.no_number")
	}
	return nil
}

// corrected is a statement with what a person put right.
func corrected(s homeward.Statement, in Correction) homeward.Statement {
	if in.Place != "" {
		s.Place, s.Places = in.Place, ""
	}
	if s.Kind != in.Kind {
		s.Measure = string(figures.MeasureOf(in.Kind, in.Place))
	}
	s.Kind, s.Phase, s.Quantifier = in.Kind, in.Phase, in.Quantifier
	s.Families, s.People, s.Homes = in.Families, in.People, in.Homes
	if s.AsOf != in.AsOf {
		s.AsOf, s.EventDate = in.AsOf, ""
		if !in.AsOf.IsZero() {
			s.EventDate = in.AsOf.String()
		}
	}
	s.Proposed, s.Flags, s.Reasons, s.Code = false, "", "[]", ""
	return s
}

// ArticleFile is one article with everything that was read in it and decided about it.
type ArticleFile struct {
	homeward.Article
	Statements []ReviewedStatement
}

// ReviewedStatement is a statement with the register's number beside it and what was decided about it.
type ReviewedStatement struct {
	Compared
	Reviews []homeward.Review
}

// Standing says whether the statement counts: nobody rejected or replaced it, and what a program read was confirmed.
func (s ReviewedStatement) Standing() bool {
	for _, r := range s.Reviews {
		if r.Ends {
			return false
		}
	}
	return !s.Proposed || len(s.Reviews) > 0
}

// Open says whether somebody has yet to look at it.
func (s ReviewedStatement) Open() bool { return s.Proposed && len(s.Reviews) == 0 }

// ViewArticle gives an article to those who see figures.
func (h *House) ViewArticle(ctx context.Context, actor homeward.Actor, id homeward.ArticleID) (out ArticleFile, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		if out.Article, err = tx.Article(ctx, id); err != nil {
			return err
		}
		out.Statements, err = h.reviewed(ctx, tx, id)
		return err
	})
	return out, err
}

// reviewed lists the statements of an article.
func (h *House) reviewed(ctx context.Context, tx *store.Tx, id homeward.ArticleID) ([]ReviewedStatement, error) {
	list, err := tx.StatementsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	reviews, err := tx.Reviews(ctx, id)
	if err != nil {
		return nil, err
	}
	histories := map[homeward.PlaceID][]figures.Moved{}
	var out []ReviewedStatement
	for _, s := range list {
		if _, ok := histories[s.Place]; !ok && s.Place != "" {
			if histories[s.Place], err = history(ctx, tx, s.Place); err != nil {
				return nil, err
			}
		}
		r := ReviewedStatement{Compared: explain(s, histories[s.Place])}
		for _, x := range reviews {
			if x.StatementID == s.ID {
				r.Reviews = append(r.Reviews, x)
			}
		}
		out = append(out, r)
	}
	return out, nil
}

// Cases lists the sentences that people asked to keep, as lines of the reader's own tests: what stands in each sentence
// by the last word of a person. A sentence about which something is undecided is not among them.
func (h *House) Cases(ctx context.Context, actor homeward.Actor) (out []string, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		all, err := tx.Reviews(ctx, "")
		if err != nil {
			return err
		}
		done, reader := map[homeward.ArticleID]bool{}, h.Reader()
		for _, r := range all {
			s, err := tx.Statement(ctx, r.StatementID)
			if err != nil {
				return err
			}
			if !r.KeepCase || done[s.ArticleID] {
				continue
			}
			done[s.ArticleID] = true
			a, err := tx.Article(ctx, s.ArticleID)
			if err != nil {
				return err
			}
			list, err := h.reviewed(ctx, tx, s.ArticleID)
			if err != nil {
				return err
			}
			out = append(out, casesOf(a, reader.Sentences(a.Text), list)...)
		}
		return nil
	})
	return out, err
}

// casesOf makes one line for each sentence of an article with a statement that is to be kept.
func casesOf(a homeward.Article, sentences []figures.Span, list []ReviewedStatement) (out []string) {
	for _, at := range sentences {
		var said []figures.Statement
		open, kept := false, false
		for _, s := range list {
			if s.SpanStart < at.Start || s.SpanStart >= at.End {
				continue
			}
			open = open || s.Open()
			for _, r := range s.Reviews {
				kept = kept || r.KeepCase
			}
			if s.Standing() {
				said = append(said, ledgerEntry(s.Statement, a).Statement)
			}
		}
		if kept && !open {
			out = append(out, figures.CaseLine("kept", a.Text[at.Start:at.End], said))
		}
	}
	return out
}

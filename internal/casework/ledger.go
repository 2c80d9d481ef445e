package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/figures"
	"homeward/internal/store"
)

// Imported is what came of a table of claims.
type Imported struct {
	Articles   int `json:"articles"`   // new ones
	Statements int `json:"statements"` // new ones
	// Already are statements that were there before, word for word or as a person wrote down the same figure.
	Already int `json:"already"`
	// Changed are statements that were there before with other words. They stay as they are: a person corrects them.
	Changed []string         `json:"changed,omitempty"`
	Bad     []figures.BadRow `json:"-"`
}

// ImportStatement takes a table of claims into the ledger. With bad rows nothing is taken, unless keepGood asks for the
// rest. A table that is imported twice is kept once.
func (h *House) ImportStatement(ctx context.Context, actor homeward.Actor, in figures.Claims, keepGood bool) (out Imported, err error) {
	if len(in.Bad) > 0 && !keepGood {
		return Imported{Bad: in.Bad}, homeward.Errorf(homeward.Invalid, "figures.import.bad", "Count", len(in.Bad)).WithHint("figures.import.bad.hint")
	}
	subject := homeward.Subject{Noun: "statement", ID: h.IDs.New("im"), Area: homeward.Programme}
	err = h.DB.Write(ctx, actor, homeward.StatementImport, subject, func(tx *store.Tx) error {
		out = Imported{Bad: in.Bad}
		old, err := tx.Articles(ctx)
		if err != nil {
			return err
		}
		kept, err := tx.AllStatements(ctx)
		if err != nil {
			return err
		}
		articles, statements := h.fresh(in, old, kept, &out)
		if err := tx.InsertArticles(ctx, articles); err != nil {
			return err
		}
		if err := tx.InsertStatements(ctx, statements); err != nil {
			return err
		}
		var ids []homeward.StatementID
		for _, s := range statements {
			ids = append(ids, s.ID)
		}
		tx.Detail(map[string]any{"came": out, "statements": ids})
		return nil
	})
	return out, err
}

// fresh parts a table into what is new and what was there before.
func (h *House) fresh(in figures.Claims, old []homeward.Article, kept []homeward.Statement, out *Imported) ([]homeward.Article, []homeward.Statement) {
	byKey := map[string]homeward.Article{}
	for _, a := range old {
		byKey[a.Key] = a
	}
	var articles []homeward.Article
	for _, c := range in.Articles {
		a := homeward.Article{Key: c.ID, Publisher: c.Publisher, URL: c.URL, Title: c.Title, Language: c.Language, PublishedOn: c.PublishedOn, Cluster: c.Cluster}
		if before, ok := byKey[a.Key]; ok {
			a.ID, a.RecordedSeq = before.ID, before.RecordedSeq
			if a != before {
				out.Changed = append(out.Changed, a.Key)
			}
			continue
		}
		a.ID = homeward.ArticleID(h.IDs.New("at"))
		byKey[a.Key] = a
		articles = append(articles, a)
	}
	before, byHand := map[[2]string]homeward.Statement{}, map[said][]homeward.Statement{}
	for _, s := range kept {
		before[[2]string{string(s.ArticleID), s.Key}] = s
		if s.Code == "" && s.Reasons == "[]" { // no table and no reader told it
			byHand[saidBy(s)] = append(byHand[saidBy(s)], s)
		}
	}
	var statements []homeward.Statement
	for _, e := range in.Entries {
		s := h.statementOf(e, byKey[e.Article])
		was, ok := before[[2]string{string(s.ArticleID), s.Key}]
		if !ok && slices.ContainsFunc(byHand[saidBy(s)], func(o homeward.Statement) bool {
			// A table may know only the month of what was written down with its day.
			return strings.HasPrefix(o.EventDate, s.EventDate) && (o.Source == s.Source && o.PublishedOn == s.PublishedOn || o.Source == homeward.UnnamedOutlet)
		}) {
			out.Already++
			continue
		}
		if !ok {
			s.ID = homeward.StatementID(h.IDs.New("sm"))
			statements = append(statements, s)
			continue
		}
		if s.ID, s.RecordedSeq = was.ID, was.RecordedSeq; same(s, was) {
			out.Already++
		} else {
			out.Changed = append(out.Changed, s.Code)
		}
	}
	out.Articles, out.Statements = len(articles), len(statements)
	return articles, statements
}

// said is what tells two notes of one published figure as the same, whatever each calls it. A figure that a person wrote
// down from an outlet, and a table brings again, is one figure.
type said struct {
	place            homeward.PlaceID
	kind             homeward.StatementKind
	families, people int
}

func saidBy(s homeward.Statement) said { return said{s.Place, s.Kind, s.Families, s.People} }

// same compares two statements, also where one of their fields is a pointer.
func same(a, b homeward.Statement) bool {
	x, y := a.IncludesToday, b.IncludesToday
	a.IncludesToday, b.IncludesToday = nil, nil
	return a == b && (x == nil) == (y == nil) && (x == nil || *x == *y)
}

// statementOf turns an entry of a ledger into what is kept.
func (h *House) statementOf(e figures.Entry, a homeward.Article) homeward.Statement {
	s := e.Statement.Stored()
	s.ArticleID, s.Key, s.Code, s.Source, s.URL = a.ID, e.Key, e.ID, a.Publisher, a.URL
	s.Block, s.PlaceText, s.Measure, s.EventDate, s.AsOfTime = e.Block, e.PlaceText, string(e.Measure), e.EventDate, e.AsOfTime
	s.PeopleMost, s.Homes, s.Rooms, s.Other = number(e.PeopleMost), number(e.Homes), writeRooms(e.Rooms), e.Other
	s.PeopleQuantifier, s.IncludesToday = string(e.PeopleQuantifier), e.IncludesToday
	s.Origin, s.Institution, s.Note = e.Origin, e.Institution, e.Note
	s.SpanStart, s.SpanEnd, s.Reasons = e.Start, e.End, writeReasons(e.Reasons)
	s.AsOf, s.PublishedOn = figures.EventDay(e.EventDate), a.PublishedOn
	s.Aside = e.Aside || e.Kind == "not_a_figure"
	s.Places = strings.Join(e.Places, "+")
	if s.Place != "" && h.knownPlace(s.Place) != nil {
		s.Place, s.Places = "", string(s.Place) // nobody's area; it is told by its own name
	}
	var flags []string
	for _, f := range e.Flags {
		flags = append(flags, string(f))
	}
	s.Flags = strings.Join(flags, " ")
	return s
}

func number(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// pointer is nil for a number that was not stated.
func pointer(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

func writeRooms(rooms map[string]int) string {
	var out []string
	for _, size := range slices.Sorted(maps.Keys(rooms)) {
		out = append(out, size+":"+strconv.Itoa(rooms[size]))
	}
	return strings.Join(out, " ")
}

func readRooms(s string) map[string]int {
	var out map[string]int
	for _, part := range strings.Fields(s) {
		size, n, _ := strings.Cut(part, ":")
		if v, err := strconv.Atoi(n); err == nil {
			if out == nil {
				out = map[string]int{}
			}
			out[size] = v
		}
	}
	return out
}

func writeReasons(list []homeward.Text) string {
	if len(list) == 0 {
		return "[]"
	}
	b, err := json.Marshal(list)
	if err != nil {
		return "[]" // arguments of reasons are words and numbers
	}
	return string(b)
}

// ledgerEntry turns what is kept into an entry of a ledger.
func ledgerEntry(s homeward.Statement, a homeward.Article) figures.Entry {
	e := figures.Entry{ID: s.Code, Key: s.Key, Article: a.Key, Publisher: a.Publisher, Cluster: a.Cluster, Note: s.Note, Other: s.Other, Aside: s.Aside}
	if e.ID == "" {
		e.ID = string(s.ID)
	}
	if e.Cluster == "" {
		e.Cluster = e.Article
	}
	e.File, e.Block, e.PlaceText, e.Kind, e.Measure = a.Key, s.Block, s.PlaceText, s.Kind, figures.Measure(s.Measure)
	switch places := strings.Split(s.Places, "+"); {
	case s.Place != "":
		p := string(s.Place)
		e.Place = &p
	case len(places) == 1 && places[0] != "":
		e.Place = &places[0]
	case len(places) > 1:
		e.Places = places
	}
	if s.Phase != "" {
		p := figures.Phase(s.Phase)
		e.Phase = &p
	}
	e.Families, e.People, e.PeopleMost, e.Homes, e.Rooms = pointer(s.Families), pointer(s.People), pointer(s.PeopleMost), pointer(s.Homes), readRooms(s.Rooms)
	e.Quantifier, e.PeopleQuantifier = figures.Quantifier(s.Quantifier), figures.Quantifier(s.PeopleQuantifier)
	e.EventDate, e.AsOfTime, e.IncludesToday, e.Origin, e.Institution = s.EventDate, s.AsOfTime, s.IncludesToday, s.Origin, s.Institution
	e.Start, e.End = s.SpanStart, s.SpanEnd
	for _, f := range strings.Fields(s.Flags) {
		e.Flags = append(e.Flags, figures.Flag(f))
	}
	return e
}

// ledger is the operation's ledger: the statements that stand, with their articles.
func (h *House) ledger(ctx context.Context, tx *store.Tx) (*figures.Ledger, error) {
	list, err := tx.Statements(ctx)
	if err != nil {
		return nil, err
	}
	articles, err := tx.Articles(ctx)
	if err != nil {
		return nil, err
	}
	byID := map[homeward.ArticleID]homeward.Article{}
	for _, a := range articles {
		byID[a.ID] = a
	}
	var entries []figures.Entry
	for _, s := range list {
		entries = append(entries, ledgerEntry(s, byID[s.ArticleID]))
	}
	// As in a table of claims: F001.2 before F001.10, whatever the order they were kept in.
	slices.SortStableFunc(entries, func(a, b figures.Entry) int {
		return cmp.Or(cmp.Compare(a.Article, b.Article), cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Key, b.Key))
	})
	return figures.NewLedger(entries), nil
}

// Reconcile looks for contradictions in the operation's ledger, and for published figures that the register of the same
// place does not show. place limits it; "" is everywhere.
func (h *House) Reconcile(ctx context.Context, actor homeward.Actor, place homeward.PlaceID) (out []figures.Contradiction, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		l, err := h.ledger(ctx, tx)
		if err != nil {
			return err
		}
		out = figures.Reconcile(l, string(place))
		more, err := h.againstRegister(ctx, tx, place)
		out = append(out, more...)
		slices.SortStableFunc(out, func(a, b figures.Contradiction) int { return a.Date.Time().Compare(b.Date.Time()) })
		return err
	})
	return out, err
}

// CountContradictions counts what does not add up in the operation's ledger, by place.
func (h *House) CountContradictions(ctx context.Context, actor homeward.Actor) (out map[homeward.PlaceID]int, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		l, err := h.ledger(ctx, tx)
		if err != nil {
			return err
		}
		out = map[homeward.PlaceID]int{}
		for _, c := range figures.Reconcile(l, "") {
			for _, p := range splitPlaces(c.Place) {
				out[p]++
			}
		}
		return nil
	})
	return out, err
}

// againstRegister finds published figures that differ from the register's, in places where it has settled anybody.
func (h *House) againstRegister(ctx context.Context, tx *store.Tx, place homeward.PlaceID) ([]figures.Contradiction, error) {
	days, err := tx.Settled(ctx)
	if err != nil {
		return nil, err
	}
	list, err := tx.Statements(ctx)
	if err != nil {
		return nil, err
	}
	histories := map[homeward.PlaceID][]figures.Moved{}
	for _, d := range days {
		if _, ok := histories[d.Place]; ok || place != "" && d.Place != place {
			continue
		}
		if histories[d.Place], err = history(ctx, tx, d.Place); err != nil {
			return nil, err
		}
	}
	var out []figures.Contradiction
	for _, s := range list {
		known, ok := histories[s.Place]
		if !ok {
			continue
		}
		if c := explain(s, known); c.Agrees != nil && !*c.Agrees {
			out = append(out, contradicts(c))
		}
	}
	return out, nil
}

// contradicts tells a difference from the register as a contradiction: both numbers, and what explains it or nothing.
func contradicts(c Compared) figures.Contradiction {
	out := figures.Contradiction{Rule: "register", Place: string(c.Place), Date: c.AsOf}
	for _, v := range []struct {
		unit       string
		said, here int
	}{{"families", c.Families, c.Register.Households}, {"people", c.People, c.Register.Individuals}} {
		if v.said != 0 {
			out.Values = append(out.Values, figures.Value{Value: v.said, Unit: v.unit, Source: c.Source, Statement: code(c.Statement)},
				figures.Value{Value: v.here, Unit: v.unit, Source: "register"})
		}
	}
	out.Explanation = homeward.T("figures.rule.register_open", "Difference", c.Explanation)
	if len(c.Because) > 0 {
		out.Explanation = homeward.T("figures.rule.register_explained", "Difference", c.Explanation, "Causes", figures.CauseTexts(c.Because))
	}
	return out
}

package casework

import (
	"context"
	"slices"

	"homeward"
	"homeward/internal/disclosure"
	"homeward/internal/figures"
	"homeward/internal/store"
)

// PlaceLedger is everything that was published about a place, with what the register shows beside it.
type PlaceLedger struct {
	Place      homeward.PlaceID
	Today      homeward.Date
	Days       []RegisterDay
	Statements []Compared // those that stand, by day
	Found      []figures.Contradiction
	// IDs leads from what a source's table calls a statement to the statement.
	IDs      map[string]homeward.StatementID
	Releases []Paragraph
}

// RegisterDay is a day on which somebody set out for a place, came, or got keys, with how many waited at its end.
type RegisterDay struct {
	Day                    homeward.Date
	Sent, Arrived, Settled homeward.Count
	ToDate, Waiting        homeward.Count
}

// ViewPlaceLedger gives the ledger of a place to those who sign in. What the public is shown is PublicLedger.
func (h *House) ViewPlaceLedger(ctx context.Context, actor homeward.Actor, place homeward.PlaceID) (out PlaceLedger, err error) {
	if err := h.knownLedger(place); err != nil {
		return out, err
	}
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		out = PlaceLedger{Place: place, Today: tx.Today(), IDs: map[string]homeward.StatementID{}}
		known, err := history(ctx, tx, place)
		if err != nil {
			return err
		}
		out.Days = registerDays(known)
		list, err := tx.Statements(ctx)
		if err != nil {
			return err
		}
		for _, s := range list {
			out.IDs[code(s)] = s.ID
			if !s.Aside && h.about(s, place) {
				out.Statements = append(out.Statements, h.comparedWith(s, known))
			}
		}
		l, err := h.ledger(ctx, tx)
		if err != nil {
			return err
		}
		out.Found = figures.Reconcile(l, string(place))
		out.Releases, err = releases(ctx, tx, place)
		return err
	})
	return out, err
}

func (h *House) knownLedger(place homeward.PlaceID) error {
	if _, ok := h.Places.Place(place); !ok {
		return homeward.Errorf(homeward.NotFound, "figures.release.no_place", "Place", string(place))
	}
	return nil
}

// code is what a finding calls a statement.
func code(s homeward.Statement) string {
	if s.Code == "" {
		return string(s.ID)
	}
	return s.Code
}

// about says whether a statement names a place, alone or with others.
func (h *House) about(s homeward.Statement, place homeward.PlaceID) bool {
	return s.Place == place || slices.Contains(splitPlaces(s.Places), place)
}

// comparedWith compares a statement with the register of its own place; one number for several places is not compared
// with one of them.
func (h *House) comparedWith(s homeward.Statement, known []figures.Moved) Compared {
	if s.Place == "" || len(known) == 0 {
		return Compared{Statement: s}
	}
	return explain(s, known)
}

// registerDays lists the days on which anything happened on the way to a place.
func registerDays(known []figures.Moved) []RegisterDay {
	seen := map[homeward.Date]bool{}
	for _, m := range known {
		seen[m.Settled] = true
		for _, p := range m.Members {
			seen[p.Sent], seen[p.Arrived] = true, true
		}
	}
	delete(seen, homeward.Date{})
	var out []RegisterDay
	for d := range seen {
		on := figures.CountOn(known, homeward.Increment, d)
		out = append(out, RegisterDay{Day: d, Sent: on.Sent, Arrived: on.Arrived, Settled: on.Settled,
			ToDate: figures.CountOn(known, homeward.Cumulative, d).Settled, Waiting: figures.Waiting(known, d)})
	}
	slices.SortFunc(out, func(a, b RegisterDay) int { return a.Day.Time().Compare(b.Day.Time()) })
	return out
}

// PublicLedger is what everybody may see of a place: what was published, as it was published, what the register shows
// on days that tell of no small group, and what was released. Reasons for differences are about single families and
// stay inside.
type PublicLedger struct {
	Place      homeward.PlaceID
	Today      homeward.Date
	Days       []SettledDay // of groups large enough to be told
	Minimum    int
	Statements []homeward.Statement
	Releases   []Paragraph
}

// PublicLedgerOf gives the public ledger of a place.
func (h *House) PublicLedgerOf(ctx context.Context, place homeward.PlaceID) (out PublicLedger, err error) {
	if err := h.knownLedger(place); err != nil {
		return out, err
	}
	err = h.DB.List(ctx, Public(), homeward.FigureView, func(tx *store.Tx) error {
		out = PublicLedger{Place: place, Today: tx.Today(), Minimum: disclosure.DefaultMinimum}
		settled, err := tx.Settled(ctx)
		if err != nil {
			return err
		}
		out.Days = tellable(place, settled, tx.Now)
		list, err := tx.Statements(ctx)
		if err != nil {
			return err
		}
		for _, s := range list {
			// What was published of one or two families is public, and no reason to publish it again.
			if small := s.Kind == homeward.Increment && s.Families > 0 && s.Families < out.Minimum; !small && !s.Aside && h.about(s, place) {
				out.Statements = append(out.Statements, s)
			}
		}
		out.Releases, err = releases(ctx, tx, place)
		return err
	})
	return out, err
}

// tellable lists the days of a place whose groups may be told, small ones with those after them.
func tellable(place homeward.PlaceID, settled []store.SettledDay, now homeward.Instant) (out []SettledDay) {
	days := movesOf(place, settled)
	for _, m := range days {
		d := figures.DayOf(place, days, m.Day, disclosure.DefaultMinimum, now)
		if !d.Waits && d.Group.Households > 0 {
			out = append(out, SettledDay{Day: m.Day, Of: d.Group, ToDate: d.Total()})
		}
	}
	return out
}

func movesOf(place homeward.PlaceID, settled []store.SettledDay) (days []figures.Moves) {
	for _, s := range settled {
		if s.Place == place {
			days = append(days, figures.Moves{Day: s.Day, Of: homeward.Count{Households: s.Households, Individuals: s.Individuals}})
		}
	}
	return days
}

// StatementFile is one statement with its article, what others say of the same, and what does not add up with it.
type StatementFile struct {
	ReviewedStatement
	Article  homeward.Article
	Others   []homeward.Statement // of the same place, measure and day, or a day apart
	Found    []figures.Contradiction
	IDs      map[string]homeward.StatementID
	Replaced homeward.StatementID // what stands instead of it
}

// ViewStatement gives one statement to those who see figures.
func (h *House) ViewStatement(ctx context.Context, actor homeward.Actor, id homeward.StatementID) (out StatementFile, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		s, err := tx.Statement(ctx, id)
		if err != nil {
			return err
		}
		if out.Article, err = tx.Article(ctx, s.ArticleID); err != nil {
			return err
		}
		list, err := h.reviewed(ctx, tx, s.ArticleID)
		if err != nil {
			return err
		}
		for _, r := range list {
			if r.ID == id {
				out.ReviewedStatement = r
			}
		}
		for _, r := range out.Reviews {
			if r.Ends {
				out.Replaced = r.ReplacedBy
			}
		}
		return h.around(ctx, tx, s, &out)
	})
	return out, err
}

// around finds what else was published about the same, and what does not add up.
func (h *House) around(ctx context.Context, tx *store.Tx, s homeward.Statement, out *StatementFile) error {
	all, err := tx.Statements(ctx)
	if err != nil {
		return err
	}
	out.IDs = map[string]homeward.StatementID{}
	for _, o := range all {
		out.IDs[code(o)] = o.ID
		apart := s.AsOf.DaysUntil(o.AsOf)
		if o.ID != s.ID && !o.Aside && o.Place == s.Place && o.Places == s.Places && o.Kind == s.Kind && o.Measure == s.Measure && -1 <= apart && apart <= 1 {
			out.Others = append(out.Others, o)
		}
	}
	l, err := h.ledger(ctx, tx)
	if err != nil {
		return err
	}
	for _, c := range figures.Reconcile(l, string(s.Place)) {
		if s.Place != "" && slices.ContainsFunc(c.Values, func(v figures.Value) bool { return v.Statement == code(s) }) {
			out.Found = append(out.Found, c)
		}
	}
	return nil
}

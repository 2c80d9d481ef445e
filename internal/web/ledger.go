package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/figures"
	"homeward/internal/i18n"

	"github.com/a-h/templ"
)

// ledgerView is everything that was published about a place, and the register beside it. The public one has no verdicts,
// no causes and only days that may be told.
type ledgerView struct {
	Place      homeward.PlaceID
	Public     bool
	Curve      curve
	Totals     []totalRow
	Days       []casework.RegisterDay
	Open       []casework.SettledDay // days of the public ledger
	Minimum    int
	Found      []foundRow
	Statements []casework.Compared
	Releases   []casework.Paragraph
	MayRelease bool
}

// totalRow is what a place had come to by a day: as published, and as the register has it.
type totalRow struct {
	On       homeward.Date
	Said     []casework.Compared // sources that say the same
	Register *homeward.Count
	Verdict  *tag
}

// foundRow is a contradiction with its values led back to their statements.
type foundRow struct {
	Title, Text string
	On          homeward.Date
	Values      []foundValue
}

type foundValue struct {
	Number, Source string
	Address        string // of the statement, if it has a page
	Supported      bool
}

// newestFirst is how lists of days are read: what is new stands on top.
func newestFirst[T any](list []T, day func(T) homeward.Date) []T {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b T) int { return day(b).Time().Compare(day(a).Time()) })
	return out
}

func (v *visit) getPlaceLedger() error {
	l, err := v.srv.House.ViewPlaceLedger(v.r.Context(), v.actor, homeward.PlaceID(v.r.PathValue("place")))
	if err != nil {
		return err
	}
	f := v.frame("web.ledger.title", "Place", l.Place)
	x := ledgerView{Place: l.Place, Releases: l.Releases, MayRelease: v.may(homeward.FigureRelease, l.Place)}
	x.Days = newestFirst(l.Days, func(d casework.RegisterDay) homeward.Date { return d.Day })
	x.Statements = newestFirst(l.Statements, func(c casework.Compared) homeward.Date { return c.AsOf })
	x.Totals = totals(f, l.Statements, true)
	x.Found = found(f, l.Found, l.IDs)
	var steps []point
	for _, d := range l.Days {
		if d.Settled.Individuals > 0 {
			steps = append(steps, point{d.Day, d.ToDate.Individuals})
		}
	}
	x.Curve = newCurve(f, l.Today, saidPoints(l.Statements, l.Found), steps)
	return v.page(ledgerPage(f, x))
}

func (v *visit) getPublicLedger() error {
	l, err := v.srv.House.PublicLedgerOf(v.r.Context(), homeward.PlaceID(v.r.PathValue("place")))
	if err != nil {
		return err
	}
	f := v.frame("web.ledger.title", "Place", l.Place)
	x := ledgerView{Place: l.Place, Public: true, Releases: l.Releases, Minimum: l.Minimum}
	for _, s := range l.Statements {
		x.Statements = append(x.Statements, casework.Compared{Statement: s})
	}
	x.Totals = totals(f, x.Statements, false)
	var steps []point
	for _, d := range l.Days {
		steps = append(steps, point{d.Day, d.ToDate.Individuals})
	}
	x.Curve = newCurve(f, l.Today, saidPoints(x.Statements, nil), steps)
	x.Open = newestFirst(l.Days, func(d casework.SettledDay) homeward.Date { return d.Day })
	x.Statements = newestFirst(x.Statements, func(c casework.Compared) homeward.Date { return c.AsOf })
	return v.page(ledgerPage(f, x))
}

// isTotal says whether a statement is a total of the settled, which a curve can show.
func isTotal(s homeward.Statement) bool {
	return s.Kind == homeward.Cumulative && s.Places == "" && (s.Measure == "" || s.Measure == string(figures.Settled)) && !s.AsOf.IsZero() && s.Families+s.People > 0
}

// totals puts the totals of a place together by day and number, the newest first.
func totals(f *frame, list []casework.Compared, verdicts bool) []totalRow {
	var out []totalRow
	for _, c := range list {
		if !isTotal(c.Statement) {
			continue
		}
		i := slices.IndexFunc(out, func(r totalRow) bool {
			s := r.Said[0]
			return r.On == c.AsOf && s.Families == c.Families && s.People == c.People && s.Quantifier == c.Quantifier
		})
		if i >= 0 {
			out[i].Said = append(out[i].Said, c)
			continue
		}
		row := totalRow{On: c.AsOf, Said: []casework.Compared{c}, Register: c.Register}
		if verdicts {
			t := verdict(f, c)
			row.Verdict = &t
		}
		out = append(out, row)
	}
	return newestFirst(out, func(r totalRow) homeward.Date { return r.On })
}

// saidPoints are the published totals in people, with a mark on those of a contradiction.
func saidPoints(list []casework.Compared, contradictions []figures.Contradiction) []saidPoint {
	marked := map[string]bool{}
	for _, c := range contradictions {
		for _, v := range c.Values {
			marked[v.Statement] = true
		}
	}
	var out []saidPoint
	for _, c := range list {
		if isTotal(c.Statement) && c.People > 0 {
			out = append(out, saidPoint{point{c.AsOf, c.People}, c.Quantifier == "" || c.Quantifier == "exact", marked[cmp.Or(c.Code, string(c.ID))]})
		}
	}
	slices.SortStableFunc(out, func(a, b saidPoint) int { return a.on.Time().Compare(b.on.Time()) })
	return out
}

// found tells contradictions with their values, each led back to its statement.
func found(f *frame, list []figures.Contradiction, ids map[string]homeward.StatementID) []foundRow {
	var out []foundRow
	for _, c := range newestFirst(list, func(c figures.Contradiction) homeward.Date { return c.Date }) {
		row := foundRow{Title: f.T("web.found." + c.Rule), Text: f.Text(c.Explanation), On: c.Date}
		for _, v := range c.Values {
			x := foundValue{Number: f.T("web.unit."+v.Unit, "Count", v.Value), Source: f.Outlet(cmp.Or(v.Publisher, v.Source)),
				Supported: c.Supports != nil && c.Supports.Statement == v.Statement && c.Supports.Unit == v.Unit && c.Supports.Value == v.Value}
			if id := ids[v.Statement]; id != "" {
				x.Address = "/statements/" + string(id)
			}
			if !slices.Contains(row.Values, x) {
				row.Values = append(row.Values, x)
			}
		}
		out = append(out, row)
	}
	return out
}

// ledgerRow is a place in the list of ledgers.
type ledgerRow struct {
	Place    homeward.PlaceID
	Settled  homeward.Count
	Total    *casework.Compared // the newest total that was published
	Said     int
	Findings int
}

// ledgerRows lists the places that anything was published about or anybody settled in.
func ledgerRows(l *i18n.Localizer, fig casework.Figures, findings map[homeward.PlaceID]int) []ledgerRow {
	rows := map[homeward.PlaceID]*ledgerRow{}
	at := func(p homeward.PlaceID) *ledgerRow {
		if rows[p] == nil {
			rows[p] = &ledgerRow{Place: p, Findings: findings[p]}
		}
		return rows[p]
	}
	for _, p := range fig.Settled {
		at(p.Place).Settled = p.Total
	}
	for _, c := range fig.Statements {
		if c.Place == "" {
			continue
		}
		row := at(c.Place)
		row.Said++
		if isTotal(c.Statement) && (row.Total == nil || !c.AsOf.Before(row.Total.AsOf)) {
			row.Total = &c
		}
	}
	var out []ledgerRow
	for _, r := range rows {
		out = append(out, *r)
	}
	i18n.Sort(l, out, func(r ledgerRow) string { return l.Place(r.Place) })
	return out
}

// statementTitle is what a statement says, in one line: its numbers and what they count.
func statementTitle(f *frame, s homeward.Statement) string {
	return f.T("figures.kind."+string(s.Kind)) + ": " + numbersOf(f, s)
}

// numbersOf writes the numbers of a statement as far as it gave any.
func numbersOf(f *frame, s homeward.Statement) string {
	var parts []string
	if s.Families != 0 {
		parts = append(parts, f.T("common.families", "Count", s.Families))
	}
	if s.People != 0 {
		n := f.T("common.people", "Count", s.People)
		if s.PeopleMost != 0 {
			n = f.Number(s.People) + "–" + f.T("common.people", "Count", s.PeopleMost)
		}
		parts = append(parts, n)
	}
	if s.Homes != 0 {
		parts = append(parts, f.T("web.unit.homes", "Count", s.Homes))
	}
	for room := range strings.FieldsSeq(s.Rooms) {
		size, n, _ := strings.Cut(room, ":")
		parts = append(parts, f.T("web.statement.rooms", "Size", size, "Number", n))
	}
	if s.Other != "" {
		parts = append(parts, s.Other)
	}
	if len(parts) == 0 {
		return f.T("figures.quantifier.vague")
	}
	said := strings.Join(parts, ", ")
	if s.Quantifier != "" && s.Quantifier != string(figures.Exact) && s.Quantifier != string(figures.Vague) {
		said = f.T("figures.quantifier."+s.Quantifier) + " " + said
	}
	return said
}

// placeOf shows the place of a statement: one, several, or the words of its source.
func (f *frame) placeOf(s homeward.Statement) templ.Component {
	if s.Place != "" {
		return f.Place(s.Place)
	}
	return plainText(f.placesText(s))
}

func (f *frame) placesText(s homeward.Statement) string {
	if s.Place != "" {
		return f.PlaceText(s.Place)
	}
	var names []string
	for p := range strings.SplitSeq(s.Places, "+") {
		if p == "" {
			continue
		}
		if _, ok := f.Places.Place(homeward.PlaceID(p)); !ok {
			return cmp.Or(s.PlaceText, p)
		}
		names = append(names, f.PlaceShort(homeward.PlaceID(p)))
	}
	return cmp.Or(strings.Join(names, " + "), s.PlaceText, f.T("common.unknown"))
}

func plainText(s string) templ.Component { return templ.Raw(templ.EscapeString(s)) }

// said is a sentence for the causes of a difference, or that it is open.
func causes(f *frame, c casework.Compared) []string {
	var out []string
	for _, x := range c.Because {
		out = append(out, f.Text(figures.CauseText(x)))
	}
	if c.Agrees != nil && !*c.Agrees && len(out) == 0 {
		out = append(out, f.T("web.statement.open"))
	}
	return out
}

func pair(f *frame, c homeward.Count) string {
	return fmt.Sprintf("%s / %s", f.Number(c.Households), f.Number(c.Individuals))
}

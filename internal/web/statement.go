package web

import (
	"encoding/json"
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
	"homeward/internal/figures"
)

// may says whether the reader may do something to figures of a place; the page then offers it. The step asks again.
func (v *visit) may(action homeward.Action, place homeward.PlaceID) bool {
	return v.allowed(action, place) == nil
}

// allowed is nil, or the refusal that the step itself would give.
func (v *visit) allowed(action homeward.Action, place homeward.PlaceID) error {
	area := place
	if area == "" {
		area = homeward.Programme
	}
	within := casework.Areas(v.srv.House.Places).Within(area)
	info, _ := action.Info()
	_, err := access.Check(v.actor, action, homeward.Subject{Noun: info.Noun, Area: area}, within)
	return err
}

// ledgerPath leads back to the figures.
func ledgerPath(f *frame, public bool) []navItem {
	if public {
		return []navItem{{Address: "/public", Text: f.T("web.public.title")}}
	}
	return []navItem{{Address: "/figures", Text: f.T("web.figures.title")}}
}

// statementView is one statement: what it says, who said it, why it was read so, and what does not agree with it.
type statementView struct {
	casework.StatementFile
	Reasons []string
	Flags   []string
	Quote   quote
	Found   []foundRow
	Form    *form
	May     bool
	State   tag
}

// quote is a sentence with what was read in it marked.
type quote struct{ Before, Marked, After string }

func (v *visit) getStatement() error {
	id, err := v.id("sm")
	if err != nil {
		return err
	}
	return v.statement(homeward.StatementID(id), 200, nil)
}

func (v *visit) statement(id homeward.StatementID, code int, fm *form) error {
	s, err := v.srv.House.ViewStatement(v.r.Context(), v.actor, id)
	if err != nil {
		return err
	}
	f := v.frame("web.statement.title")
	x := statementView{StatementFile: s, Found: found(f, s.Found, s.IDs), May: v.may(homeward.StatementCorrect, s.Place) && !ended(s.ReviewedStatement), State: stateOf(f, s.ReviewedStatement)}
	x.Reasons, x.Flags = reasonsOf(f, s.Statement), flagsOf(f, s.Statement)
	x.Quote = quoteOf(v.srv.House.Reader(), s.Article.Text, s.Statement)
	if x.Form = fm; fm == nil {
		x.Form = v.statementForm(s.Statement)
	}
	return v.send(code, statementPage(f, x))
}

// ended says whether a statement was rejected or replaced.
func ended(s casework.ReviewedStatement) bool {
	for _, r := range s.Reviews {
		if r.Ends {
			return true
		}
	}
	return false
}

// stateOf says what became of a statement.
func stateOf(f *frame, s casework.ReviewedStatement) tag {
	switch {
	case s.Open():
		return shown(waits, f.T("web.statement.proposed"))
	case s.Standing() && s.Proposed:
		return shown(done, f.T("web.statement.confirmed"))
	case s.Standing():
		return shown(done, f.T("web.statement.stands"))
	}
	for _, r := range s.Reviews {
		if r.Decision == homeward.StatementCorrected {
			return tag{"is-plain", "ended", f.T("web.statement.corrected")}
		}
	}
	return tag{"is-plain", "ended", f.T("web.statement.rejected")}
}

func reasonsOf(f *frame, s homeward.Statement) []string {
	var texts []homeward.Text
	if json.Unmarshal([]byte(s.Reasons), &texts) != nil {
		return nil
	}
	var out []string
	for _, t := range texts {
		out = append(out, f.Text(t))
	}
	return out
}

func flagsOf(f *frame, s homeward.Statement) []string {
	var out []string
	for flag := range strings.FieldsSeq(s.Flags) {
		out = append(out, f.T("figures.flag."+flag))
	}
	return out
}

// quoteOf cuts the sentence that a statement was read from.
func quoteOf(r *figures.Reader, text string, s homeward.Statement) quote {
	if text == "" || s.SpanEnd <= s.SpanStart || s.SpanEnd > len(text) {
		return quote{}
	}
	start, end := s.SpanStart, s.SpanEnd
	for _, x := range r.Sentences(text) {
		if x.Start <= s.SpanStart && s.SpanStart < x.End {
			start, end = x.Start, max(x.End, s.SpanEnd)
		}
	}
	return quote{text[start:s.SpanStart], text[s.SpanStart:s.SpanEnd], text[s.SpanEnd:end]}
}

// statementForm holds a statement as it was read, to be put right.
func (v *visit) statementForm(s homeward.Statement) *form {
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	as := ""
	if !s.AsOf.IsZero() {
		as = s.AsOf.String()
	}
	return v.blank("place", string(s.Place), "kind", string(s.Kind), "phase", s.Phase, "quantifier", s.Quantifier,
		"families", number(s.Families), "people", number(s.People), "homes", number(s.Homes), "as_of", as)
}

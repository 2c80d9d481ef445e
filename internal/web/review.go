package web

import (
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/figures"
	"homeward/internal/i18n"
)

// readView is the form for a text whose figures are to be read.
type readView struct{ Form *form }

// articleView is a text with its figures marked, and each beside the register's number.
type articleView struct {
	casework.ArticleFile
	Pieces []piece
	Rows   []articleRow
	Left   int // to be looked at
	May    bool
}

// piece is a stretch of a text; Mark is the number of the statement that was read from it, 0 for none.
type piece struct {
	Text string
	Mark int
}

// articleRow is one figure of a text.
type articleRow struct {
	casework.ReviewedStatement
	Number  int
	State   tag
	Reasons []string
	Flags   []string
	May     bool
}

func (v *visit) getRead() error {
	if err := v.allowed(homeward.StatementPropose, ""); err != nil {
		return err
	}
	return v.page(readPage(v.frame("web.read.title"), readView{v.blank()}))
}

// maxReading is the largest form of a text: the text itself and what is said about it.
const maxReading = figures.MaxSource + 1<<16

// readingForm reads the form of a text, sent with a file or without, and keeps all of it in memory: a text may be
// confidential before it is published, and no copy of it is left on a disk.
func (v *visit) readingForm() (*form, error) {
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, 3*maxReading) // a pasted text may be written with three bytes for one
	kind, _, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		if err := v.r.ParseForm(); err != nil {
			return nil, homeward.Errorf(homeward.Invalid, "error.form").Because(err)
		}
		return &form{l: v.Localizer, values: v.r.PostForm}, nil
	}
	if err := v.r.ParseMultipartForm(3 * maxReading); err != nil {
		return nil, homeward.Errorf(homeward.Invalid, "error.form").Because(err)
	}
	fm := &form{l: v.Localizer, values: v.r.PostForm}
	file, _, err := v.r.FormFile("file")
	if err != nil {
		return fm, nil // no file was chosen
	}
	defer file.Close()
	b, err := io.ReadAll(io.LimitReader(file, figures.MaxSource+1))
	if err != nil {
		return nil, homeward.Errorf(homeward.Invalid, "error.form").Because(err)
	}
	switch {
	case figures.IsBinary(b):
		fm.refuse("file", "web.read.no_text")
	case len(b) > 0:
		fm.values.Set("text", string(b))
	}
	return fm, nil
}

func (v *visit) postRead() error {
	fm, err := v.readingForm()
	if err != nil {
		return err
	}
	in := casework.Read{Publisher: fm.need("publisher", "web.read.need_publisher"), URL: fm.text("url"), Text: fm.values.Get("text"), PublishedOn: fm.date("published")}
	if fm.OK() && strings.TrimSpace(in.Text) == "" {
		fm.refuse("text", "web.read.need_text")
	}
	if in.URL != "" && !strings.HasPrefix(in.URL, "https://") && !strings.HasPrefix(in.URL, "http://") {
		fm.refuse("url", "web.read.url")
	}
	if fm.OK() {
		id, err := v.srv.House.ProposeStatement(v.r.Context(), v.actor, in)
		if err == nil {
			return v.to("/articles/"+string(id), "web.read.done")
		}
		if err := fm.refuseErr("text", err); err != nil {
			return err
		}
	}
	return v.send(http.StatusUnprocessableEntity, readPage(v.frame("web.read.title"), readView{fm}))
}

func (v *visit) getArticle() error {
	id, err := v.id("at")
	if err != nil {
		return err
	}
	a, err := v.srv.House.ViewArticle(v.r.Context(), v.actor, homeward.ArticleID(id))
	if err != nil {
		return err
	}
	f := v.frame("web.article.title", "Publisher", a.Publisher)
	x := articleView{ArticleFile: a}
	for _, s := range a.Statements {
		if s.Corrects != "" {
			continue // told where it stands instead of another
		}
		row := articleRow{ReviewedStatement: s, Number: len(x.Rows) + 1, State: stateOf(f, s), Reasons: reasonsOf(f, s.Statement), Flags: flagsOf(f, s.Statement)}
		row.May = s.Open() && v.may(homeward.StatementConfirm, s.Place)
		if s.Open() {
			x.Left++
		}
		x.Rows = append(x.Rows, row)
	}
	x.Pieces = pieces(a.Text, x.Rows)
	return v.page(articlePage(f, x))
}

// pieces cuts a text at its marks. Where two figures share words, the first has them.
func pieces(text string, rows []articleRow) []piece {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b articleRow) int { return a.SpanStart - b.SpanStart })
	var out []piece
	at := 0
	for _, r := range rows {
		if r.SpanStart < at || r.SpanEnd <= r.SpanStart || r.SpanEnd > len(text) {
			continue
		}
		out = append(out, piece{Text: text[at:r.SpanStart]}, piece{text[r.SpanStart:r.SpanEnd], r.Number})
		at = r.SpanEnd
	}
	return append(out, piece{Text: text[at:]})
}

// backTo is where a decision leads: to the text, if there is one, else to the statement.
func (v *visit) backTo(id homeward.StatementID, key string) error {
	s, err := v.srv.House.ViewStatement(v.r.Context(), v.actor, id)
	if err != nil {
		return err
	}
	if s.Article.Text != "" {
		return v.to("/articles/"+string(s.Article.ID), key)
	}
	return v.to("/statements/"+string(id), key)
}

func (v *visit) postConfirm() error {
	id, err := v.id("sm")
	if err != nil {
		return err
	}
	if err := v.srv.House.ConfirmStatement(v.r.Context(), v.actor, homeward.StatementID(id), false); err != nil {
		return err
	}
	return v.backTo(homeward.StatementID(id), "web.review.confirmed")
}

func (v *visit) postReject() error {
	id, err := v.id("sm")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	if err := v.srv.House.RejectStatement(v.r.Context(), v.actor, homeward.StatementID(id), fm.text("why"), fm.checked("keep_rejected")); err != nil {
		return err
	}
	return v.backTo(homeward.StatementID(id), "web.review.rejected")
}

func (v *visit) postCorrect() error {
	raw, err := v.id("sm")
	if err != nil {
		return err
	}
	id := homeward.StatementID(raw)
	fm, err := v.form()
	if err != nil {
		return err
	}
	count := func(name string) int {
		if fm.text(name) == "" {
			return 0
		}
		return fm.number(name, 0, 1e7)
	}
	in := casework.Correction{Place: homeward.PlaceID(fm.text("place")), Kind: choice(fm, "kind", figures.Kinds), Phase: fm.text("phase"),
		Quantifier: string(choice(fm, "quantifier", quantifiers)), Families: count("families"), People: count("people"), Homes: count("homes"),
		AsOf: fm.date("as_of"), Reason: fm.text("reason"), KeepCase: fm.checked("keep")}
	if in.Phase != "" {
		in.Phase = string(choice(fm, "phase", []figures.Phase{figures.Sent, figures.Arrived}))
	}
	if fm.OK() {
		_, err := v.srv.House.CorrectStatement(v.r.Context(), v.actor, id, in)
		if err == nil {
			return v.backTo(id, "web.review.corrected")
		}
		if homeward.KindOf(err) != homeward.Invalid {
			return err
		}
		if err := fm.refuseErr("families", err); err != nil {
			return err
		}
	}
	return v.statement(id, http.StatusUnprocessableEntity, fm)
}

// getCases gives the sentences that were asked to be kept, as lines of the reader's own tests.
func (v *visit) getCases() error {
	lines, err := v.srv.House.Cases(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	return v.file("cases.txt", "text/plain; charset=utf-8", []byte(strings.Join(append(lines, ""), "\n")))
}

var quantifiers = []figures.Quantifier{figures.Exact, figures.About, figures.MoreThan, figures.AtLeast, figures.LessThan, figures.UpTo, figures.Range, figures.Vague}

func kindOptions(f *frame) []option { return words(f.Localizer, "figures.kind.", figures.Kinds) }

func quantifierOptions(f *frame) []option {
	return words(f.Localizer, "figures.quantifier.", quantifiers)
}

func phaseOptions(f *frame) []option {
	return append([]option{{"", f.T("web.statement.no_phase")}}, words(f.Localizer, "web.phase.", []figures.Phase{figures.Sent, figures.Arrived})...)
}

func placeOptions(f *frame) []option {
	out := []option{{"", f.T("web.statement.no_place")}}
	var list []option
	for _, p := range f.Places.All() {
		list = append(list, option{string(p.ID), f.PlaceText(p.ID)})
	}
	i18n.Sort(f.Localizer, list, func(o option) string { return o.Text })
	return append(out, list...)
}

// sameNumbers says whether two statements give the same numbers.
func sameNumbers(a, b homeward.Statement) bool {
	return a.Families == b.Families && a.People == b.People && a.Homes == b.Homes && a.Rooms == b.Rooms
}

func statementPath(f *frame, x statementView) []navItem {
	out := ledgerPath(f, false)
	if x.Place != "" {
		out = append(out, navItem{Address: "/figures/places/" + string(x.Place), Text: f.PlaceText(x.Place)})
	}
	return out
}

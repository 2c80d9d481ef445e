package document

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"

	"homeward"
	"homeward/internal/i18n"
)

// Millimetres of an A4 sheet and points of its type.
const (
	marginX    = 18.0
	marginTop  = 14.0
	marginFoot = 16.0
	gutter     = 8.0  // between two columns
	codeSide   = 26.0 // of the QR code in the corner

	bodySize  = 9.5
	smallSize = 8.0
	partSize  = 11.0
	titleSize = 16.0
	leading   = 1.36 // line height as a multiple of the type size
	pointMM   = 25.4 / 72

	// boldness is the stroke of bold letters as a part of their size: bold is the one face with its outline drawn, which
	// spares each paper a second face of 20 kB and half its time.
	boldness = 0.036
)

// weight of the letters.
type weight bool

const (
	regular weight = false
	bold    weight = true
)

// sheet lays out one paper from top to bottom, in one language or two.
type sheet struct {
	pdf   *fpdf.Fpdf
	in    []*i18n.Localizer
	width float64 // between the margins
	floor float64 // lowest line that may be written on
	code  bool    // a QR code stands in the corner of the first page
}

// heading is what stands on every page of a paper.
type heading struct {
	title homeward.Text
	note  homeward.Text // above the title: whose paper this is, or that the people are invented; may be empty
	code  string        // verification string; empty for papers without one
	made  time.Time
	wide  bool // landscape
}

// newSheet opens a paper with its first page, title and code.
func newSheet(in []*i18n.Localizer, h heading) (*sheet, error) {
	if len(in) == 0 || len(in) > 2 {
		return nil, homeward.Errorf(homeward.Invalid, "document.languages")
	}
	orientation := "P"
	if h.wide {
		orientation = "L"
	}
	face, err := typeface()
	if err != nil {
		return nil, err
	}
	s := &sheet{pdf: fpdf.New(orientation, "mm", "A4", ""), in: in}
	s.pdf.AddUTF8FontFromBytes(family, "", bytes.Clone(face)) // fpdf writes into what it is given
	// Same input, same bytes: no clock, and the dictionaries of the file in order.
	s.pdf.SetCatalogSort(true)
	s.pdf.SetCreationDate(h.made.UTC())
	s.pdf.SetModificationDate(h.made.UTC())
	s.pdf.SetProducer("Homeward", true)
	s.pdf.SetLang(in[0].Lang())
	s.pdf.SetTitle(plain(s.say(h.title)), true)
	s.pdf.SetMargins(marginX, marginTop, marginX)
	s.pdf.SetAutoPageBreak(false, 0)
	s.pdf.SetCellMargin(0)
	s.pdf.AliasNbPages("{nb}")
	w, height := s.pdf.GetPageSize()
	s.width, s.floor = w-2*marginX, height-marginFoot
	s.pdf.SetFooterFunc(func() { s.footer(h, height) })
	s.pdf.AddPage()
	s.masthead(h)
	return s, nil
}

// masthead sets note and title at the left and the code at the right.
func (s *sheet) masthead(h heading) {
	if h.code != "" {
		s.code = true
		s.qr(h.code, marginX+s.width-codeSide, marginTop, codeSide)
	}
	wide := s.leadWidth()
	if !h.note.IsZero() {
		s.soft()
		s.block(marginX, wide, s.say(h.note), smallSize, regular)
		s.pdf.SetY(s.pdf.GetY() + 1.5)
	}
	s.ink()
	for _, l := range s.in {
		s.block(marginX, wide, l.Text(h.title), titleSize, bold)
	}
	s.pdf.SetY(s.pdf.GetY() + 2)
}

// lead sets the opening sentence beside the code and leaves the height below both.
func (s *sheet) lead(t homeward.Text) {
	s.columns(t, s.leadWidth())
	s.pdf.SetY(s.pdf.GetY() + 0.5)
	if s.code {
		s.pdf.SetY(max(s.pdf.GetY(), marginTop+codeSide+1))
	}
}

func (s *sheet) leadWidth() float64 {
	if s.code {
		return s.width - codeSide - gutter
	}
	return s.width
}

func (s *sheet) footer(h heading, height float64) {
	s.soft()
	s.pdf.SetFont(family, "", smallSize)
	y := height - marginFoot + 8
	page := s.in[0].T("document.page", "Page", strconv.Itoa(s.pdf.PageNo()), "Pages", "{nb}")
	s.pdf.Text(marginX, y, plain(s.in[0].Text(h.title)+" · "+page))
	if h.code != "" {
		code := plain(h.code)
		s.pdf.Text(marginX+s.width-s.pdf.GetStringWidth(code), y, code)
	}
	s.ink()
}

// bytes closes the paper.
func (s *sheet) bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := s.pdf.Output(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// say says a text in each language of the sheet; where two languages say the same, once.
func (s *sheet) say(t homeward.Text) string {
	return s.each(func(l *i18n.Localizer) string { return l.Text(t) })
}

// t is say with a key and name, value pairs.
func (s *sheet) t(key string, pairs ...any) string { return s.say(homeward.T(key, pairs...)) }

func (s *sheet) each(say func(*i18n.Localizer) string) string {
	first := say(s.in[0])
	if len(s.in) == 1 {
		return first
	}
	second := say(s.in[1])
	if first == second {
		return first
	}
	return first + " · " + second
}

// day writes a date for a table cell.
func (s *sheet) day(d homeward.Date) string {
	return s.each(func(l *i18n.Localizer) string { return l.ShortDate(d) })
}

// moment writes an instant for a table cell.
func (s *sheet) moment(at homeward.Instant) string {
	return s.each(func(l *i18n.Localizer) string { return l.Instant(at) })
}

// place writes the names of a place side by side; the second language of a sheet would only turn their order.
func (s *sheet) place(id homeward.PlaceID) string { return s.in[0].Place(id) }

func (s *sheet) ink()  { s.pdf.SetTextColor(30, 29, 26) }
func (s *sheet) soft() { s.pdf.SetTextColor(88, 84, 75) }

// rule draws a line across the sheet at the present height.
func (s *sheet) rule(weight float64) {
	s.pdf.SetDrawColor(30, 29, 26)
	s.pdf.SetLineWidth(weight)
	y := s.pdf.GetY()
	s.pdf.Line(marginX, y, marginX+s.width, y)
}

// need begins a new page unless there is room for so many millimetres.
func (s *sheet) need(mm float64) bool {
	if s.pdf.GetY()+mm <= s.floor {
		return false
	}
	s.pdf.AddPage()
	s.pdf.SetY(marginTop)
	return true
}

// part opens a section; room is what of its content must stand on the same page.
func (s *sheet) part(title homeward.Text, room float64) {
	s.need(12 + room)
	s.pdf.SetY(s.pdf.GetY() + 2.5)
	s.rule(0.35)
	s.pdf.SetY(s.pdf.GetY() + 1.5)
	s.block(marginX, s.width, s.say(title), partSize, bold)
	s.pdf.SetY(s.pdf.GetY() + 0.8)
}

// paragraph sets a text across the sheet, or in two columns where the sheet has two languages.
func (s *sheet) paragraph(t homeward.Text) { s.columns(t, s.width) }

func (s *sheet) columns(t homeward.Text, width float64) {
	n := float64(len(s.in))
	w := (width - gutter*(n-1)) / n
	tallest := 0.0
	for _, l := range s.in {
		tallest = max(tallest, s.height(l.Text(t), w, bodySize))
	}
	s.need(tallest)
	y := s.pdf.GetY()
	for i, l := range s.in {
		s.pdf.SetY(y)
		s.block(marginX+float64(i)*(w+gutter), w, l.Text(t), bodySize, regular)
	}
	s.pdf.SetY(y + tallest + 1.5)
}

// fact is a label and what it says.
type fact struct {
	label homeward.Text
	value string
}

// facts sets labels and values in two columns of pairs.
func (s *sheet) facts(list []fact) {
	w := (s.width - gutter) / 2
	label := w * 0.4
	for i := 0; i < len(list); i += 2 {
		row := list[i:min(i+2, len(list))]
		tall := 0.0
		for _, f := range row {
			tall = max(tall, s.height(s.say(f.label), label-2, smallSize), s.height(f.value, w-label, bodySize))
		}
		s.need(tall + 0.8)
		y := s.pdf.GetY()
		for j, f := range row {
			x := marginX + float64(j)*(w+gutter)
			s.soft()
			s.pdf.SetY(y + 0.4)
			s.block(x, label-2, s.say(f.label), smallSize, regular)
			s.ink()
			s.pdf.SetY(y)
			s.block(x+label, w-label, f.value, bodySize, regular)
		}
		s.pdf.SetY(y + tall + 0.8)
	}
}

// block writes text in lines no wider than w, from the present height downwards, and leaves the height below it.
func (s *sheet) block(x, w float64, text string, size float64, face weight) {
	h := size * leading * pointMM
	if face == bold {
		s.pdf.SetDrawColor(s.pdf.GetTextColor())
		s.pdf.SetLineWidth(size * boldness * pointMM)
		s.pdf.SetTextRenderingMode(2) // fill the letters and draw their outline
		defer s.pdf.SetTextRenderingMode(0)
	}
	for _, line := range s.lines(text, w, size) {
		y := s.pdf.GetY()
		s.pdf.Text(x, y+h*0.72, line)
		s.pdf.SetY(y + h)
	}
}

// height is how tall block would be.
func (s *sheet) height(text string, w, size float64) float64 {
	return float64(len(s.lines(text, w, size))) * size * leading * pointMM
}

// lines breaks a text into lines of at most w millimetres, at spaces, or inside a word that is wider than a line. It
// leaves the font set. A no-break space does not break, for which fpdf's own SplitText does not care.
func (s *sheet) lines(text string, w, size float64) []string {
	s.pdf.SetFont(family, "", size)
	var out []string
	for _, par := range strings.Split(plain(text), "\n") {
		line := ""
		for _, word := range strings.Split(par, " ") {
			if with := strings.TrimPrefix(line+" "+word, " "); s.pdf.GetStringWidth(with) <= w {
				line = with
				continue
			}
			if line != "" {
				out = append(out, line)
			}
			line = word
			for s.pdf.GetStringWidth(line) > w && utf8.RuneCountInString(line) > 1 {
				head, tail := s.fit(line, w)
				out = append(out, head)
				line = tail
			}
		}
		out = append(out, line)
	}
	return out
}

// fit cuts a word after the last letter that fits into w; one letter always does.
func (s *sheet) fit(word string, w float64) (head, tail string) {
	cut := 0
	for i, r := range word {
		end := i + utf8.RuneLen(r)
		if i > 0 && s.pdf.GetStringWidth(word[:end]) > w {
			break
		}
		cut = end
	}
	return word[:cut], word[cut:]
}

// plain makes a text that the face can set: valid, without control characters, within the plane that fpdf knows.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case r < ' ' || r == 0x7f:
			return -1
		case r > 0xffff:
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
}

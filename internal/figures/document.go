package figures

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"homeward"
)

// Reader reads figures out of texts. It is built once for a table of places and is safe for concurrent use.
type Reader struct {
	places    *Gazetteer
	languages []*lexicon
}

// NewReader makes a Reader for the places that statements may speak of. Press spellings of the programme's places are
// added to their names.
func NewReader(places []PlaceNames) *Reader {
	r := &Reader{places: NewGazetteer(withSpellings(places))}
	for _, l := range languages() {
		r.languages = append(r.languages, newLexicon(l))
	}
	return r
}

// Source is a text to be read.
type Source struct {
	Name      string
	Text      string // UTF-8 text, or an HTML page
	Published homeward.Date
	PlaceHint string // key of the place that the text is about, if it does not say so
}

// Reading is what was read of a source.
type Reading struct {
	Text       string // the text that the statements' Start and End count in
	Title      string
	Language   string
	Published  homeward.Date
	Statements []Statement
}

// document is one text while it is being read.
type document struct {
	*Reader
	source    Source
	text      string
	published homeward.Date
	lang      *lexicon
	sentences []sentence
	armenian  bool  // the text is about the exodus to Armenia
	topic     []int // the places that the title, or most of the text, is about
	drawing   bool  // the sentence before spoke of a draw
	lastKind  Kind  // of the last statement
	lastRule  string
	// lastSentence: the last statement is of this sentence or the one before, in one block.
	lastSentence bool
	now          int           // the sentence that is being read
	phases       map[int]Phase // what each block speaks of, once asked
	out          []Statement
	keys         []statementPlace
}

// statementPlace remembers of a statement what only reading needs.
type statementPlace struct {
	sentence int
	named    bool
	fam, ppl bool
	kindRule string
	title    bool
}

// Read reads a source. It is an error only if the source is too large or has too many figures; a text
// without figures gives none.
func (r *Reader) Read(src Source) (Reading, error) {
	if len(src.Text) > MaxSource {
		return Reading{}, homeward.Errorf(homeward.Invalid, "figures.too_large", "Bytes", len(src.Text), "Most", MaxSource)
	}
	d := document{Reader: r, source: src, text: strings.ToValidUTF8(src.Text, "\uFFFD"), published: src.Published, phases: map[int]Phase{}}
	title := ""
	if isPage(d.text) {
		p := readPage([]byte(d.text))
		d.text, title = p.text, p.title
		if d.published.IsZero() {
			d.published = leadingDate(p.published)
		}
		if title != "" && !strings.HasPrefix(d.text, title) {
			d.text = title + "\n\n" + d.text
		}
	}
	if len(d.text) > maxText {
		return Reading{}, homeward.Errorf(homeward.Invalid, "figures.too_large", "Bytes", len(d.text), "Most", maxText)
	}
	d.split()
	if len(d.sentences) == 0 {
		return Reading{Text: d.text, Title: title, Published: d.published}, nil
	}
	d.look()
	for i := range d.sentences {
		d.read(i)
		if len(d.out) > MaxStatements {
			return Reading{}, homeward.Errorf(homeward.Invalid, "figures.too_many", "Most", MaxStatements)
		}
	}
	d.finish()
	return Reading{Text: d.text, Title: d.titleText(), Language: d.lang.code, Published: d.published, Statements: d.out}, nil
}

// isPage says whether a text is an HTML page.
func isPage(s string) bool {
	head := strings.ToLower(s[:min(len(s), 2000)])
	return strings.Contains(head, "<html") || strings.Contains(head, "<!doctype") || strings.Contains(head, "<body") ||
		strings.HasPrefix(strings.TrimSpace(head), "<") && strings.Contains(head, "</")
}

// stamp is a line that begins an update stacked on a page: "09:47", "[13:33]", "***", "UPDATED 14:20".
var stamp = regexp.MustCompile(`^\W{0,4}(?:\d{1,2}[:.]\d{2}|(?i:updated?|обновлено|yenilənib|обновление)(?:\W{0,3}\d{1,2}[:.]\d{2})?|[*—–-]{3,})\W{0,4}$`)

// leadStamp is a time that opens a paragraph: "09:15 A group is leaving".
var leadStamp = regexp.MustCompile(`^\W{0,2}\d{1,2}[:.]\d{2}\W{0,3}\s`)

// metaDate is the date that collectors put before a text: "date 2026-01-21".
var metaDate = regexp.MustCompile(`\bdate (\d{4}-\d{2}-\d{2})`)

// split makes sentences of the text.
func (d *document) split() {
	head := d.text[:min(len(d.text), 600)]
	if m := metaDate.FindStringSubmatch(head); m != nil && d.published.IsZero() {
		d.published = leadingDate(m[1])
	}
	all := tokenize(d.text, 0, charBoundary(d.text, languageSample))
	d.lang = detect(d.languages, all)
	if d.lang == nil {
		d.lang = d.languages[0]
	}
	block, heading := 0, true
	for _, p := range paragraphs(d.text) {
		line := strings.TrimSpace(d.text[p.start:p.end])
		heading = heading && (furnitureLine(line) || p.start == 0)
		p.title = heading && !furnitureLine(line) && len(line) < 250 && !endsSentence(line)
		heading = heading && !p.title
		if stamp.MatchString(line) || leadStamp.MatchString(line) {
			block++
			if stamp.MatchString(line) {
				continue
			}
		}
		if block == 0 && !p.title {
			block = 1
		}
		tokens := tokenize(d.text, p.start, p.end)
		lang := d.languageOf(tokens)
		for _, t := range splitSentences(d.text, tokens, lang) {
			s := sentence{tokens: t, block: block, title: p.title, lang: lang}
			if p.title {
				s.block = 0
			}
			s.setHits(lang.match(t))
			d.findPlaces(&s)
			d.sentences = append(d.sentences, s)
		}
	}
}

// languageSample is how many bytes of a text are looked at to tell its language.
const languageSample = 32 << 10

// charBoundary gives the last place at or before n where a character begins.
func charBoundary(s string, n int) int {
	if n >= len(s) {
		return len(s)
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

// plainDate is a line that only says when a text was published.
var plainDate = regexp.MustCompile(`^(?:date )?[\d\W]*(?:\pL+[\d\W]*){0,4}$`)

// furnitureLine says whether a line before the title is none: a date, a clock.
func furnitureLine(line string) bool {
	return len(line) < 60 && strings.ContainsAny(line, "0123456789") && plainDate.MatchString(line)
}

// languageOf tells the language of a paragraph; a short one goes with the text.
func (d *document) languageOf(tokens []token) *lexicon {
	same := scriptMatches(d.lang, tokens)
	if len(tokens) < 12 && same {
		return d.lang
	}
	l := detect(d.languages, tokens)
	if l == nil || same && d.lang.votes(tokens)*2 >= l.votes(tokens) {
		return d.lang
	}
	return l
}

func scriptMatches(l *lexicon, tokens []token) bool {
	want := map[string]script{"ru": cyrillic, "hy": armenian, "ar": arabic}[l.code]
	if want == otherScript {
		want = latin
	}
	for _, t := range tokens {
		if t.kind == wordToken {
			return scriptOf(t.fold) == want
		}
	}
	return true
}

// look settles what only the whole text can tell: when it was published, whether it is about the exodus to Armenia,
// and what place it is about.
func (d *document) look() {
	armenia, programme := 0, 0
	for i := range d.sentences {
		for _, m := range d.sentences[i].places {
			p := d.places.places[m.candidates[0]]
			switch {
			case p.armenia || p.key == "nagorno-karabakh":
				armenia++
			case p.level == levelSettlement:
				programme++
			}
		}
	}
	d.armenian = armenia > 0 && armenia*2 >= programme
	for i := range d.sentences {
		s := &d.sentences[i]
		d.settlePlaces(s)
		s.exodus = d.armenian
		s.homes = s.any(cueHome) || i > 0 && d.sentences[i-1].any(cueHome)
		for _, m := range s.places {
			if p := d.places.places[m.place]; p.armenia && p.level == levelDistrict {
				s.provinces++
			}
		}
	}
	if d.published.IsZero() {
		d.published = d.dateOfText()
	}
	d.findTopic()
}

// dateOfText takes the date of a text from a full date among its first lines.
func (d *document) dateOfText() homeward.Date {
	for i := range d.sentences {
		s := &d.sentences[i]
		if s.tokens[0].start > 500 {
			break
		}
		for _, h := range dates(s) {
			if h.day.year > 2000 && h.day.day > 0 && (s.tokens[h.from].kind == dateToken || len(s.tokens) < 25) {
				return h.day.date()
			}
		}
	}
	return homeward.Date{}
}

func leadingDate(s string) homeward.Date {
	if len(s) < 10 {
		return homeward.Date{}
	}
	d, err := homeward.ParseDate(s[:10])
	if err != nil {
		return homeward.Date{}
	}
	return d
}

// findTopic finds what the text is about: the places of its title, or the one named most. Texts about the exodus are
// about Armenia or Nagorno-Karabakh, whatever towns they name.
func (d *document) findTopic() {
	if d.armenian {
		return
	}
	votes := map[int]int{}
	for i := range d.sentences {
		s := &d.sentences[i]
		for _, g := range d.groups(s, nil) {
			var list []int
			for _, k := range g.mentions {
				if p := s.places[k].place; d.places.places[p].level >= levelDistrict && !contains(list, p) {
					list = append(list, p)
				}
			}
			if s.title && len(list) > 0 && d.topic == nil {
				d.topic = list
			}
			for _, p := range list {
				votes[p] += 1
				if i < 4 {
					votes[p] += 2
				}
				if d.places.places[p].level == levelSettlement {
					votes[p]++
				}
			}
		}
	}
	if d.topic != nil && d.places.places[d.topic[0]].level == levelSettlement {
		return
	}
	best := -1
	for p := range d.places.places {
		if v := votes[p]; v > 0 && (best < 0 || v > votes[best]) {
			best = p
		}
	}
	if best >= 0 && (d.topic == nil || d.places.places[best].district == d.places.places[d.topic[0]].key) {
		d.topic = []int{best}
	}
	if p, ok := d.places.byKey[d.source.PlaceHint]; ok && d.topic == nil {
		d.topic = []int{p}
	}
}

func (d *document) titleText() string {
	for _, s := range d.sentences {
		if s.title {
			return strings.TrimSpace(d.text[s.tokens[0].start:s.tokens[len(s.tokens)-1].end])
		}
	}
	return ""
}

// MaxSource is the most bytes that Read takes, with the code of a page; of text it takes half.
const MaxSource = 2 * maxText

// MaxStatements is the most statements that one source may make. An article has a dozen; each is compared with all.
const MaxStatements = 5000

// IsBinary says whether bytes are no text at all, which a person should be told before anything is read.
func IsBinary(b []byte) bool {
	return bytes.IndexByte(b[:min(len(b), 8000)], 0) >= 0
}

package figures

import (
	"strings"
	"unicode/utf8"
)

// PlaceNames is one place that statements may speak of, under all its names. Figures knows no places of its own; they
// are handed in, from the atlas.
type PlaceNames struct {
	// Key is the slug that statements carry: "khojaly", "khojaly-district", "am-syunik".
	Key string
	// Level is programme, region, district, town, settlement, village or reception (a place people stay in for now,
	// which is never where a return leads).
	Level string
	// District is the key of the district or region the place lies in, where it has one.
	District string
	// Names are all names and spellings, in any script and language, in no order.
	Names []string
}

// level orders places by how exactly they say where.
type level uint8

const (
	levelNone level = iota
	levelProgramme
	levelRegion
	levelDistrict
	levelReception
	levelSettlement
)

var levels = map[string]level{"programme": levelProgramme, "region": levelRegion, "district": levelDistrict,
	"reception": levelReception, "town": levelSettlement, "settlement": levelSettlement, "village": levelSettlement}

type place struct {
	key      string
	level    level
	kind     string // town, settlement, village …
	district string
	armenia  bool
	long     bool // some name is long enough to be no other word, as "Sus" and "Sos" are
}

// placeName is one name of a place, as folded words.
type placeName struct {
	words []string
	place int
	// open names have lost their last vowel and need a case ending: "Шуш" for "Шушу".
	open bool
}

// Gazetteer finds places in text. It is built once and safe for concurrent use.
type Gazetteer struct {
	places   []place
	byKey    map[string]int
	first    map[string][]placeName // by the first word of the name
	skeleton map[string]int         // rough shapes of one-word names; -1 where two places share one
}

// NewGazetteer indexes places by all their names. A key that stands twice adds names to the same place.
func NewGazetteer(list []PlaceNames) *Gazetteer {
	g := &Gazetteer{byKey: map[string]int{}, first: map[string][]placeName{}, skeleton: map[string]int{}}
	for _, p := range list {
		i, ok := g.byKey[p.Key]
		if !ok {
			i = len(g.places)
			g.byKey[p.Key] = i
			g.places = append(g.places, place{key: p.Key, level: levels[p.Level], kind: p.Level, district: p.District,
				armenia: p.Key == "armenia" || p.Key == "nagorno-karabakh" || p.District == "armenia" || strings.HasPrefix(p.District, "am-")})
		}
		for _, name := range p.Names {
			g.add(i, name)
		}
	}
	return g
}

// add indexes one name. Words that only say what sort of place it is ("district", "rayonu") are left out: they are
// read from the text around the name.
func (g *Gazetteer) add(p int, name string) {
	var words []string
	for _, t := range tokenize(name, 0, len(name)) {
		if t.kind == wordToken && !sortWords[t.fold] {
			words = append(words, t.fold)
		}
	}
	if len(words) == 0 || len(words) > 6 {
		return
	}
	if g.places[p].level == levelDistrict && !g.places[p].armenia {
		return // a district is found by its town's name and the word beside it
	}
	g.index(placeName{words: words, place: p})
	g.places[p].long = g.places[p].long || len(words) > 1
	if len(words) == 1 {
		g.places[p].long = g.places[p].long || utf8.RuneCountInString(words[0]) > 3
		if s := skeleton(name); len(s) >= 5 && g.places[p].level >= levelReception {
			if q, ok := g.skeleton[s]; ok && q != p {
				g.skeleton[s] = -1
			} else {
				g.skeleton[s] = p
			}
		}
	}
	if stem, ok := openStem(words[len(words)-1]); ok {
		cut := append(append([]string(nil), words[:len(words)-1]...), stem)
		g.index(placeName{words: cut, place: p, open: true})
	}
}

func (g *Gazetteer) index(n placeName) {
	for _, m := range g.first[n.words[0]] {
		if m.place == n.place && m.open == n.open && equal(m.words, n.words) {
			return
		}
	}
	g.first[n.words[0]] = append(g.first[n.words[0]], n)
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// sortWords say what sort of place a name belongs to.
var sortWords = map[string]bool{"district": true, "province": true, "region": true, "rayonu": true, "merzi": true, "район": true,
	"область": true, "մարզ": true, "շրջան": true, "city": true, "town": true, "village": true, "seheri": true, "kendi": true,
	"город": true, "село": true, "քաղաք": true, "գյուղ": true, "qesebesi": true}

// openStem gives the part of a name that stays when its last vowel gives way to an ending: Шуша, Шушу; Շուշի, Շուշու.
func openStem(word string) (string, bool) {
	for _, v := range []string{"ия", "а", "я", "ь", "ы", "и", "е", "ի"} {
		if s, ok := strings.CutSuffix(word, v); ok && utf8.RuneCountInString(s) >= 3 {
			if v == "ия" {
				s += "и"
			}
			return s, true
		}
	}
	return "", false
}

// endings are what a name may carry, by script. English names carry none but the genitive, which stands apart.
var endings = map[script]map[string]bool{
	latin: set("a e ya ye da de dan den ta te tan ten nin in un i u ni nu yi yu na ne nda nde ndan nden daki deki li lu s er ern " +
		"lilar liler lularin larin lerin nindir dadir dedir dir lilarin lilerin"),
	cyrillic: set("а у е ом ой ы и ю я ам ах ем ей ии ию ией ов ский ского скому ском ским ская ской скую ские ских " +
		"инский инского инскому инском инским инская инской инскую инские инских"),
	armenian: set("ի ում ից ը ն ին ով ու ուց ուն ուում յի յից յում յան այում այի ը ս ան անի անում անից ու ում ումն ինը ցի ցիների ցիներ ումը իցի"),
	arabic:   set("ي يه ويه"),
}

func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// inflects says whether names take endings in a language. Where they do not, "Lachine" must not be read as Lachin.
func inflects(lang string, s script) bool {
	if s != latin {
		return true
	}
	return lang == "az" || lang == "tr" || lang == "de"
}

// found is what a name in a text may mean: the places, how many tokens it takes, and the case ending it carries.
type found struct {
	places []int
	length int
	ending string
}

// find returns the places that a name beginning at token i may mean. The longest name wins.
func (g *Gazetteer) find(text string, tokens []token, i int, lang string) found {
	t := tokens[i]
	if t.kind != wordToken || !t.upper {
		return found{}
	}
	var f found
	s := scriptOf(t.fold)
	inflected := inflects(lang, s)
	for _, st := range stems(t.fold, s, inflected) {
		for _, n := range g.first[st.text] {
			m, ending := n.matches(tokens, i, st, inflected)
			if m == 0 || m < f.length {
				continue
			}
			if m > f.length {
				f = found{length: m, ending: ending}
			}
			if !contains(f.places, n.place) {
				f.places = append(f.places, n.place)
			}
		}
		if f.length > 0 && st.text == t.fold {
			break // a name that fits as it stands needs no ending taken off
		}
	}
	if f.length == 0 && (s == latin || s == cyrillic) {
		return g.bySkeleton(text, t, inflected)
	}
	return f
}

func contains(list []int, v int) bool {
	for _, w := range list {
		if w == v {
			return true
		}
	}
	return false
}

// stem is a word without an ending it may carry.
type stem struct {
	text   string
	ending string
}

// stems lists what a word may be once an ending is taken off, the whole word first.
func stems(word string, s script, inflected bool) []stem {
	out := []stem{{text: word}}
	if s == arabic {
		return append(out, arabicStems(word)...)
	}
	if !inflected {
		return out
	}
	list := endings[s]
	for i := len(word) - 1; i >= 4; i-- {
		if !utf8.RuneStart(word[i]) || !list[word[i:]] {
			continue
		}
		out = append(out, stem{word[:i], word[i:]})
		// The last consonant softens before a vowel: Daşbulaq, Daşbulağa; Bəylik, Bəyliyə.
		if s == latin && (word[i-1] == 'g' || word[i-1] == 'y') {
			out = append(out, stem{word[:i-1] + map[byte]string{'g': "q", 'y': "k"}[word[i-1]], word[i:]})
		}
	}
	return out
}

// arabicStems takes off the particles that are written together with a name, and the article.
func arabicStems(word string) []stem {
	var out []stem
	for n := 0; n < 3 && len(word) > 6; n++ {
		cut := false
		for _, p := range []string{"ال", "و", "ف", "ب", "ل", "ك"} {
			if rest, ok := strings.CutPrefix(word, p); ok {
				word, cut = rest, true
				out = append(out, stem{word, ""})
				break
			}
		}
		if !cut {
			break
		}
	}
	return out
}

// matches returns how many tokens the name takes at token i, whose first word has been reduced to st, and the ending
// of its last word; 0 if it is not there.
func (n placeName) matches(tokens []token, i int, st stem, inflected bool) (int, string) {
	k, ending := i+1, st.ending
	for w := 1; w < len(n.words); w++ {
		if k < len(tokens) && tokens[k].kind == markToken && tokens[k].mark == '-' {
			k++
		}
		if k >= len(tokens) || tokens[k].kind != wordToken {
			return 0, ""
		}
		e, ok := n.fits(tokens[k].fold, w, inflected)
		if !ok {
			return 0, ""
		}
		ending = e
		k++
	}
	if n.open && ending == "" {
		return 0, ""
	}
	return k - i, ending
}

func (n placeName) fits(word string, w int, inflected bool) (ending string, ok bool) {
	for _, s := range stems(word, scriptOf(word), inflected) {
		if s.text == n.words[w] {
			return s.ending, true
		}
	}
	return "", false
}

// bySkeleton finds a place by the rough shape of its name, for spellings that no list has.
func (g *Gazetteer) bySkeleton(text string, t token, inflected bool) found {
	if t.end-t.start < 5 || t.end-t.start > maxWord {
		return found{}
	}
	word := text[t.start:t.end]
	if p, ok := g.skeleton[skeleton(word)]; ok && p >= 0 {
		return found{[]int{p}, 1, ""}
	}
	if !inflected {
		return found{}
	}
	for _, st := range stems(t.fold, scriptOf(t.fold), true)[1:] {
		// Folding keeps the number of letters of an ending, not of its bytes.
		cut := len(word)
		for range utf8.RuneCountInString(st.ending) {
			_, size := utf8.DecodeLastRuneInString(word[:cut])
			cut -= size
		}
		if p, ok := g.skeleton[skeleton(word[:cut])]; ok && p >= 0 && cut >= 5 {
			return found{[]int{p}, 1, st.ending}
		}
	}
	return found{}
}

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"unicode"

	"homeward/internal/matching"
)

// maker makes people of an invented register: names of the region in several scripts, some written twice with the slips
// that registers have. The same seed makes the same people.
type maker struct {
	r      *rand.Rand
	given  [][]string // forms of one name by script: az, ru, hy, en
	family [][]string
}

const (
	inLatin = iota
	inRussian
	inArmenian
	inEnglish
	scripts
)

// newMaker takes its names from the lexicon: one line is one name, its forms by script.
func newMaker(seed uint64) (*maker, error) {
	data, err := os.ReadFile("internal/matching/lexicon.txt")
	if err != nil {
		return nil, err
	}
	m := &maker{r: rand.New(rand.NewPCG(seed, 1))}
	for line := range strings.Lines(string(data)) {
		words := strings.Fields(line)
		if len(words) < 3 || words[0] == "#" {
			continue
		}
		forms := make([]string, scripts)
		for _, w := range words {
			switch r := []rune(w)[0]; {
			case unicode.Is(unicode.Cyrillic, r):
				forms[inRussian] = orElse(forms[inRussian], w)
			case unicode.Is(unicode.Armenian, r):
				forms[inArmenian] = orElse(forms[inArmenian], w)
			case !unicode.Is(unicode.Latin, r):
			case forms[inLatin] == "":
				forms[inLatin] = w
			default:
				forms[inEnglish] = orElse(forms[inEnglish], w)
			}
		}
		for i, f := range forms {
			forms[i] = orElse(f, forms[inLatin])
		}
		m.given = append(m.given, forms)
		m.family = append(m.family, m.families(forms)...)
	}
	m.r.Shuffle(len(m.given), func(i, j int) { m.given[i], m.given[j] = m.given[j], m.given[i] })
	m.r.Shuffle(len(m.family), func(i, j int) { m.family[i], m.family[j] = m.family[j], m.family[i] })
	return m, nil
}

func orElse(s, other string) string {
	if s != "" {
		return s
	}
	return other
}

// families makes family names of a given name.
func (m *maker) families(forms []string) [][]string {
	var out [][]string
	for _, e := range [][]string{{"ov", "ов", "ով", "ov"}, {"zadə", "заде", "զադե", "zada"}, {"li", "ли", "լի", "li"}, {"yan", "ян", "յան", "yan"}, {"xanov", "ханов", "խանով", "khanov"}} {
		family := make([]string, scripts)
		for i := range family {
			family[i] = forms[i] + e[i]
		}
		out = append(out, family)
	}
	return out
}

// made is one record.
type made struct {
	person                                  int
	given, father, family                   string
	birth                                   matching.Date
	sex, place, birthPlace, phone, document string
	household                               int
	givenForms, fatherForms, familyForms    []string
	script                                  int
}

// often draws a number under n, small ones much oftener (Zipf, as names are borne).
func (m *maker) often(n int) int {
	x := m.r.Float64()
	return int(float64(n) * x * x * x)
}

func (m *maker) person(n int) made {
	p := made{
		person: n, household: n / 4, script: [...]int{0, 0, 0, 1, 1, 2, 2, 3}[m.r.IntN(8)],
		givenForms: m.given[m.often(len(m.given))], fatherForms: m.given[m.often(len(m.given))], familyForms: m.family[m.often(len(m.family))],
		birth: matching.Date{Year: 1935 + m.r.IntN(88), Month: 1 + m.r.IntN(12), Day: 1 + m.r.IntN(28)},
		sex:   "fm"[n%2 : n%2+1], place: fmt.Sprintf("village %d", m.often(900)), birthPlace: fmt.Sprintf("town %d", m.often(400)),
		phone: fmt.Sprintf("+99450%07d", m.r.IntN(10_000_000)), document: fmt.Sprintf("AZE%08d", m.r.IntN(100_000_000)),
	}
	if m.r.IntN(10) == 0 {
		p.birth.Month, p.birth.Day = 1, 1
	}
	p.write()
	return p
}

// write spells the names in the record's script.
func (p *made) write() {
	p.given, p.father, p.family = p.givenForms[p.script], p.fatherForms[p.script], p.familyForms[p.script]
}

// again is the same person recorded once more, elsewhere and by somebody else.
func (m *maker) again(p made) made {
	if m.r.IntN(2) == 0 {
		p.script = [...]int{0, 1, 2, 3}[m.r.IntN(4)]
		p.write()
	}
	for _, s := range []*string{&p.given, &p.family, &p.father} {
		if m.r.IntN(12) == 0 {
			*s = m.slip(*s)
		}
	}
	p.birth = m.misdated(p.birth)
	if m.r.IntN(3) == 0 {
		p.place = fmt.Sprintf("village %d", m.often(900))
	}
	if m.r.IntN(10) < 4 {
		p.phone = fmt.Sprintf("+99450%07d", m.r.IntN(10_000_000))
	}
	if m.r.IntN(10) < 4 {
		p.document = ""
	}
	if m.r.IntN(6) == 0 {
		p.father = ""
	}
	p.household = -1
	return p
}

func (m *maker) misdated(d matching.Date) matching.Date {
	switch m.r.IntN(25) {
	case 0:
		d.Month, d.Day = 1, 1
	case 1:
		if d.Day <= 12 {
			d.Month, d.Day = d.Day, d.Month
		}
	case 2:
		d.Day = 1 + m.r.IntN(28)
	}
	return d
}

// slip makes one slip of the finger.
func (m *maker) slip(s string) string {
	r := []rune(s)
	if len(r) < 4 {
		return s
	}
	i := 1 + m.r.IntN(len(r)-2)
	switch m.r.IntN(3) {
	case 0:
		return string(append(r[:i:i], r[i+1:]...))
	case 1:
		r[i], r[i+1] = r[i+1], r[i]
		return string(r)
	}
	r[i] = r[m.r.IntN(len(r))]
	return strings.ToLower(string(r))
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 2)) }

package i18n

import (
	"fmt"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// message is what one key says in one language: other, and where something is counted the forms that the language has.
type message struct {
	one, few, many, other *phrase // nil where the message has no such form
}

func newMessage(forms map[string]string) (*message, error) {
	var m message
	for form, into := range map[string]**phrase{"one": &m.one, "few": &m.few, "many": &m.many, "other": &m.other} {
		src, ok := forms[form]
		if !ok {
			continue
		}
		p, err := parsePhrase(src)
		if err != nil {
			return nil, err
		}
		*into = p
	}
	return &m, nil
}

// plain says whether there is nothing to choose and nothing to fill in, as in most messages.
func (m *message) plain() bool {
	return m.one == nil && m.few == nil && m.many == nil && len(m.other.names) == 0
}

// form chooses by the plural rules of CLDR; other where nothing is counted.
func (m *message) form(tag language.Tag, counted any) *phrase {
	n, ok := count(counted)
	if !ok {
		return m.other
	}
	// Only the last digits count, and the rules take no more than an int holds on any machine.
	var chosen *phrase
	switch plural.Cardinal.MatchPlural(tag, int(max(n, -n)%10_000_000), 0, 0, 0, 0) {
	case plural.One:
		chosen = m.one
	case plural.Few:
		chosen = m.few
	case plural.Many:
		chosen = m.many
	}
	if chosen == nil {
		return m.other
	}
	return chosen
}

// phrase is words with gaps: words[0] {{.names[0]}} words[1] {{.names[1]}} … Messages need nothing but names, and a name
// that was not handed in is an error.
type phrase struct {
	words []string
	names []string
}

func parsePhrase(src string) (*phrase, error) {
	m := &phrase{}
	for {
		before, rest, found := strings.Cut(src, "{{")
		m.words = append(m.words, before)
		if !found {
			return m, nil
		}
		name, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return nil, fmt.Errorf("%q: {{ without }}", src)
		}
		name, ok := strings.CutPrefix(strings.TrimSpace(name), ".")
		if !ok || name == "" || strings.ContainsFunc(name, notOfName) {
			return nil, fmt.Errorf("%q: only {{.Name}} may stand in a message", src)
		}
		m.names = append(m.names, name)
		src = after
	}
}

func notOfName(r rune) bool {
	return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9')
}

// fill fills in values in a language. What is missing stays visible as {Name}, with an error.
func (p *phrase) fill(lang string, values map[string]string) (string, error) {
	var b strings.Builder
	var err error
	b.WriteString(p.words[0])
	for i, name := range p.names {
		v, ok := values[name]
		if !ok {
			v = "{" + name + "}"
			err = fmt.Errorf("nothing was handed in for {{.%s}}", name)
		}
		b.WriteString(v)
		b.WriteString(join(lang, v, p.words[i+1]))
	}
	return b.String(), err
}

package i18n

import (
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// message is a parsed message: words[0] {{.names[0]}} words[1] {{.names[1]}} … It takes the place of text/template in
// go-i18n: the messages need nothing but names, and a name that was not handed in is an error, not "<no value>".
type message struct {
	words []string
	names []string
}

type messageParser struct{}

func (messageParser) Cacheable() bool { return true }

func (messageParser) Parse(src, _, _ string) (template.ParsedTemplate, error) {
	m, err := parseMessage(src)
	if err != nil {
		return nil, err
	}
	return m, nil
}

func parseMessage(src string) (*message, error) {
	m := &message{}
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

// Execute fills in data, a map[string]string. What is missing stays visible as {Name}, with an error.
func (m *message) Execute(data any) (string, error) {
	if len(m.names) == 0 {
		return m.words[0], nil
	}
	values, _ := data.(map[string]string)
	var b strings.Builder
	var err error
	for i, name := range m.names {
		b.WriteString(m.words[i])
		v, ok := values[name]
		if !ok {
			v = "{" + name + "}"
			err = fmt.Errorf("nothing was handed in for {{.%s}}", name)
		}
		b.WriteString(v)
	}
	b.WriteString(m.words[len(m.names)])
	return b.String(), err
}

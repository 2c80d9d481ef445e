package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"homeward"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed catalogue/*/*.toml
var files embed.FS

// PlaceNamer says what a place is called in a language; where a place has names in several, it may return them side by
// side in the reader's order.
type PlaceNamer func(id homeward.PlaceID, lang string) string

// Catalogue holds every message in every language. It is safe for concurrent use.
type Catalogue struct {
	bundle *goi18n.Bundle
	// plain holds the messages that take no arguments and have no plural: most of them, and found without a template.
	plain  map[string]map[string]string
	keys   map[string]bool
	places PlaceNamer
	fault  func(lang, key string, err error)
}

// Load reads the catalogues that are built into the program.
func Load() (*Catalogue, error) {
	return load(files)
}

func load(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{
		bundle: goi18n.NewBundle(language.English),
		plain:  make(map[string]map[string]string),
		keys:   make(map[string]bool),
		places: func(id homeward.PlaceID, _ string) string { return string(id) },
		fault:  func(string, string, error) {},
	}
	for _, l := range Languages {
		messages, err := readLanguage(fsys, l.Code)
		if err != nil {
			return nil, fmt.Errorf("i18n: %w", err)
		}
		c.plain[l.Code] = make(map[string]string)
		for _, m := range messages {
			c.keys[m.ID] = true
			if m.One == "" && m.Few == "" && m.Many == "" && !strings.Contains(m.Other, "{{") {
				c.plain[l.Code][m.ID] = m.Other
			}
		}
		if err := c.bundle.AddMessages(language.Make(l.Code), messages...); err != nil {
			return nil, fmt.Errorf("i18n: %s: %w", l.Code, err)
		}
	}
	return c, nil
}

// readLanguage reads catalogue/<code>/*.toml; a key may stand in one file only.
func readLanguage(fsys fs.FS, code string) ([]*goi18n.Message, error) {
	names, err := fs.Glob(fsys, "catalogue/"+code+"/*.toml")
	if err != nil {
		return nil, err
	}
	var messages []*goi18n.Message
	home := make(map[string]string)
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		sections, err := parseCatalogue(string(b))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for key, s := range sections {
			if other, twice := home[key]; twice {
				return nil, fmt.Errorf("%s: the key %q stands in %s too", name, key, path.Base(other))
			}
			home[key] = name
			m := &goi18n.Message{ID: key, One: s["one"], Few: s["few"], Many: s["many"], Other: s["other"]}
			for _, src := range []string{m.One, m.Few, m.Many, m.Other} {
				if _, err := parseMessage(src); err != nil {
					return nil, fmt.Errorf("%s: %q: %w", name, key, err)
				}
			}
			messages = append(messages, m)
		}
	}
	sort.Slice(messages, func(i, j int) bool { return messages[i].ID < messages[j].ID })
	return messages, nil
}

// WithPlaces returns a catalogue that calls places by the names that namer gives them. Without one a place is shown as
// its slug.
func (c *Catalogue) WithPlaces(namer PlaceNamer) *Catalogue {
	d := *c
	d.places = namer
	return &d
}

// WithFault returns a catalogue that reports what cannot be said as it should: a missing key, a missing argument, a
// Count that is no number. Tests fail on it, the server logs it; the reader sees the key and never an empty place.
func (c *Catalogue) WithFault(f func(lang, key string, err error)) *Catalogue {
	d := *c
	d.fault = f
	return &d
}

// For returns the Localizer of a language, of Default if we do not speak it.
func (c *Catalogue) For(lang string) *Localizer {
	if !Known(lang) {
		lang = Default
	}
	return &Localizer{catalogue: c, lang: lang, inner: goi18n.NewLocalizer(c.bundle, lang)}
}

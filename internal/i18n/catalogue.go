package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"path"

	"golang.org/x/text/language"

	"homeward"
)

//go:embed catalogue/*/*.toml
var files embed.FS

// PlaceNamer says what a place is called in a language; where a place has names in several, it may return them side by
// side in the reader's order.
type PlaceNamer func(id homeward.PlaceID, lang string) string

// Catalogue holds every message in every language. It is safe for concurrent use.
type Catalogue struct {
	messages map[string]map[string]*message // by language, by key
	places   PlaceNamer
	fault    func(lang, key string, err error)
}

// Load reads the catalogues that are built into the program.
func Load() (*Catalogue, error) {
	return load(files)
}

func load(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{
		messages: make(map[string]map[string]*message),
		places:   func(id homeward.PlaceID, _ string) string { return string(id) },
		fault:    func(string, string, error) {},
	}
	for _, l := range Languages {
		messages, err := readLanguage(fsys, l.Code)
		if err != nil {
			return nil, fmt.Errorf("i18n: %w", err)
		}
		c.messages[l.Code] = messages
	}
	return c, nil
}

// readLanguage reads catalogue/<code>/*.toml; a key may stand in one file only.
func readLanguage(fsys fs.FS, code string) (map[string]*message, error) {
	names, err := fs.Glob(fsys, "catalogue/"+code+"/*.toml")
	if err != nil {
		return nil, err
	}
	messages := make(map[string]*message)
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
			if messages[key], err = newMessage(s); err != nil {
				return nil, fmt.Errorf("%s: %q: %w", name, key, err)
			}
		}
	}
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
	return &Localizer{catalogue: c, lang: lang, tag: language.Make(lang)}
}

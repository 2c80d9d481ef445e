package cli

import (
	"os"
	"strings"
	"sync"

	"homeward"
	"homeward/internal/atlas"
	"homeward/internal/i18n"
)

// speaker is the catalogue in the language of the terminal, with places called by their names. It is read when something
// is first said: most commands with --json never speak.
var speaker = sync.OnceValue(func() *i18n.Localizer {
	catalogue, err := i18n.Load()
	if err != nil {
		panic("homeward: the catalogues in this binary cannot be read: " + err.Error()) // a test reads them all
	}
	if places, err := atlas.Load(); err == nil {
		catalogue = catalogue.WithPlaces(places.Label)
	}
	return catalogue.For(language(os.Getenv))
})

// language is the one the terminal asks for, in the order of POSIX; "C" and everything we do not speak is English.
func language(env func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(name); v != "" {
			v, _, _ = strings.Cut(v, ".") // az_AZ.UTF-8
			return i18n.Match(strings.ReplaceAll(v, "_", "-"))
		}
	}
	return i18n.Default
}

// say speaks a Text in the language of the terminal.
func say(t homeward.Text) string { return speaker().Text(t) }

// Package i18n speaks homeward.Texts in Azerbaijani, Armenian, Russian and English.
//
// The catalogues are files in catalogue/<language>/<area>.toml: one file an area of the product, every key in each
// language. A message is a section with its plural forms:
//
//	["round.entries"]
//	one = "{{.Count}} household"
//	other = "{{.Count}} households"
//
// A message without a Count has only "other". English, Azerbaijani and Armenian count with one and other, Russian with
// one, few, many and other. The only thing a template may hold is {{.Name}}: no word is chosen by logic in a message.
package i18n

import (
	"golang.org/x/text/language"
)

// Language is one of the languages Homeward speaks, by its own name.
type Language struct {
	Code string // ISO 639-1
	Name string // in the language itself
}

// Languages in the order they are offered.
var Languages = []Language{
	{"az", "Azərbaycanca"},
	{"hy", "Հայերեն"},
	{"ru", "Русский"},
	{"en", "English"},
}

// Default is the language of a reader who asked for none of ours.
const Default = "en"

// matcher chooses among Languages; the first tag is what it falls back to.
var matcher = language.NewMatcher([]language.Tag{
	language.English, language.Azerbaijani, language.Armenian, language.Russian,
})

// Known says whether code is one of Languages.
func Known(code string) bool {
	for _, l := range Languages {
		if l.Code == code {
			return true
		}
	}
	return false
}

// Match returns the language that suits a reader best. Each preference is a language code or an Accept-Language
// header; the first one that names a language of ours wins, Default if none does.
func Match(preferences ...string) string {
	for _, p := range preferences {
		if Known(p) {
			return p
		}
		tags, _, err := language.ParseAcceptLanguage(p)
		if err != nil || len(tags) == 0 {
			continue
		}
		tag, _, confidence := matcher.Match(tags...)
		if confidence == language.No {
			continue
		}
		base, _ := tag.Base()
		return base.String()
	}
	return Default
}

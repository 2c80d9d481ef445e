package i18n

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"golang.org/x/text/language"

	"homeward"
)

// Localizer speaks one language.
type Localizer struct {
	catalogue *Catalogue
	lang      string
	tag       language.Tag // what its plural forms go by
}

// WithPlaces returns a Localizer that calls places by the names that namer gives them.
func (l *Localizer) WithPlaces(namer PlaceNamer) *Localizer {
	c := *l
	c.catalogue = l.catalogue.WithPlaces(namer)
	return &c
}

// Lang is the code of the language, for lang attributes.
func (l *Localizer) Lang() string { return l.lang }

// Text says t. An empty Text is an empty string; a key that no catalogue has is said as the key itself.
func (l *Localizer) Text(t homeward.Text) string {
	if t.IsZero() {
		return ""
	}
	m, ok := l.catalogue.messages[l.lang][t.Key]
	if !ok {
		l.catalogue.fault(l.lang, t.Key, errors.New("there is no such message"))
		return t.Key
	}
	if m.plain() {
		return m.other.words[0]
	}
	s, err := m.form(l.tag, t.Args["Count"]).fill(l.lang, l.values(t.Args))
	if err != nil {
		l.catalogue.fault(l.lang, t.Key, err)
	}
	return s
}

// T says the message of key with name, value pairs filled in, as homeward.T writes them.
func (l *Localizer) T(key string, pairs ...any) string {
	return l.Text(homeward.T(key, pairs...))
}

// Has says whether there is a message for key.
func (l *Localizer) Has(key string) bool { return l.catalogue.messages[l.lang][key] != nil }

// Place says what a place is called.
func (l *Localizer) Place(id homeward.PlaceID) string { return l.catalogue.places(id, l.lang) }

func (l *Localizer) values(args homeward.Args) map[string]string {
	if len(args) == 0 {
		return nil
	}
	values := make(map[string]string, len(args))
	for name, v := range args {
		values[name] = l.Value(restored(name, v))
	}
	return values
}

// restored gives an argument back the type it had before its Text was kept as JSON: a day and a place come back as
// strings. A string that reads 2026-02-09 is a day in any case.
func restored(name string, v any) any {
	s, ok := v.(string)
	if !ok {
		return v
	}
	if len(s) == len(time.DateOnly) && s[4] == '-' {
		if d, err := homeward.ParseDate(s); err == nil {
			return d
		}
	}
	if name == "Place" || name == "Area" {
		return homeward.PlaceID(s)
	}
	return v
}

// Value says one argument of a Text: dates, instants and numbers in the manner of the language, places by name, Texts
// in words, lists with commas. A year is handed in as a string, so that its digits are not grouped.
func (l *Localizer) Value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return l.Number(v)
	case homeward.Date:
		return l.Date(v)
	case homeward.Instant:
		return l.Instant(v)
	case time.Duration:
		return l.Duration(v)
	case homeward.PlaceID:
		return l.Place(v)
	case homeward.Name:
		return v.Text
	case homeward.Text:
		return l.Text(v)
	case []homeward.Text:
		parts := make([]string, len(v))
		for i, t := range v {
			parts[i] = l.Text(t)
		}
		if len(parts) > 0 && strings.ContainsAny(parts[0][max(0, len(parts[0])-2):], ".։") {
			return strings.Join(parts, " ") // whole sentences stand beside each other
		}
		return strings.Join(parts, ", ")
	case []string:
		return strings.Join(v, ", ")
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return l.Number(int(r.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return l.Number(int(r.Uint()))
	case reflect.Float32, reflect.Float64:
		if _, whole := count(v); whole {
			return l.Number(int(r.Float()))
		}
		return l.Decimal(r.Float(), 1)
	case reflect.Slice:
		parts := make([]string, r.Len())
		for i := range parts {
			parts[i] = l.Value(r.Index(i).Interface())
		}
		return strings.Join(parts, ", ")
	case reflect.Map:
		// A Text that has been through JSON, as in stored details, is a map again.
		if t, ok := textOf(v); ok {
			return l.Text(t)
		}
	}
	return fmt.Sprint(v)
}

// textOf knows a Text again that was stored as JSON.
func textOf(v any) (homeward.Text, bool) {
	m, ok := v.(map[string]any)
	if !ok {
		return homeward.Text{}, false
	}
	key, ok := m["key"].(string)
	if !ok {
		return homeward.Text{}, false
	}
	args, _ := m["args"].(map[string]any)
	return homeward.Text{Key: key, Args: args}, true
}

// count returns what a plural form is chosen by; false where there is no number to count.
func count(v any) (int64, bool) {
	if v == nil {
		return 0, false
	}
	r := reflect.ValueOf(v)
	switch {
	case r.CanInt():
		return r.Int(), true
	case r.CanUint():
		return int64(r.Uint()), true
	case r.CanFloat() && r.Float() == float64(int64(r.Float())):
		return int64(r.Float()), true // a number that has been through JSON
	}
	return 0, false
}

package i18n

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"homeward"
)

func testCatalogue(t *testing.T) *Catalogue {
	t.Helper()
	fsys := fstest.MapFS{
		"catalogue/en/x.toml": {Data: []byte(`
["plain"]
other = "Plain"
["home"]
other = "Home in {{.Place}} on {{.Date}}: {{.Why}}"
["n"]
one = "{{.Count}} family"
other = "{{.Count}} families"
`)},
		"catalogue/ru/x.toml": {Data: []byte(`
["plain"]
other = "Просто"
["home"]
other = "{{.Place}}, {{.Date}}: {{.Why}}"
["n"]
one = "{{.Count}} семья"
few = "{{.Count}} семьи"
many = "{{.Count}} семей"
other = "{{.Count}} семьи"
`)},
	}
	c, err := load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestText(t *testing.T) {
	c := testCatalogue(t).WithPlaces(func(id homeward.PlaceID, lang string) string { return strings.ToUpper(string(id)) + "/" + lang })
	c = c.WithFault(func(lang, key string, err error) { t.Errorf("%s %s: %v", lang, key, err) })
	nested := homeward.T("home", "Place", homeward.PlaceID("khojaly"), "Date", homeward.NewDate(2026, 3, 5),
		"Why", homeward.T("n", "Count", 1234))
	if got, want := c.For("en").Text(nested), "Home in KHOJALY/en on 5\u00a0March 2026: 1,234 families"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := c.For("ru").Text(nested), "KHOJALY/ru, 5\u00a0марта 2026\u00a0г.: 1\u00a0234 семьи"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := c.For("ru").Text(homeward.Text{}); got != "" {
		t.Errorf("an empty text was said as %q", got)
	}
	if got := c.For("fr").T("plain"); got != "Plain" {
		t.Errorf("an unknown language said %q", got)
	}
}

// TestFault: what cannot be said well is reported, and the reader never sees an empty place.
func TestFault(t *testing.T) {
	cases := []struct {
		name string
		text homeward.Text
		want string
	}{
		{"a key nobody wrote", homeward.T("nowhere"), "nowhere"},
		{"an argument nobody gave", homeward.T("home", "Place", "x", "Why", "y"), "Home in x on {Date}: y"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			faults := 0
			c := testCatalogue(t).WithFault(func(string, string, error) { faults++ })
			if got := c.For("en").Text(tc.text); got != tc.want || faults != 1 {
				t.Errorf("said %q with %d faults, want %q and one", got, faults, tc.want)
			}
		})
	}
	if c := testCatalogue(t); !c.For("en").Has("home") || c.For("en").Has("nowhere") {
		t.Error("Has is wrong")
	}
}

func TestPlurals(t *testing.T) {
	c := testCatalogue(t).WithFault(func(lang, key string, err error) { t.Errorf("%s %s: %v", lang, key, err) })
	cases := []struct {
		lang  string
		count any
		want  string
	}{
		{"en", 1, "1 family"}, {"en", 0, "0 families"}, {"en", 2, "2 families"}, {"en", uint16(1), "1 family"},
		{"ru", 1, "1 семья"}, {"ru", 2, "2 семьи"}, {"ru", 5, "5 семей"}, {"ru", 11, "11 семей"},
		{"ru", 21, "21 семья"}, {"ru", 112, "112 семей"}, {"ru", int64(1022), "1\u00a0022 семьи"},
	}
	for _, tc := range cases {
		if got := c.For(tc.lang).T("n", "Count", tc.count); got != tc.want {
			t.Errorf("%s %v: %q, want %q", tc.lang, tc.count, got, tc.want)
		}
	}
	// A Text that has been through JSON counts with floats, and nested Texts have become maps.
	stored := homeward.Text{Key: "home", Args: homeward.Args{"Place": "x", "Date": "y",
		"Why": map[string]any{"key": "n", "args": map[string]any{"Count": float64(1)}}}}
	if got, want := c.For("en").Text(stored), "Home in x on y: 1 family"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestStoredText: what was kept as JSON is said as it would have been said at once.
func TestStoredText(t *testing.T) {
	c := testCatalogue(t).WithPlaces(func(id homeward.PlaceID, _ string) string { return "<" + string(id) + ">" })
	fresh := homeward.T("home", "Place", homeward.PlaceID("khojaly"), "Date", homeward.NewDate(2026, 2, 9), "Why", homeward.T("n", "Count", 1002))
	b, err := json.Marshal(fresh)
	if err != nil {
		t.Fatal(err)
	}
	var stored homeward.Text
	if err := json.Unmarshal(b, &stored); err != nil {
		t.Fatal(err)
	}
	for _, l := range []string{"en", "ru"} {
		if got, want := c.For(l).Text(stored), c.For(l).Text(fresh); got != want {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
	// What only looks like a day stays as it is.
	if got := c.For("en").T("home", "Place", "p", "Date", "2026-02-30", "Why", "x"); got != "Home in <p> on 2026-02-30: x" {
		t.Errorf("%q", got)
	}
}

func TestDatesAndNumbers(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	day := homeward.NewDate(2026, time.February, 9)
	moment := homeward.At(time.Date(2026, 2, 9, 8, 5, 0, 0, time.UTC))
	cases := []struct{ lang, long, short, weekday, month, instant, number, decimal, days string }{
		{"en", "9 February 2026", "9 Feb 2026", "Monday 9 February 2026", "February 2026", "9 Feb 2026 08:05 UTC", "1,702,855", "−12.5", "2 days 3 hours"},
		{"az", "9 fevral 2026", "09.02.2026", "9 fevral 2026, bazar ertəsi", "fevral 2026", "09.02.2026 08:05 UTC", "1.702.855", "−12,5", "2 gün 3 saat"},
		{"hy", "9 փետրվարի, 2026 թ.", "09.02.2026", "9 փետրվարի, 2026 թ., երկուշաբթի", "2026 թ. փետրվար", "09.02.2026 08:05 UTC", "1 702 855", "−12,5", "2 օր 3 ժամ"},
		{"ru", "9 февраля 2026 г.", "09.02.2026", "понедельник, 9 февраля 2026 г.", "февраль 2026 г.", "09.02.2026 08:05 UTC", "1 702 855", "−12,5", "2 дня 3 часа"},
	}
	for _, tc := range cases {
		l := c.For(tc.lang)
		got := []string{l.Date(day), l.ShortDate(day), l.Weekday(day), l.Month(day), l.Instant(moment),
			l.Number(1702855), l.Decimal(-12.5, 1), l.Duration(51 * time.Hour)}
		want := []string{tc.long, tc.short, tc.weekday, tc.month, tc.instant, tc.number, tc.decimal, tc.days}
		for i := range got {
			if g := strings.ReplaceAll(got[i], nbsp, " "); g != want[i] {
				t.Errorf("%s: %q, want %q", tc.lang, g, want[i])
			}
		}
	}
	for x, want := range map[float64]string{-0.4: "−0.4", -0.01: "0.0", 1234.56: "1,234.6"} {
		if got := c.For("en").Decimal(x, 1); got != want {
			t.Errorf("%v: %q, want %q", x, got, want)
		}
	}
	if got := c.For("en").Date(homeward.Date{}); got != "–" {
		t.Errorf("the zero date was said as %q", got)
	}
}

func TestMatch(t *testing.T) {
	cases := []struct {
		name        string
		preferences []string
		want        string
	}{
		{"nothing asked", nil, "en"},
		{"the address before the cookie", []string{"hy", "ru"}, "hy"},
		{"an unknown code is passed over", []string{"xx", "ru"}, "ru"},
		{"a browser's header", []string{"", "az-Latn-AZ,az;q=0.9,en;q=0.5"}, "az"},
		{"a language near none", []string{"fr-FR"}, "en"},
		{"quality decides", []string{"en;q=0.4,ru-RU;q=0.9"}, "ru"},
		{"rubbish", []string{"\xff;;;q=9"}, "en"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			if got := Match(tc.preferences...); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}

func TestSort(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		lang string
		in   []string
		want []string
	}{
		{"az", []string{"Fərid", "Əli", "Elşən", "Zaur", "Çingiz", "Cavid"}, []string{"Cavid", "Çingiz", "Elşən", "Əli", "Fərid", "Zaur"}},
		{"ru", []string{"Яна", "Борис", "Ёлкин", "Егор", "Анна"}, []string{"Анна", "Борис", "Егор", "Ёлкин", "Яна"}},
		{"hy", []string{"Բագրատ", "Արամ", "Գոհար"}, []string{"Արամ", "Բագրատ", "Գոհար"}},
	}
	for _, tc := range cases {
		got := slices.Clone(tc.in)
		Sort(c.For(tc.lang), got, func(s string) string { return s })
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.lang, got, tc.want)
		}
	}
}

// Words stand after a value as the language writes them, and as they are said.
func TestWordsAfterValues(t *testing.T) {
	for _, c := range []struct{ lang, value, words, want string }{
		{"ru", "9 февраля 2026 г.", ". Без входа", " Без входа"},
		{"ru", "9 февраля 2026 г.", " ждут", " ждут"},
		{"ru", "9", ". Без входа", ". Без входа"},
		{"en", "the end.", "...", "..."},
		{"hy", "չկա։", "։", ""},
		{"az", "1", "-ci sətir", "-ci sətir"},
		{"az", "3", "-ci sətir", "-cü sətir"},
		{"az", "6", "-ci yer", "-cı yer"},
		{"az", "9", "-ci yer", "-cu yer"},
		{"az", "10", "-ci yer", "-cu yer"},
		{"az", "40", "-ci yer", "-cı yer"},
		{"az", "100", "-ci yer", "-cü yer"},
		{"az", "1.000", "-ci yer", "-ci yer"},
		{"az", "1.246", "-dən", "-dan"},
		{"az", "120", "-dən az", "-dən az"},
		{"az", "2.000.000", "-dən", "-dan"},
		{"az", "0", "-dən", "-dan"},
		{"az", "9 fevral 2026", "-dən", "-dan"},
		{"az", "Xocalı", "-dən", "-dən"},
		{"az", "", "-ci", "-ci"},
		{"en", "3", "-ci", "-ci"},
	} {
		if got := join(c.lang, c.value, c.words); got != c.want {
			t.Errorf("%s %q %q: %q, want %q", c.lang, c.value, c.words, got, c.want)
		}
	}
}

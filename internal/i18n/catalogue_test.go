package i18n

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// wantForms are the plural forms a message that counts must have in each language.
var wantForms = map[string][]string{
	"az": {"one", "other"}, "en": {"one", "other"}, "hy": {"one", "other"}, "ru": {"few", "many", "one", "other"},
}

type entry struct {
	file  string
	forms map[string]string
}

func readAll(t *testing.T, lang string) map[string]entry {
	t.Helper()
	all := make(map[string]entry)
	names, err := fs.Glob(files, "catalogue/"+lang+"/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		sections, err := parseCatalogue(string(b))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for key, forms := range sections {
			if before, twice := all[key]; twice {
				t.Errorf("%s: %q stands in %s too", name, key, before.file)
			}
			delete(forms, "description")
			all[key] = entry{path.Base(name), forms}
		}
	}
	return all
}

func names(t *testing.T, src string) []string {
	t.Helper()
	m, err := parsePhrase(src)
	if err != nil {
		t.Error(err)
		return nil
	}
	ns := slices.Clone(m.names)
	slices.Sort(ns)
	return slices.Compact(ns)
}

func TestEveryKeyInEveryLanguage(t *testing.T) {
	all := make(map[string]map[string]entry)
	for _, l := range Languages {
		all[l.Code] = readAll(t, l.Code)
	}
	if len(all[Default]) == 0 {
		t.Fatal("no messages at all")
	}
	for _, l := range Languages {
		for key, want := range all[Default] {
			got, ok := all[l.Code][key]
			if !ok {
				t.Errorf("%s/%s: %q is missing", l.Code, want.file, key)
				continue
			}
			if got.file != want.file {
				t.Errorf("%s: %q stands in %s, in %s it stands in %s", l.Code, key, got.file, Default, want.file)
			}
			checkForms(t, l.Code, key, want, got)
		}
		for key, e := range all[l.Code] {
			if _, ok := all[Default][key]; !ok {
				t.Errorf("%s/%s: %q is in no English catalogue", l.Code, e.file, key)
			}
		}
	}
}

// checkForms says whether a message has the plural forms its language needs and fills in what English fills in. Only a
// Count may be left out, where a form says the number in words.
func checkForms(t *testing.T, lang, key string, english, got entry) {
	t.Helper()
	counts := len(english.forms) > 1
	var have []string
	for form := range got.forms {
		have = append(have, form)
	}
	slices.Sort(have)
	want := []string{"other"}
	if counts {
		want = wantForms[lang]
	}
	if !slices.Equal(have, want) {
		t.Errorf("%s/%s: %q has the forms %v, want %v", lang, got.file, key, have, want)
	}
	wanted := names(t, english.forms["other"])
	for form, src := range got.forms {
		found := names(t, src)
		if slices.Equal(found, wanted) {
			continue
		}
		without := slices.DeleteFunc(slices.Clone(wanted), func(n string) bool { return n == "Count" })
		if counts && slices.Equal(found, without) {
			continue
		}
		t.Errorf("%s/%s: %q (%s) fills in %v, English %v", lang, got.file, key, form, found, wanted)
	}
}

// TestScripts catches a text that was pasted into the wrong file: Armenian letters stand only in Armenian texts,
// Cyrillic only in Russian ones, except in the names that languages have for themselves.
func TestScripts(t *testing.T) {
	count := func(s string, lo, hi rune) (n int) {
		for _, r := range s {
			if r >= lo && r <= hi {
				n++
			}
		}
		return n
	}
	for _, l := range Languages {
		for key, e := range readAll(t, l.Code) {
			for form, src := range e.forms {
				armenian, cyrillic := count(src, 'Ա', 'և'), count(src, 'А', 'я')
				if armenian > 0 && l.Code != "hy" || cyrillic > 0 && l.Code != "ru" {
					t.Errorf("%s/%s: %q (%s) is written in another script: %s", l.Code, e.file, key, form, src)
				}
			}
		}
	}
}

func TestLoad(t *testing.T) {
	if _, err := Load(); err != nil {
		t.Fatal(err)
	}
}

func TestLoadRefuses(t *testing.T) {
	good := "[\"a.b\"]\nother = \"x\"\n"
	cases := []struct {
		name, src, want string
	}{
		{"a key twice in a file", good + good, "twice"},
		{"a form twice", "[\"a\"]\nother = \"x\"\nother = \"y\"", "twice"},
		{"words before a key", "other = \"x\"", "before the first"},
		{"an unknown form", "[\"a\"]\ntwo = \"x\"", "want one"},
		{"an empty text", "[\"a\"]\nother = \"  \"", "empty"},
		{"no other", "[\"a\"]\none = \"x\"", "no other"},
		{"an open quote", "[\"a\"]\nother = \"x", "closing quote"},
		{"words after the quote", "[\"a\"]\nother = \"x\" y", "after the closing"},
		{"an odd escape", `["a"]` + "\nother = \"\\q\"", "escape"},
		{"logic in a message", "[\"a\"]\nother = \"{{if .X}}y{{end}}\"", "only {{.Name}}"},
		{"an open placeholder", "[\"a\"]\nother = \"{{.X\"", "without }}"},
		{"an empty key", "[\"\"]\nother = \"x\"", "empty key"},
		{"not UTF-8", "[\"a\"]\nother = \"\xff\"", "UTF-8"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			fsys := fstest.MapFS{"catalogue/az/x.toml": {Data: []byte(c.src)}}
			_, err := load(fsys)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
	t.Run("a key in two files", func(t *testing.T) {
		fsys := fstest.MapFS{"catalogue/az/x.toml": {Data: []byte(good)}, "catalogue/az/y.toml": {Data: []byte(good)}}
		if _, err := load(fsys); err == nil || !strings.Contains(err.Error(), "stands in") {
			t.Errorf("error %v", err)
		}
	})
}

func FuzzParseCatalogue(f *testing.F) {
	f.Add("[\"a.b\"]\nother = \"x {{.Name}}\"\n# note\n")
	f.Add("[a]\none = \"\\\"\" # c\nother = \"\\n\"")
	f.Fuzz(func(t *testing.T, src string) {
		sections, err := parseCatalogue(src)
		if err != nil {
			return
		}
		// What was read can be written and read again.
		var b strings.Builder
		quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
		for key, s := range sections {
			fmt.Fprintf(&b, "[\"%s\"]\n", quote.Replace(key))
			for form, v := range s {
				fmt.Fprintf(&b, "%s = \"%s\"\n", form, quote.Replace(v))
			}
		}
		again, err := parseCatalogue(b.String())
		if err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		if fmt.Sprint(again) != fmt.Sprint(sections) {
			t.Errorf("%v became %v", sections, again)
		}
	})
}

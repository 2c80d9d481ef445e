package document

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"homeward"
	"homeward/internal/i18n"
)

// papers are all of them, for the tests that hold of each.
var papers = map[string]func(t testing.TB, langs ...string) ([]byte, error){
	"act":         func(t testing.TB, langs ...string) ([]byte, error) { return Act(act(t, langs...)) },
	"manifest":    func(t testing.TB, langs ...string) ([]byte, error) { return Manifest(movement(t, langs...)) },
	"letter":      func(t testing.TB, langs ...string) ([]byte, error) { return Letter(letter(t, langs...)) },
	"protocol":    func(t testing.TB, langs ...string) ([]byte, error) { return Protocol(round(t, 40, langs...)) },
	"slips":       func(t testing.TB, langs ...string) ([]byte, error) { return Slips(slips(t, 12, langs...)) },
	"certificate": func(t testing.TB, langs ...string) ([]byte, error) { return Certificate(certificate(t, langs...)) },
	"decision":    func(t testing.TB, langs ...string) ([]byte, error) { return RulingLetter(refused(t, langs...)) },
	"rules":       func(t testing.TB, langs ...string) ([]byte, error) { return Rules(rules(t, langs...)) },
}

// spoken are the languages papers are tried in, one and two on a sheet.
func spoken() [][]string {
	if testing.Short() {
		return [][]string{{"ru"}, {"az", "hy"}}
	}
	return [][]string{{"az"}, {"hy"}, {"ru"}, {"en"}, {"az", "hy"}}
}

func TestPapersSay(t *testing.T) {
	needFonts(t)
	for name, paper := range papers {
		for _, langs := range spoken() {
			file := name + "-" + strings.Join(langs, "-") + ".txt"
			t.Run(file, func(t *testing.T) {
				b, err := paper(t, langs...)
				if err != nil {
					t.Fatal(err)
				}
				golden(t, file, said(t, b))
			})
		}
	}
}

// The bytes are stored under their hash, so making a paper again must give them again.
func TestSameInputSameBytes(t *testing.T) {
	needFonts(t)
	whole, err := assets.ReadFile(faceFile)
	if err != nil {
		t.Fatal(err)
	}
	one, err := cutFace(bytes.Clone(whole))
	if err != nil {
		t.Fatal(err)
	}
	if two, err := cutFace(whole); err != nil || !bytes.Equal(one, two) {
		t.Fatal("the face is cut in two ways", err)
	}
	for name, paper := range papers {
		t.Run(name, func(t *testing.T) {
			first, err := paper(t, "az", "hy")
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				again, err := paper(t, "az", "hy")
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(first, again) {
					t.Fatal("the bytes differ")
				}
			}
		})
	}
}

// A letter without a glyph prints as an empty box, which a text golden would not show. Every letter on every paper has
// one in the face it is set in.
func TestEveryLetterHasAGlyph(t *testing.T) {
	needFonts(t)
	for name, paper := range papers {
		for _, langs := range spoken() {
			b, err := paper(t, langs...)
			if err != nil {
				t.Fatal(err)
			}
			// The map from letters to glyphs is a stream of two bytes for each of the plane's letters, one map a paper.
			var glyphs []byte
			for _, s := range streams(b) {
				if len(s) == 2*65536 {
					glyphs = s
				}
			}
			if glyphs == nil {
				t.Fatalf("%s has no map of glyphs", name)
			}
			letters := []rune(said(t, b))
			slices.Sort(letters)
			for _, r := range slices.Compact(letters) {
				if r <= ' ' || r == '\u00a0' {
					continue
				}
				if glyphs[2*r] == 0 && glyphs[2*r+1] == 0 {
					t.Errorf("%s %v: no glyph for %q", name, langs, r)
				}
			}
		}
	}
}

// An ordinary family's act is one sheet, in every language: two copies are two sheets of paper and not four.
func TestActOfAFamilyFitsOnePage(t *testing.T) {
	needFonts(t)
	for _, lang := range []string{"az", "hy", "ru", "en"} {
		b, err := Act(act(t, lang))
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(b, []byte("/Type /Page\n")); n != 1 {
			t.Errorf("%s: %d pages", lang, n)
		}
	}
}

func TestRefusedPapers(t *testing.T) {
	for _, c := range []struct {
		name  string
		langs []string
	}{
		{"no language", nil},
		{"three languages", []string{"az", "hy", "ru"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Act(act(t, c.langs...)); !homeward.IsKey(err, "document.languages") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A code changes with each thing the paper states, so that a changed paper shows.
func TestCodeHoldsWhatTheActStates(t *testing.T) {
	base := act(t, "az").Code()
	for name, change := range map[string]func(*ActInput){
		"number":   func(a *ActInput) { a.Handover.Number++ },
		"handover": func(a *ActInput) { a.Handover.ID = "ho_other" },
		"day":      func(a *ActInput) { a.Handover.AcceptedAt.Time = signed.Add(24 * 3600e9) },
		"case":     func(a *ActInput) { a.Case = "4471-9" },
		"dwelling": func(a *ActInput) { a.Dwelling.ID = "dw_other" },
		"people":   func(a *ActInput) { a.Members = a.Members[1:] },
		"keys":     func(a *ActInput) { a.Handover.Keys++ },
		"reading":  func(a *ActInput) { a.Meters[1].Reading += 0.001 },
		"defect":   func(a *ActInput) { a.Defects[0].Text += "!" },
		"mended":   func(a *ActInput) { a.Defects[0].Due = a.Defects[0].Due.Add(1) },
		"receiver": func(a *ActInput) { a.ReceivedBy = "" },
	} {
		a := act(t, "az")
		change(&a)
		if a.Code() == base {
			t.Errorf("another %s, the same code", name)
		}
	}
	if hy := act(t, "hy").Code(); hy != base {
		t.Error("the language changes the code")
	}
}

// Lines are no wider than they may be, and lose nothing but the spaces they are broken at.
func TestLines(t *testing.T) {
	needFonts(t)
	s, err := newSheet(speakers(t, "az"), heading{title: homeward.T("document.letter.title"), made: signed.Time})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("əğışöüçЖщՓԽա  -.\u00a0W"))).Draw(t, "text")
		w := rapid.Float64Range(5, 80).Draw(t, "width")
		lines := s.lines(text, w, bodySize)
		for _, line := range lines {
			if s.pdf.GetStringWidth(line) > w && len([]rune(line)) > 1 {
				t.Fatalf("%q is wider than %v", line, w)
			}
		}
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if squeeze(strings.Join(lines, "")) != squeeze(text) {
			t.Fatalf("%q became %q", text, lines)
		}
	})
}

// What people write into the register is set as it is or replaced, and never breaks a paper.
func FuzzAct(f *testing.F) {
	needFonts(f)
	for _, s := range []string{"Əliağa", "Անահիտ", "Мария", "", "\x00\xff\n\t", "😀 \U0010ffff", strings.Repeat("W", 400), "(\\)", "{nb}"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, keys int) {
		a := act(t, "az")
		a.Office, a.ReceivedBy, a.Members[0].Name, a.Building.Name = s, s, s, s
		a.Handover.Keys = keys
		a.Defects = append(a.Defects, homeward.Defect{Room: s, Text: s})
		b, err := Act(a)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(b, []byte("%PDF-")) || !bytes.Contains(b[len(b)-64:], []byte("%%EOF")) {
			t.Error("this is no PDF")
		}
	})
}

func BenchmarkAct(b *testing.B) {
	needFonts(b)
	in := act(b, "az")
	for b.Loop() {
		if _, err := Act(in); err != nil {
			b.Fatal(err)
		}
	}
}

// A paper speaks of a relation, a meter, a type or a consent by a key made from its word: all of them are in the
// catalogues.
func TestWordsOfTheRegisterAreSpoken(t *testing.T) {
	var keys []string
	for _, r := range homeward.Relations {
		keys = append(keys, "document.relation."+string(r))
	}
	for _, m := range homeward.Meters {
		keys = append(keys, "document.meter."+string(m), "document.unit."+string(m))
	}
	for _, d := range []homeward.DwellingType{homeward.FlatType, homeward.HouseType} {
		keys = append(keys, "document.type."+string(d))
	}
	for _, c := range []ConsentState{ConsentOwn, ConsentGuardian, ConsentNone} {
		keys = append(keys, "document.manifest.consent."+string(c))
	}
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		if !c.For("en").Has(key) {
			t.Errorf("%q is in no catalogue", key)
		}
	}
}

package figures

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"homeward"
)

// article is a page such as a news site serves: the story in the middle, and figures of other stories all around it.
const article = `<!DOCTYPE html><html lang="en"><head><title>Wire | Families return to Farzan</title>
<meta property="article:published_time" content="2025-04-28T10:20:00+04:00"><meta property="og:title" content="Families return to Farzan">
<script>var a = "In total, 999 families (4,444 people) have returned to Alvadi.";</script></head>
<body><nav><a href="/1">Another 77 families (300 people) return to Elkand</a></nav>
<div class="article-body"><h1>Families return to Farzan</h1>
<p>At this stage, another 22 families (94&nbsp;people) were sent to <b>Farzan</b>.</p>
<p>In total, 168 families (647 people) have returned to Farzan<br>to date.</p>
<div class="related-news"><p>Another 55 families (210 people) were sent to Birchay.</p></div></div>
<footer>Today 12 families (50 people) were sent to Sadarli.</footer></body></html>`

func TestPageIsReadWithoutItsFurniture(t *testing.T) {
	got, err := NewReader(testPlaces).Read(Source{Name: "a.html", Text: article})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, s := range got.Statements {
		said = append(said, Short(s))
	}
	if want := []string{"increment farzan 22 94", "cumulative farzan 168 647"}; !slices.Equal(said, want) {
		t.Errorf("read %q, want %q", said, want)
	}
	if got.Title != "Families return to Farzan" || got.Published != homeward.NewDate(2025, 4, 28) {
		t.Errorf("title %q of %v", got.Title, got.Published)
	}
	if s := got.Statements[0]; s.EventDate != "2025-04-28" || !strings.Contains(got.Text[s.Start:s.End], "22 families (94") {
		t.Errorf("on %s, from %q", s.EventDate, got.Text[s.Start:s.End])
	}
}

// A box around the whole story with the name of furniture must not swallow it.
func TestStoryInABoxWithAMisleadingName(t *testing.T) {
	page := strings.Replace(article, `class="article-body"`, `class="widget"`, 1)
	got, err := NewReader(testPlaces).Read(Source{Text: page})
	if err != nil || len(got.Statements) < 2 {
		t.Errorf("%d statements, %v", len(got.Statements), err)
	}
}

func TestTooLargeSourceIsRefused(t *testing.T) {
	_, err := NewReader(testPlaces).Read(Source{Text: strings.Repeat("a", MaxSource+1)})
	if homeward.KindOf(err) != homeward.Invalid {
		t.Errorf("got %v", err)
	}
}

// Each statement is compared with all others, so there is an end to them.
func TestTooManyFiguresAreRefused(t *testing.T) {
	var text strings.Builder
	for i := range MaxStatements + 10 {
		fmt.Fprintf(&text, "Another %d families were sent to Farzan. ", i+20)
	}
	_, err := NewReader(testPlaces).Read(Source{Text: text.String()})
	if homeward.KindOf(err) != homeward.Invalid {
		t.Errorf("got %v", err)
	}
}

// Hostile texts are read to the end, in one pass; what they hold between the rubbish is still found.
func TestHostileTexts(t *testing.T) {
	const good = "\n\nAt this stage, another 22 families (94 people) were sent to Farzan.\n"
	n := 100_000
	if testing.Short() {
		n = 10_000
	}
	for name, text := range map[string]string{
		"one number of many digits":        strings.Repeat("7", n),
		"digits and points":                strings.Repeat("1.2.", n/4),
		"one sentence without an end":      strings.Repeat("20 families ", n/12),
		"nothing but places":               strings.Repeat("Farzan, ", n/8),
		"nothing but brackets":             strings.Repeat("(", n),
		"one word":                         strings.Repeat("ə", n/2),
		"marks that hang on letters":       "a" + strings.Repeat("\u0301", n/2),
		"elements in elements":             "<html><body>" + strings.Repeat("<div>", n/5),
		"an element that never ends":       "<html><body><p " + strings.Repeat("a=b ", n/20) + ">",
		"one attribute":                    "<html><body><p class=\"" + strings.Repeat("x", n) + "\">",
		"entities":                         "<html><body>" + strings.Repeat("&#1632;", n/7),
		"scripts mixed in words":           strings.Repeat("famіlіes семей ընտանիք عائلة ", n/50),
		"bytes that are no text":           strings.Repeat("\xff\xfe\x80 ", n/4),
		"writing direction turned round":   strings.Repeat("\u202e20 families\u202c ", n/20),
		"empty lines":                      strings.Repeat("\n", n),
		"number words":                     strings.Repeat("twenty ", n/7),
		"thousands of thousands":           "5 " + strings.Repeat("thousand ", n/9),
		"words that say until when":        strings.Repeat("in total to date ", n/17),
		"a list of provinces without ends": strings.Repeat("20 in Farzan, ", n/14),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := NewReader(testPlaces).Read(Source{Text: text + good})
			if err != nil {
				t.Fatal(err)
			}
			whole(t, got)
			found := slices.ContainsFunc(got.Statements, func(s Statement) bool { return Short(s) == "increment farzan 22 94" })
			if opened := strings.HasPrefix(text, "<html>"); !found && !opened {
				t.Errorf("the figure after it is lost among %d statements", len(got.Statements))
			}
		})
	}
}

// whole checks what holds for every reading.
func whole(t *testing.T, r Reading) {
	t.Helper()
	if !utf8.ValidString(r.Text) {
		t.Error("the text is no UTF-8")
	}
	for _, s := range r.Statements {
		if s.Start < 0 || s.Start >= s.End || s.End > len(r.Text) || !utf8.ValidString(r.Text[s.Start:s.End]) {
			t.Fatalf("span %d to %d of %d", s.Start, s.End, len(r.Text))
		}
		if s.Families == nil && s.People == nil && s.Homes == nil && s.Rooms == nil && s.Quantifier != Vague {
			t.Fatalf("nothing stated: %+v", s)
		}
		for _, n := range []*int{s.Families, s.People, s.Homes} {
			if n != nil && *n <= 0 {
				t.Fatalf("%d: %+v", *n, s)
			}
		}
		if measureOf(s.Kind, &clause{}) == "" || len(s.Reasons) == 0 {
			t.Fatalf("kind %q with %d reasons", s.Kind, len(s.Reasons))
		}
		if s.Place != nil && s.Places != nil || s.Places != nil && len(s.Places) < 2 {
			t.Fatalf("place %v and places %v", s.Place, s.Places)
		}
	}
}

// flagged gives the texts that show each flag, and one like it that must not carry it.
var flagged = map[Flag][2]string{
	FlagFamilySize: {"Another 14 families (196 people) were sent to Birchay.", "Another 44 families (196 people) were sent to Birchay."},
	FlagRoomsSum: {"A draw was held for Farzan. 144 families took part in the draw. 51 of them got two-room, 76 three-room and 18 four-room apartments.",
		"A draw was held for Farzan. 144 families took part in the draw. 51 of them got two-room, 76 three-room and 17 four-room apartments."},
	FlagHeadline: {"Another 25 families return to Farzan\n\nAt this stage, another 22 families (94 people) were sent to Farzan.",
		"Another 22 families return to Farzan\n\nAt this stage, another 22 families (94 people) were sent to Farzan."},
	FlagLostThousands: {"In Armenia, 810 people were given temporary housing: 1,810 in Syunik, 2,400 in Ararat and 1,600 in Lori.",
		"In Armenia, 5,810 people were given temporary housing: 1,810 in Syunik, 2,400 in Ararat and 1,600 in Lori."},
	FlagSingle:        {"Another 2 families (9 people) were sent to Birchay.", "Another 3 families (12 people) were sent to Birchay."},
	FlagGroupTotal:    {"Another 28 families (135 people) were sent to Birchay and Farzan.", "Another 28 families (135 people) were sent to Birchay."},
	FlagPlaceInferred: {"Return to Farzan\n\nAnother 22 families (94 people) were sent today.", "Another 22 families (94 people) were sent to Farzan today."},
	FlagUnitSlip:      {"To date, 124 people (482 people) have returned to Farzan.", "To date, 124 families (482 people) have returned to Farzan."},
	FlagTwoQualifiers: {"To date, about more than 5,000 people have returned to Farzan.", "To date, more than 5,000 people have returned to Farzan."},
	FlagRepeated: {"Another 22 families (94 people) were sent to Farzan. The 22 families (94 people) were sent to Farzan today.",
		"Another 22 families (94 people) were sent to Farzan."},
	FlagMislabelled: {"Another 22 families (94 people) were sent to Farzan. In total, 94 people have returned to Farzan to date.",
		"Another 22 families (94 people) were sent to Farzan. In total, 647 people have returned to Farzan to date."},
}

func TestWhatLooksWrongIsFlagged(t *testing.T) {
	for flag, texts := range flagged {
		t.Run(string(flag), func(t *testing.T) {
			for i, text := range texts {
				got, err := NewReader(testPlaces).Read(Source{Text: text, Published: sentencesOn})
				if err != nil || len(got.Statements) == 0 {
					t.Fatalf("%d statements, %v", len(got.Statements), err)
				}
				if has := slices.ContainsFunc(got.Statements, func(s Statement) bool { return s.Has(flag) }); has != (i == 0) {
					t.Errorf("%q: flagged %v", text, has)
				}
			}
		})
	}
}

// A flag never changes the number that was read.
func TestNothingIsRepaired(t *testing.T) {
	got, err := NewReader(testPlaces).Read(Source{Text: flagged[FlagFamilySize][0]})
	if err != nil || Short(got.Statements[0]) != "increment birchay 14 196" {
		t.Errorf("%+v, %v", got.Statements, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(article)
	for _, texts := range flagged {
		f.Add(texts[0])
	}
	f.Add("Bu mərhələdə Alvadi şəhərinə 17 ailə - 69 nəfər, Elkənd kəndinə isə 16 ailə - 45 nəfər köçürülüb.")
	f.Add("В Бирчай вернулись 81 тысяча 139 человек. По состоянию на 18:00 — 22,8 тыс.")
	f.Add("وصل 22 ألفا و800 شخص إلى فرزان.")
	r := NewReader(testPlaces)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20_000 {
			t.Skip()
		}
		got, err := r.Read(Source{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		whole(t, got)
	})
}

// Tokens stand in order, one behind the other, and lose no letter or digit.
func FuzzTokens(f *testing.F) {
	f.Add("1,392 / 1.392 / 1 392 families, 28th of 24.08.2023 at 09:47")
	f.Add("٢٢ ألف و٨٠٠؛ 15,5 %")
	f.Add("Qarabağ'da İ i̇ 120'000 2-ci")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		at := 0
		for _, k := range tokenize(text, 0, len(text)) {
			if k.start < at || k.end <= k.start || k.end > len(text) {
				t.Fatalf("token %d to %d after %d", k.start, k.end, at)
			}
			if strings.ContainsAny(text[at:k.start], "0123456789abcxyz") {
				t.Fatalf("lost %q", text[at:k.start])
			}
			if v := k.number.value; k.kind == numberToken && (v < 0 || v > 1e13*1e12) {
				t.Fatalf("value %g", v)
			}
			at = k.end
		}
	})
}

package matching

import (
	"testing"
	"unicode/utf8"
)

func TestRomanise(t *testing.T) {
	for name, want := range map[string]string{
		"Həsənov, Elşad":     "Həsənov, Elşad",
		"Гасанов, Эльшад":    "Gasanov, Elshad",
		"Һәсәнов":            "Həsənov",
		"Հովհաննիսյան, Արամ": "Hovhannisyan, Aram",
		"Ոսկանյան Երվանդ":    "Voskanyan Yervand",
		"Սուրեն":             "Suren",
		"ხოჯალი":             "Khojali",
		"حسن":                "Hsn",
		"":                   "",
		"山田":                 "山田",
	} {
		if got := Romanise(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func FuzzRomanise(f *testing.F) {
	f.Add("Հովհաննիսյան")
	f.Add("\xff о́")
	f.Fuzz(func(t *testing.T, s string) {
		if got := Romanise(s); utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("%q becomes invalid: %q", s, got)
		}
	})
}

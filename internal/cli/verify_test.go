package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"testing"
	"unicode"

	"homeward/draw"

	"golang.org/x/text/unicode/norm"
)

// TestLabelsOfADrawAreInNormalFormC compares the rule of package draw, which has no tables of normal forms, with the
// tables: whatever sign a label may hold is in normal form C and joins with no neighbour.
func TestLabelsOfADrawAreInNormalFormC(t *testing.T) {
	zero := sha256.Sum256(nil)
	h := draw.Header{
		Operation: "o", Round: "r", PolicyID: "p", PolicyHash: hex.EncodeToString(zero[:]), SoftwareHash: hex.EncodeToString(zero[:]),
		FrozenAt: "2026-01-01T00:00:00.000Z", Rules: draw.Rules{Mode: draw.ModeDraw, Address: draw.AddressLot, Groups: draw.GroupsIgnore},
	}
	entries := []draw.Entry{{ID: "e", Strata: []string{"k/flat/2"}}}
	dwellings := []draw.Dwelling{{ID: "d", Settlement: "k", Type: "flat", Rooms: 2}}
	allowed := func(r rune) bool {
		h.Sources = []draw.Source{{ID: "b", Kind: draw.SourceBeacon, Label: "x" + string(r) + "x", Missing: draw.MissingStop, Count: 8}}
		_, err := draw.Freeze(h, entries, dwellings, rand.NewChaCha8([32]byte{}))
		return err == nil
	}
	taken := 0
	for r := rune(0x20); r <= 0xFFFF; r++ {
		if !unicode.IsPrint(r) && r > 0xFF || !allowed(r) {
			continue
		}
		taken++
		p := norm.NFC.PropertiesString(string(r))
		if s := string(r); norm.NFC.String(s) != s || !p.BoundaryBefore() {
			t.Errorf("U+%04X may stand in a label, but is not in normal form C or joins with what is before it", r)
		}
	}
	// Every letter of the four languages and their neighbours is taken.
	for _, s := range []string{"Azərbaycanca Ğğ Iı İi Öö Üü Çç Şş", "Հայերեն ևԵՎ՝։", "Русский Ёё Йй «»—№", "ქართული", "فارسی", "עברית", "中文"} {
		for _, r := range s {
			if r != ' ' && !allowed(r) {
				t.Errorf("U+%04X %c may not stand in a label", r, r)
			}
		}
	}
	if taken < 40_000 {
		t.Errorf("only %d signs may stand in a label", taken)
	}
}

func TestRFC3797SelectsEveryNameOnce(t *testing.T) {
	names := []string{"a", "b", "c", "d", "e"}
	seen := map[string]bool{}
	for _, p := range rfc3797(names, [][]int{{7}, {3, 1}}, 9) {
		if seen[p.Name] || p.Name != names[p.Place-1] {
			t.Errorf("%+v", p)
		}
		seen[p.Name] = true
	}
	if len(seen) != len(names) {
		t.Errorf("%d of %d selected", len(seen), len(names))
	}
	// Numbers are sorted within a source, as the RFC says, and not between sources.
	if a, b := rfc3797(names, [][]int{{3, 1}}, 1), rfc3797(names, [][]int{{1, 3}}, 1); a[0] != b[0] {
		t.Error("the order of numbers within a source matters")
	}
	if a, b := rfc3797(names, [][]int{{3}, {1}}, 1), rfc3797(names, [][]int{{1}, {3}}, 1); a[0].MD5 == b[0].MD5 {
		t.Error("the order of sources does not matter")
	}
}

package draw

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata")

// TestGoldenBundles keeps the format what it is: a bundle that is published must verify for ever. The files are also meant
// for whoever writes another verifier.
func TestGoldenBundles(t *testing.T) {
	for _, s := range samples(t) {
		file := filepath.Join("testdata", s.name+".json")
		if *update {
			ok(t, os.WriteFile(file, s.data, 0o644))
		}
		want := must[[]byte](t)(os.ReadFile(file))
		if !bytes.Equal(s.data, want) {
			t.Errorf("%s is no longer what this package makes", file)
		}
		if r := Verify(want); !r.OK {
			t.Errorf("%s: %s %v", file, r.Key, r.Args)
		}
	}
	b := must[*Bundle](t)(Decode(must[[]byte](t)(os.ReadFile("testdata/draw.json"))))
	receipt := must[[]byte](t)(json.MarshalIndent(must[Receipt](t)(b.Receipt(b.Entries[0].ID)), "", "  "))
	if *update {
		ok(t, os.WriteFile("testdata/receipt.json", receipt, 0o644))
	}
	want := must[[]byte](t)(os.ReadFile("testdata/receipt.json"))
	if !bytes.Equal(receipt, want) {
		t.Error("testdata/receipt.json is no longer what this package makes")
	}
	ok(t, VerifyReceipt(must[Receipt](t)(DecodeReceipt(want)), b.Header))
}

// TestSpecification sees that the worked example of docs/draw.md is what this package computes.
func TestSpecification(t *testing.T) {
	doc := string(must[[]byte](t)(os.ReadFile("../docs/draw.md")))
	b := must[*Bundle](t)(Decode(must[[]byte](t)(os.ReadFile("testdata/draw.json"))))
	line, lots := must[[]InLine](t)(Line(b)), must[[]*Dwelling](t)(Lots(b))
	receipt := must[Receipt](t)(b.Receipt(b.Entries[0].ID))
	mac, _ := b.mac()
	ticket := keyed(mac, "entry:"+line[0].Entry.ID)
	lot := keyed(mac, "dwelling:"+lots[0].ID)
	for name, value := range map[string]string{
		"record": receipt.Record, "salt": receipt.Salt, "leaf": receipt.Leaf, "entries root": b.Header.EntriesRoot,
		"dwellings root": b.Header.DwellingsRoot, "header": b.Header.Text(), "commitment": b.Commitment, "closing": b.Closing, "seed": b.Seed,
		"seal of a secret": Commit(b.Header.Round, "committee", secretA), "ticket": hexOf(ticket), "lot": hexOf(lot), "seal": b.Seal,
	} {
		if !strings.Contains(doc, value) {
			t.Errorf("docs/draw.md does not show the %s of testdata/draw.json: %s", name, value)
		}
	}
}

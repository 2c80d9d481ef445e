package document

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/boombuler/barcode/qr"

	"homeward"
)

// The drawn path, read back, is the code module by module.
func TestQRSVGDrawsTheCode(t *testing.T) {
	const text = "homeward-act/1 86 6FZNSFKE36NNW5GF"
	svg, err := QRSVG(text)
	if err != nil {
		t.Fatal(err)
	}
	var parsed struct {
		Class string `xml:"class,attr"`
		Box   string `xml:"viewBox,attr"`
		Path  struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal([]byte(svg), &parsed); err != nil {
		t.Fatal(err)
	}
	dark := map[[2]int]bool{}
	for _, run := range strings.Split(strings.TrimSuffix(parsed.Path.D, "z"), "z") {
		var x, y, n, back int
		if _, err := fmt.Sscanf(run, "M%d %dh%dv1h-%d", &x, &y, &n, &back); err != nil || n != back {
			t.Fatalf("%q: %v", run, err)
		}
		for i := range n {
			dark[[2]int{x + i - quiet, y - quiet}] = true
		}
	}
	code, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		t.Fatal(err)
	}
	side := code.Bounds().Dx()
	for y := range side {
		for x := range side {
			r, _, _, _ := code.At(x, y).RGBA()
			if (r == 0) != dark[[2]int{x, y}] {
				t.Fatalf("module %d %d differs", x, y)
			}
		}
	}
	if want := fmt.Sprintf("0 0 %d %d", side+2*quiet, side+2*quiet); parsed.Box != want || parsed.Class != "qr" {
		t.Errorf("viewBox %q, class %q", parsed.Box, parsed.Class)
	}
}

func TestQRSVGRefusesWhatDoesNotFit(t *testing.T) {
	if _, err := QRSVG(strings.Repeat("x", 5000)); !homeward.IsKey(err, "document.code_too_long") {
		t.Errorf("got %v", err)
	}
}

package document

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"homeward"
)

// quiet is the white rim that a reader needs around a code, in modules.
const quiet = 4

// encode makes the modules of a code. Level M stands a fold or a stain on paper.
func encode(text string) (barcode.Barcode, error) {
	code, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		return nil, homeward.Errorf(homeward.Invalid, "document.code_too_long").Because(err)
	}
	return code, nil
}

// runs calls draw for each row's runs of dark modules, in module coordinates without the rim.
func runs(code barcode.Barcode, draw func(x, y, n int)) (side int) {
	side = code.Bounds().Dx()
	dark := func(x, y int) bool {
		r, _, _, _ := code.At(x, y).RGBA()
		return r == 0
	}
	for y := range side {
		for x := 0; x < side; {
			n := 0
			for x+n < side && dark(x+n, y) {
				n++
			}
			if n > 0 {
				draw(x, y, n)
			}
			x += max(n, 1)
		}
	}
	return side
}

// QRSVG draws a code for a page: one path, class qr, coloured by the style sheet. The caller puts the words beside it:
// the picture is hidden from screen readers.
func QRSVG(text string) (string, error) {
	code, err := encode(text)
	if err != nil {
		return "", err
	}
	var path strings.Builder
	side := runs(code, func(x, y, n int) { fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, n, n) })
	return fmt.Sprintf(`<svg class="qr" viewBox="0 0 %d %d" aria-hidden="true" shape-rendering="crispEdges"><path d="%s"/></svg>`,
		side+2*quiet, side+2*quiet, path.String()), nil
}

// qr draws a code as rectangles, not as a picture, so that it prints sharp at any size.
func (s *sheet) qr(text string, x, y, mm float64) {
	code, err := encode(text)
	if err != nil {
		s.pdf.SetError(err)
		return
	}
	module := mm / float64(code.Bounds().Dx())
	s.pdf.SetFillColor(0, 0, 0)
	runs(code, func(cx, cy, n int) {
		s.pdf.Rect(x+float64(cx)*module, y+float64(cy)*module, float64(n)*module, module, "F")
	})
}

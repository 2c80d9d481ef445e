package document

import (
	"bytes"
	"compress/zlib"
	"embed"
	"fmt"
	"io"
	"sync"

	"codeberg.org/go-pdf/fpdf"

	"homeward"
)

// The pattern also takes fonts.md, so that a clone without assets compiles; typeface tells what is missing.
//
//go:embed font*
var assets embed.FS

const (
	// family is the name under which a sheet knows its face.
	family   = "dejavu"
	faceFile = "fonts/DejaVuSans.ttf"
)

// letters are the ranges that papers may be set in: Latin with its extensions (ə stands among the phonetic ones), Greek,
// Cyrillic, Armenian, Georgian, punctuation, currencies, letter-like signs and mathematics.
var letters = [][2]rune{{0x20, 0x7e}, {0xa0, 0x2ff}, {0x370, 0x58f}, {0x10a0, 0x10ff}, {0x2000, 0x206f},
	{0x20a0, 0x20bf}, {0x2100, 0x214f}, {0x2200, 0x22ff}, {0xfffd, 0xfffd}}

// typeface returns the face of the papers, cut down to letters once a process. fpdf reads a face anew for every paper,
// all six thousand glyphs of it, and that was half of the time an act took.
var typeface = sync.OnceValues(func() ([]byte, error) {
	whole, err := assets.ReadFile(faceFile)
	if err != nil {
		return nil, homeward.Errorf(homeward.Unavailable, "document.fonts_missing").WithHint("document.fonts_missing.hint").Because(err)
	}
	return cutFace(whole)
})

// cutFace lets fpdf do the cutting: it embeds into a paper only the glyphs that the paper uses, so a paper that uses all
// letters holds the face we want.
func cutFace(whole []byte) ([]byte, error) {
	var all []rune
	for _, span := range letters {
		for r := span[0]; r <= span[1]; r++ {
			all = append(all, r)
		}
	}
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes(family, "", whole)
	pdf.AddPage()
	pdf.SetFont(family, "", bodySize)
	pdf.Text(marginX, marginTop, string(all))
	var paper bytes.Buffer
	if err := pdf.Output(&paper); err != nil {
		return nil, fmt.Errorf("document: cut the face: %w", err)
	}
	for _, s := range streams(paper.Bytes()) {
		if bytes.HasPrefix(s, []byte("\x00\x01\x00\x00")) { // how a TrueType file begins
			return s, nil
		}
	}
	return nil, fmt.Errorf("document: cut the face: %s is no face that fpdf embeds", faceFile)
}

// streams returns the streams of a PDF, inflated where they are deflated.
func streams(paper []byte) [][]byte {
	var all [][]byte
	for {
		_, rest, ok := bytes.Cut(paper, []byte(">>\nstream\n"))
		if !ok {
			return all
		}
		s, after, _ := bytes.Cut(rest, []byte("\nendstream\n"))
		paper = after
		if r, err := zlib.NewReader(bytes.NewReader(s)); err == nil {
			if b, err := io.ReadAll(r); err == nil {
				s = b
			}
		}
		all = append(all, s)
	}
}

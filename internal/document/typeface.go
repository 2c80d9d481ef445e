package document

import (
	"embed"

	"homeward"
)

// The pattern also takes fonts.md, so that a clone without assets compiles; face tells what is missing.
//
//go:embed font*
var assets embed.FS

// family is the name under which the sheet knows its face.
const family = "dejavu"

// faces are the styles of the family and their files.
var faces = map[string]string{"": "fonts/DejaVuSans.ttf", "B": "fonts/DejaVuSans-Bold.ttf"}

// face returns the file of a style.
func face(style string) ([]byte, error) {
	b, err := assets.ReadFile(faces[style])
	if err != nil {
		return nil, homeward.Errorf(homeward.Unavailable, "document.fonts_missing").WithHint("document.fonts_missing.hint").Because(err)
	}
	return b, nil
}

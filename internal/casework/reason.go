package casework

import (
	"errors"

	"homeward"
	"homeward/draw"
	"homeward/internal/allotment"
)

func asDrawError(err error) (*draw.Error, bool) { return errors.AsType[*draw.Error](err) }

// reasonsOf is each entry's answer in a drawn round, by entry: the words of allotment.Answers and no others, so page,
// letter and file never contradict each other.
func reasonsOf(b *draw.Bundle) (map[string]homeward.Text, error) { return allotment.Answers(b) }

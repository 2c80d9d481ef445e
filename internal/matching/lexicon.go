package matching

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// lexicon.txt lists names whose forms the letters alone do not bring together: one name a line, its forms in any
// script. It was written for this project.
//
//go:embed lexicon.txt
var lexiconText string

// lexicon maps a reading, doubled sounds made single, to the lines it stands in.
var lexicon = sync.OnceValue(func() map[string][]int32 {
	m := map[string][]int32{}
	line := int32(0)
	for text := range strings.Lines(lexiconText) {
		line++
		if strings.HasPrefix(text, "#") {
			continue
		}
		for _, token := range tokens(text) {
			for _, r := range readings(token) {
				k := lexiconKey(withoutFeminine(withoutDroppedH(r)))
				if !slices.Contains(m[k], line) {
					m[k] = append(m[k], line)
				}
			}
		}
	}
	return m
})

func lexiconKey(reading string) string {
	out := make([]byte, 0, len(reading))
	for i := 0; i < len(reading); i++ {
		if i == 0 || reading[i] != reading[i-1] {
			out = append(out, reading[i])
		}
	}
	return string(out)
}

// lexiconGroups returns the lines that hold one of the readings.
func lexiconGroups(rs []string) []int32 {
	var out []int32
	for _, r := range rs {
		out = append(out, lexicon()[lexiconKey(r)]...)
	}
	return out
}

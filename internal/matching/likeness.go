package matching

// wordLikeness compares two words, 0 to 1. Words with one family ending are compared by their stems, for the ending
// would make half of a people alike; words of one stem with different endings stay under matchAt.
func wordLikeness(a, b *word, ranking bool) float64 {
	if a.raw == b.raw {
		return 1
	}
	if isInitial(a, b) {
		return initialLikeness
	}
	if a.ending != noEnding && a.ending == b.ending {
		like := stemShare*a.stem.likeness(&b.stem, a.script, b.script, ranking) + 1 - stemShare
		if a.stem.sharesGroup(b.stem) || a.whole.sharesGroup(b.whole) {
			like = max(like, otherForm)
		}
		return like
	}
	like := a.whole.likeness(&b.whole, a.script, b.script, ranking)
	if a.whole.sharesGroup(b.whole) {
		like = max(like, otherForm)
	}
	if a.ending != noEnding && b.ending != noEnding {
		like = min(like, otherEnding)
	}
	if a.script == b.script && a.role != familyRole && (isFeminineOf(a, b) || isFeminineOf(b, a)) {
		like = min(like, otherEnding)
	}
	return like
}

// isFeminineOf says whether b is a with a final -a: Валентин and Валентина are two people.
func isFeminineOf(a, b *word) bool {
	return a.ending == noEnding && b.ending == noEnding && b.whole.readings[0] == a.whole.readings[0]+"a"
}

const (
	// stemShare is the part of a family name's likeness that its stem decides.
	stemShare = 0.9
	// otherForm is the likeness of two forms of one name in the lexicon.
	otherForm = 0.9
	// otherEnding caps the likeness of family names with different endings, and of a man's and a woman's form.
	otherEnding = 0.72
	// initialLikeness is that of a word and its first letter.
	initialLikeness = 0.82
)

// isInitial says whether one of the words is a single letter that the other begins with, in any script.
func isInitial(a, b *word) bool {
	x, y := a.whole.readings[0], b.whole.readings[0]
	if len(x) > len(y) {
		x, y = y, x
		a, b = b, a
	}
	return len([]rune(a.raw)) == 1 && len(y) > 1 && len(x) > 0 && soundCosts[x[0]&127][y[0]&127] < 0.3
}

// likeness of two forms: of their best pair of readings, and, where two scripts meet, of their spelling by the learnt
// tables too.
func (f *form) likeness(g *form, fs, gs script, ranking bool) float64 {
	sound := f.sounds(g, fs, gs)
	switch {
	case (fs == arabic) != (gs == arabic):
		sound = stretched(sound, unvowelledDoubt)
	case fs == gs && fs != latin:
		sound = stretched(sound, oneScriptDoubt)
	}
	spelling, known := f.spellingLikeness(g)
	switch {
	case !known:
		return sound
	case ranking:
		return (sound + spelling) / 2
	}
	return blend(sound, spelling)
}

// sounds is the likeness of the best pair of readings.
func (f *form) sounds(g *form, fs, gs script) float64 {
	best := 0.0
	for i, x := range f.readings {
		for j, y := range g.readings {
			var l float64
			switch {
			case fs == arabic && gs != arabic:
				l = unvowelledCosts.likeness(y, x, g.sizes[j].vowelled+f.sizes[i].bare)
			case gs == arabic && fs != arabic:
				l = unvowelledCosts.likeness(x, y, f.sizes[i].vowelled+g.sizes[j].bare)
			default:
				l = soundCosts.likeness(x, y, f.sizes[i].spoken+g.sizes[j].spoken)
			}
			best = max(best, l)
		}
	}
	return best
}

// unvowelledDoubt stretches the differences between a word with vowels and one without: fewer sounds are compared, so
// each says more.
const unvowelledDoubt = 1.5

// oneScriptDoubt does the same for two words of one script other than Latin: nobody had to carry them over from another
// alphabet, so another letter is more likely another name. Latin is written by too many habits for that.
const oneScriptDoubt = 1.4

func stretched(likeness, doubt float64) float64 { return max(0, 1-doubt*(1-likeness)) }

// blend joins the likeness of sound and of spelling. Either of the two may bring names together: sound knows the habits
// of the region, the learnt spelling those of the rest of the world.
func blend(sound, spelling float64) float64 {
	return 1 - (1-sound)*(1-spellingShare*spelling)
}

const spellingShare = 0.6

// spellingLikeness is the best likeness by any table that knows one of the two as native and the other as Latin.
func (f *form) spellingLikeness(g *form) (best float64, known bool) {
	for i := range f.cuts {
		if i >= len(g.cuts) {
			break
		}
		t, x, y := allSpellings()[i], &f.cuts[i], &g.cuts[i]
		if x.native != nil {
			x, y = y, x
		}
		if x.native != nil || y.native == nil {
			continue
		}
		for _, l := range x.latin {
			known = true
			best = max(best, t.likeness(l, *y.native))
		}
	}
	return best, known
}

// sharesGroup says whether the lexicon lists both forms under one name.
func (f *form) sharesGroup(g form) bool {
	for _, x := range f.groups {
		for _, y := range g.groups {
			if x == y {
				return true
			}
		}
	}
	return false
}

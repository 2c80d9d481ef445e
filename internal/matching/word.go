package matching

import (
	"slices"
	"strings"
)

// role is what a word does in a name, as far as the record or the word's shape tells.
type role uint8

const (
	anyRole role = iota
	givenRole
	fatherRole
	familyRole
	titleRole
)

// word is one word of a name, ready to be compared.
type word struct {
	// raw is the word as compared letter by letter: lower-cased, marks composed.
	raw string
	// written is the word as the record has it.
	written string
	script  script
	role    role
	// told says that the role was told by the record and not guessed from the word.
	told bool
	// whole is the word itself; stem is what stands before a family ending, the same as whole if there is none.
	whole, stem form
	ending      ending
}

// form is one string of letters with its readings and its cuts for the spelling tables.
type form struct {
	readings []string
	// sizes are the costs of leaving out every sound of each reading: what a distance is judged against.
	sizes []size
	// cuts holds, for each table of allSpellings, this form as its Latin and as its native side; empty where the form
	// was made without them.
	cuts []cuts
	// groups are the names of the lexicon this is a form of.
	groups []int32
}

// size of a reading: among words with their vowels, and as the vowelled and the unvowelled one of two.
type size struct{ spoken, vowelled, bare float32 }

// cuts is a form cut into the units of one table: as native letters if they are of its script, and as the Latin
// spellings it could have.
type cuts struct {
	latin  []spelt
	native *spelt
}

// particles say "son of" and "daughter of" after the father's name.
var particles = map[string]bool{
	"oğlu": true, "oglu": true, "oğli": true, "oghlu": true, "oghly": true, "ogly": true, "oglou": true, "uğlu": true, "ogli": true, "oglı": true, "oqlu": true, "oqli": true,
	"qızı": true, "qizi": true, "gizi": true, "kızı": true, "kizi": true, "gyzy": true, "kyzy": true, "qyzy": true, "ghizi": true,
	"оглы": true, "огли": true, "оглу": true, "оғлу": true, "кызы": true, "кизи": true, "гызы": true, "гызи": true, "гыз": true, "угли": true,
	"օղլի": true, "օղլու": true, "օղլը": true, "կիզի": true, "ղիզի": true, "قیزی": true, "اوغلی": true, "اوغلو": true, "ოღლი": true, "ყიზი": true, "ოღლუ": true,
	"ibn": true, "bin": true, "bint": true, "ибн": true, "بن": true, "بنت": true, "ابن": true,
}

// titles are words that stand beside names and tell little about who somebody is.
var titles = map[string]bool{
	"bəy": true, "bey": true, "bəyim": true, "xan": true, "xanım": true, "xanim": true, "khan": true, "khanum": true, "hacı": true, "haci": true, "haji": true, "hajji": true, "hadji": true,
	"mirzə": true, "mirza": true, "seyid": true, "seyyid": true, "sayyid": true, "seyed": true, "molla": true, "kərbəlayi": true, "məşədi": true, "der": true, "ter": true,
	"бек": true, "бей": true, "хан": true, "ханум": true, "гаджи": true, "хаджи": true, "мирза": true, "сеид": true, "сейид": true, "мешади": true, "мулла": true, "тер": true,
	"խան": true, "բեկ": true, "բեյ": true, "տեր": true, "միրզա": true, "հաջի": true, "خان": true, "میرزا": true, "سید": true, "تر": true, "حاجی": true, "بیگ": true, "بیک": true, "ter-": true,
	"dr": true, "prof": true, "mr": true, "mrs": true, "ms": true,
}

// newWord makes a word from one token, to be compared with words of the given scripts.
func newWord(token []rune, scripts scriptSet) word {
	w := word{raw: string(token), script: tokenScript(token)}
	w.whole = newForm(token, w.script, scripts)
	w.stem = w.whole
	if stem, e := splitEnding(token); e != noEnding {
		w.ending = e
		w.stem = newForm(stem, w.script, scripts)
	}
	return w
}

func newForm(letters []rune, s script, scripts scriptSet) form {
	f := form{readings: readings(letters)}
	for i, r := range f.readings {
		f.readings[i] = withoutFeminine(withoutDroppedH(r))
	}
	f.readings = slices.Compact(f.readings)
	f.sizes = make([]size, len(f.readings))
	for i, r := range f.readings {
		f.sizes[i] = size{soundCosts.sizeFirst(r), unvowelledCosts.sizeFirst(r), unvowelledCosts.sizeSecond(r)}
	}
	f.groups = lexiconGroups(f.readings)
	if scripts&^(1<<s) != 0 && s != noScript && s != otherScript {
		f.cuts = cutForm(letters, s, f.readings, scripts)
	}
	return f
}

func cutForm(letters []rune, s script, rs []string, scripts scriptSet) []cuts {
	tables := allSpellings()
	out := make([]cuts, len(tables))
	latins := latinSpellings(letters, s, rs)
	for i, t := range tables {
		if t.script == s {
			c := t.speltNative(letters)
			out[i].native = &c
			continue
		}
		if scripts&(1<<t.script) == 0 {
			continue
		}
		for _, l := range latins {
			out[i].latin = append(out[i].latin, t.speltLatin(l))
		}
	}
	return out
}

// inEnglish spells the sounds as English papers spell names of the region: the spelling the tables were learnt from.
var inEnglish = strings.NewReplacer("Z", "zh", "S", "sh", "C", "ch", "c", "ts", "x", "kh", "G", "gh", "q", "g", "D", "dz")

// latinSpellings returns at most two ways a word could stand in Latin letters: as it is or by its first reading, and by
// the Azerbaijani one.
func latinSpellings(letters []rune, s script, rs []string) [][]rune {
	if s != latin {
		return [][]rune{[]rune(inEnglish.Replace(rs[0]))}
	}
	plain := plainLatin(letters)
	out := [][]rune{plain}
	if az := []rune(inEnglish.Replace(readLatinBy(plain, true))); !slices.Equal(az, plain) && (len(rs) > 1 || strings.ContainsAny(string(letters), "əğq")) {
		out = append(out, az)
	}
	return out
}

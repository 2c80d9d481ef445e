package matching

import "strings"

// ending is what a family name is made with. Endings are weak evidence: whole peoples share one, and in our lifetime
// many have changed theirs (Məmmədov to Məmmədli), so names are compared by their stems.
type ending uint8

const (
	noEnding ending = iota
	endingOv
	endingYan
	endingZade
	endingLi
	endingSki
	endingShvili
	endingDze
	endingUnts
	endingPur
)

// familyEndings are the spellings of each ending. A spelling with the feminine -a or the Georgian nominative -i is the
// same ending. shortest is the number of letters that must remain, so that Əli is not Ə with an ending.
var familyEndings = []struct {
	ending    ending
	shortest  int
	spellings string
}{
	{endingZade, 2, "zade zadə zadeh zada zadä заде задә зада զադե زاده ზადე"},
	{endingShvili, 2, "shvili şvili schwili швили շվիլի შვილი شویلی شفیلی"},
	{endingDze, 2, "dze дзе ձե ძე دزه"},
	{endingUnts, 3, "unts унц ունց"},
	{endingYan, 2, "yants iants yan ian jan ean янц ян յանց յան եան իան یان იანი იან"},
	{endingSki, 3, "skaya skaia skiy skii skyi sky ski ская ский ський ська ска սկայա սկի სკი اسکی سکی"},
	{endingOv, 2, "yev yeva ieva yev jev jeva ova eva off eff ov ev ева ова єва јев јева йев ов ев ёв єв ևա եւա ովա և եւ ով ოვა ევა ოვი ევი ოვ ევ " +
		"یووا اووا ایوا یوا ووا اوا یوف اوف ییف یف اف وف"},
	{endingOv, 4, "ف"},
	{endingPur, 3, "pour pur poor пур պուր پور"},
	{endingLi, 4, "lı li lu lü ly лы ли лу лү լի لی لو"},
}

// endingSpellings is familyEndings by spelling, longest spelling first within each last letter.
var endingSpellings = func() map[rune][]endingSpelling {
	byLast := map[rune][]endingSpelling{}
	for _, f := range familyEndings {
		for spelling := range strings.FieldsSeq(f.spellings) {
			letters := []rune(spelling)
			last := letters[len(letters)-1]
			byLast[last] = append(byLast[last], endingSpelling{letters, f.ending, f.shortest})
		}
	}
	return byLast
}()

type endingSpelling struct {
	letters  []rune
	ending   ending
	shortest int
}

// splitEnding cuts the longest known ending off a lower-cased word.
func splitEnding(word []rune) (stem []rune, e ending) {
	if len(word) == 0 {
		return word, noEnding
	}
	longest := 0
	for _, s := range endingSpellings[word[len(word)-1]] {
		n := len(s.letters)
		if n > longest && len(word)-n >= s.shortest && string(word[len(word)-n:]) == string(s.letters) {
			longest, e = n, s.ending
		}
	}
	return word[:len(word)-longest], e
}

// patronymicEndings turn a father's name into "son of" or "daughter of"; the Armenian -ի is a genitive and counts only
// for the last of three words.
var patronymicEndings = []string{
	"ovich", "evich", "yevich", "ovna", "evna", "yevna", "oviç", "eviç", "yeviç",
	"ович", "евич", "овна", "евна", "йович", "ївна", "івна",
	"ովիչ", "ևիչ", "ովնա", "ևնա", "ოვიჩი", "ევიჩი", "ოვნა", "ევნა", "اوویچ", "ویچ", "وونا",
}

// splitPatronymic cuts a patronymic ending off and says whether there was one.
func splitPatronymic(word []rune) (father []rune, ok bool) {
	longest := 0
	text := string(word)
	for _, e := range patronymicEndings {
		if n := len([]rune(e)); n > longest && strings.HasSuffix(text, e) && len(word)-n >= 2 {
			longest = n
		}
	}
	return word[:len(word)-longest], longest > 0
}

package matching

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"homeward"
)

// Sex as written in the record; the zero Sex is not told.
type Sex byte

const (
	SexUnknown Sex = 0
	Female     Sex = 'f'
	Male       Sex = 'm'
)

// Person is one record as far as it tells who somebody is. Empty fields are unknown and say nothing for or against.
// Places are ids of the caller's atlas where it knows them, else text; two names of one settlement must arrive as one
// id, for they are seldom alike.
type Person struct {
	ID         string
	Name       Name
	Sex        Sex
	Birth      Date
	BirthPlace string
	Place      string
	Documents  []string
	Phones     []string
	// Household is the id of the declared household; two entries of one household are held to be two people.
	Household string
}

// Evidence is one thing that speaks for two records being one person's (Bits above 0) or against it.
type Evidence struct {
	Text homeward.Text
	// Bits is log2 of how much likelier this is to be seen between two records of one person than of two.
	Bits float64
}

// Judgement is what two records say together.
type Judgement struct {
	Probability float64
	// Bits sum to the log of the odds: the prior of the register and every evidence.
	Bits     float64
	Evidence []Evidence
	// Prior is the weight before anything is compared. Capped says that the sum was cut to what relatives and namesakes
	// may reach.
	Prior  float64
	Capped bool
}

// WithMembers adds that so many other members of the two households match too, each with another.
func (j Judgement) WithMembers(n int) Judgement {
	if n <= 0 {
		return j
	}
	bits := float64(min(mostMembersBits, n*membersBits))
	j.Bits += bits
	j.Probability = probability(j.Bits)
	j.Evidence = append(slices.Clone(j.Evidence), Evidence{homeward.T("matching.household_members", "Count", n), bits})
	slices.SortStableFunc(j.Evidence, func(a, b Evidence) int { return cmp.Compare(math.Abs(b.Bits), math.Abs(a.Bits)) })
	return j
}

// Suspect weighs two records with the weights of an ordinary register, for a desk that has no file to learn from: the
// probability that they are one person, and what speaks for it and against it, the weightiest first. Blanks never
// count. Names alone never reach even odds: without a day or year of birth, a document or a telephone in common, a
// namesake is likelier. Where nothing speaks against it, the reasons against say what is not known.
func Suspect(a, b Person) (probability float64, reasonsFor, reasonsAgainst []homeward.Text) {
	j := Judge(a, b)
	for _, e := range j.Evidence {
		if e.Bits > 0 {
			reasonsFor = append(reasonsFor, e.Text)
		} else {
			reasonsAgainst = append(reasonsAgainst, e.Text)
		}
	}
	return j.Probability, reasonsFor, reasonsAgainst
}

// Weights of an ordinary register, in bits. Names: log2(m/u) with a name that one in a hundred bears; a day of birth is
// one of some ten thousand.
const (
	// priorBits is the weight against two records being one person's before anything is compared.
	priorBits = -14
	// repeatsBits is log2 of how many repeated records an ordinary register holds for each person: one in fifty.
	repeatsBits = -5.6
	// namesOnlyBits is the most that records reach which have nothing but names in common.
	namesOnlyBits = -1
)

// partWeights are what a part of a name says by its level.
type partWeights [levels]float64

var (
	givenWeights  = partWeights{sameLevel: 6.2, sameFormLevel: 5, closeLevel: 2, looseLevel: 1, differLevel: -4}
	familyWeights = partWeights{sameLevel: 6.6, sameFormLevel: 5.5, closeLevel: 2, looseLevel: 1.5, differLevel: -3}
	fatherWeights = partWeights{sameLevel: 5, sameFormLevel: 4, closeLevel: 1.5, looseLevel: 0.5, differLevel: -4}
	fullWeights   = partWeights{sameLevel: 12.5, sameFormLevel: 10, closeLevel: 4, looseLevel: 1, differLevel: -7}
)

// judge collects evidence.
type judge struct {
	a, b     Person
	evidence []Evidence
	// given, family and birth are kept for what relatives have in common.
	given, family, birth level
	// beyondNames says that something other than names speaks for the two.
	beyondNames, sameDocument bool
}

// Judge is Suspect with the weight of every sentence.
func Judge(a, b Person) Judgement {
	j := &judge{a: a, b: b}
	j.names()
	j.births()
	j.documents()
	j.phones()
	j.sexes()
	j.places()
	if a.Household != "" && a.Household == b.Household {
		j.add(sameHouseholdBits, homeward.T("matching.household_same"))
	}
	bits := float64(priorBits)
	for _, e := range j.evidence {
		bits += e.Bits
	}
	most := j.most()
	j.unknown()
	return Judgement{Probability: probability(min(bits, most)), Bits: min(bits, most), Evidence: j.evidence, Prior: priorBits, Capped: bits > most}
}

// add puts evidence in order, the weightiest first.
func (j *judge) add(bits float64, text homeward.Text) {
	at := 0
	for at < len(j.evidence) && math.Abs(j.evidence[at].Bits) >= math.Abs(bits) {
		at++
	}
	j.evidence = append(j.evidence, Evidence{})
	copy(j.evidence[at+1:], j.evidence[at:])
	j.evidence[at] = Evidence{text, bits}
}

func (j *judge) names() {
	a, b := j.a.Name, j.b.Name
	if a.Family == "" && a.Given == "" || b.Family == "" && b.Given == "" {
		j.part("matching.part.full", whole(a), whole(b), fullWeights, func(s string) Name { return Name{Full: s} })
		return
	}
	if swapped(a, b) {
		j.given, j.family = sameFormLevel, sameFormLevel
		j.add(givenWeights[sameFormLevel]+familyWeights[sameFormLevel]-1, homeward.T("matching.names_swapped", "A", a.Given+" "+a.Family, "B", b.Given+" "+b.Family))
	} else {
		j.family = j.part("matching.part.family", a.Family, b.Family, familyWeights, func(s string) Name { return Name{Family: s} })
		j.given = j.part("matching.part.given", a.Given, b.Given, givenWeights, func(s string) Name { return Name{Given: s} })
	}
	j.part("matching.part.father", a.Father, b.Father, fatherWeights, func(s string) Name { return Name{Father: s} })
}

func whole(n Name) string {
	if n.Given == "" && n.Family == "" && n.Father == "" {
		return n.Full
	}
	return n.Family + " " + n.Given + " " + n.Father
}

// swapped says whether given and family name stand in each other's place.
func swapped(a, b Name) bool {
	if a.Given == "" || a.Family == "" || b.Given == "" || b.Family == "" {
		return false
	}
	given, family := Prepare(Name{Full: a.Given}), Prepare(Name{Full: a.Family})
	otherGiven, otherFamily := Prepare(Name{Full: b.Given}), Prepare(Name{Full: b.Family})
	return given.Likeness(otherGiven) < matchAt && family.Likeness(otherFamily) < matchAt &&
		given.Likeness(otherFamily) >= spelledAlike && family.Likeness(otherGiven) >= spelledAlike
}

// part compares one part of the names and says how it stands.
func (j *judge) part(key, a, b string, w partWeights, name func(string) Name) level {
	x, y := Prepare(name(a)), Prepare(name(b))
	if len(x.words) == 0 || len(y.words) == 0 {
		return blankLevel
	}
	score, pairs := x.align(y, false)
	reason := homeward.T("matching.word_same", "A", a)
	l := sameLevel
	switch sameWords := spokenAs(a) == spokenAs(b); {
	case a == b:
	case sameWords || score >= spelledAlike:
		reason = homeward.T("matching.word_spelt_otherwise", "A", a, "B", b)
		if !sameWords && score < 0.97 {
			l = sameFormLevel
		}
	case score >= 0.72:
		l, reason = closeLevel, homeward.T("matching.word_close", "A", a, "B", b)
	default:
		l, reason = differLevel, homeward.T("matching.word_differs", "A", a, "B", b)
	}
	if len(pairs) == 1 && l > sameLevel {
		// One word beside one: its own reason says more (a form in the lexicon, an initial, a stem).
		reason = pairs[0].reason()
		reason.Args["A"], reason.Args["B"] = a, b
		if reason.Key == "matching.word_same_stem" || reason.Key == "matching.word_initial" {
			l = looseLevel
		}
	}
	j.add(w[l], homeward.T("matching.in_part", "Part", homeward.T(key), "Reason", reason))
	return l
}

func (j *judge) births() {
	a, b := j.a.Birth, j.b.Birth
	if a.Year == 0 || b.Year == 0 {
		return
	}
	j.birth = compareDates(a, b, a == b)
	both := func(key string) homeward.Text { return homeward.T(key, "A", dateArg(a), "B", dateArg(b)) }
	bits, text := 0.0, homeward.Text{}
	switch near := max(a.Year, b.Year)-min(a.Year, b.Year) <= 1; {
	case j.birth == sameLevel:
		bits, text = 12, homeward.T("matching.birth_same", "A", dateArg(a))
	case a == b && a.Day != 0:
		bits, text = 5, homeward.T("matching.birth_new_year", "A", dateArg(a))
	case j.birth == closeLevel && a.Year == b.Year && a.Month == b.Day && a.Day == b.Month:
		bits, text = 8, both("matching.birth_swapped")
	case j.birth == closeLevel:
		bits, text = 6, both("matching.birth_slip")
	case a.Year == b.Year:
		bits, text = 1, homeward.T("matching.birth_same_year", "A", a.Year)
	case near:
		bits, text = -2, both("matching.birth_year_near")
	default:
		bits, text = -8, both("matching.birth_differs")
	}
	j.beyondNames = j.beyondNames || bits > 0
	j.add(bits, text)
}

// dateArg is a date as an argument of a Text: a day of the calendar where it is one.
func dateArg(d Date) any {
	switch {
	case d.Day != 0 && d.Exists():
		return homeward.Date{Year: d.Year, Month: time.Month(d.Month), Day: d.Day}
	case d.Day != 0:
		return fmt.Sprintf("%d-%02d-%02d", d.Year, d.Month, d.Day)
	case d.Month != 0:
		return fmt.Sprintf("%d-%02d", d.Year, d.Month)
	}
	return d.Year
}

func (j *judge) documents() {
	l, x, y := bestCodes(j.a.Documents, j.b.Documents, plainCode)
	switch l {
	case sameLevel:
		j.sameDocument, j.beyondNames = true, true
		j.add(18, homeward.T("matching.document_same", "A", x))
	case closeLevel:
		j.beyondNames = true
		j.add(7, homeward.T("matching.document_close", "A", x, "B", y))
	case differLevel:
		j.add(-3, homeward.T("matching.document_differs", "A", x, "B", y))
	}
}

// phones: a family shares telephones, so one in common says nothing where the given names differ.
func (j *judge) phones() {
	l, x, y := bestCodes(j.a.Phones, j.b.Phones, plainPhone)
	switch {
	case l == sameLevel && j.given == differLevel:
		j.add(-0.5, homeward.T("matching.phone_shared", "A", x))
	case l == sameLevel:
		j.beyondNames = true
		j.add(7, homeward.T("matching.phone_same", "A", x))
	case l == differLevel:
		j.add(-0.5, homeward.T("matching.phone_differs", "A", x, "B", y))
	}
}

// bestCodes is the best level between two lists of numbers, with the two it was found for.
func bestCodes(as, bs []string, plain func(string) string) (best level, a, b string) {
	for _, x := range as {
		for _, y := range bs {
			px, py := plain(x), plain(y)
			if px == "" || py == "" {
				continue
			}
			if l := compareCodes(px, py); best == blankLevel || l < best {
				best, a, b = l, x, y
			}
		}
	}
	return best, a, b
}

func (j *judge) sexes() {
	if j.a.Sex != SexUnknown && j.b.Sex != SexUnknown && j.a.Sex != j.b.Sex {
		j.add(-5, homeward.T("matching.sex_differs"))
	}
}

func (j *judge) places() {
	j.place("birth_place", j.a.BirthPlace, j.b.BirthPlace, 4, -2)
	j.place("place", j.a.Place, j.b.Place, 2, -1)
}

func (j *judge) place(key, a, b string, same, differs float64) {
	x, y := plainText(a), plainText(b)
	if x == "" || y == "" {
		return
	}
	switch l := compareTexts(x, y); l {
	case sameLevel:
		j.add(same, homeward.T("matching."+key+"_same", "A", placeArg(a)))
	case sameFormLevel, closeLevel:
		j.add(same/2, homeward.T("matching."+key+"_close", "A", placeArg(a), "B", placeArg(b)))
	default:
		j.add(differs, homeward.T("matching."+key+"_differs", "A", placeArg(a), "B", placeArg(b)))
	}
}

// placeArg hands a place on as an id: the catalogues speak its names, and text that is no id as it stands.
func placeArg(s string) homeward.PlaceID { return homeward.PlaceID(s) }

// most is the most the two may weigh: names alone, and what twins or a parent and its namesake child have in common,
// stay under even odds.
func (j *judge) most() float64 {
	switch {
	case j.sameDocument:
		return math.Inf(1)
	case !j.beyondNames:
		return namesOnlyBits
	case j.given == differLevel && j.family >= sameLevel && j.family <= closeLevel && j.birth >= sameLevel && j.birth <= closeLevel:
		return repeatsBits + math.Log2(defaultM[differLevel]/twinPartners)
	case j.birth >= looseLevel && max(j.a.Birth.Year, j.b.Birth.Year)-min(j.a.Birth.Year, j.b.Birth.Year) >= generation:
		return repeatsBits + math.Log2(farDates*defaultM[differLevel]/namesakePartners)
	}
	return math.Inf(1)
}

// unknown says what is not known where nothing speaks against the two being one: a reason to ask for it.
func (j *judge) unknown() {
	for _, e := range j.evidence {
		if e.Bits < 0 {
			return
		}
	}
	for _, m := range []struct {
		key     string
		missing bool
	}{
		{"matching.part.document", len(j.a.Documents) == 0 || len(j.b.Documents) == 0},
		{"matching.part.birth", j.a.Birth.Day == 0 || j.b.Birth.Day == 0},
		{"matching.part.father", j.a.Name.Father == "" || j.b.Name.Father == ""},
		{"matching.part.birth_place", j.a.BirthPlace == "" || j.b.BirthPlace == ""},
	} {
		if m.missing {
			j.evidence = append(j.evidence, Evidence{homeward.T("matching.not_told", "Part", homeward.T(m.key)), 0})
			return
		}
	}
}

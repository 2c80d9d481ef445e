package matching

import (
	"math"

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

// priorBits is the weight against two records of a register being one person before anything is compared.
const priorBits = -14

// Suspect weighs two records with weights set beforehand, for a desk that has no file to learn from: the probability
// that they are one person, and what speaks for it and against it. Blanks never count.
func Suspect(a, b Person) (probability float64, reasonsFor, reasonsAgainst []homeward.Text) {
	bits := float64(priorBits)
	weigh := func(w float64, text homeward.Text) {
		bits += w
		if w > 0 {
			reasonsFor = append(reasonsFor, text)
		} else if w < 0 {
			reasonsAgainst = append(reasonsAgainst, text)
		}
	}
	if score, _, reasons := Compare(a.Name, b.Name); len(reasons) > 0 && reasons[0].Key != "matching.name_missing" {
		w := nameBits(score)
		for _, r := range reasons {
			weigh(w/float64(len(reasons)), r)
		}
	}
	if w, text := compareBirth(a.Birth, b.Birth); w != 0 {
		weigh(w, text)
	}
	if a.Sex != 0 && b.Sex != 0 && a.Sex != b.Sex {
		weigh(-5, homeward.T("matching.sex_differs"))
	}
	for _, x := range a.Documents {
		for _, y := range b.Documents {
			if x != "" && x == y {
				weigh(16, homeward.T("matching.document_same", "A", x))
			}
		}
	}
	for _, x := range a.Phones {
		for _, y := range b.Phones {
			if x != "" && x == y {
				weigh(4, homeward.T("matching.phone_same", "A", x))
			}
		}
	}
	if a.BirthPlace != "" && b.BirthPlace != "" {
		if Fold(a.BirthPlace) == Fold(b.BirthPlace) {
			weigh(3, homeward.T("matching.birth_place_same", "A", a.BirthPlace))
		} else {
			weigh(-2, homeward.T("matching.birth_place_differs", "A", a.BirthPlace, "B", b.BirthPlace))
		}
	}
	if a.Household != "" && a.Household == b.Household {
		weigh(-20, homeward.T("matching.household_same"))
	}
	return 1 / (1 + math.Exp2(-bits)), reasonsFor, reasonsAgainst
}

func nameBits(score float64) float64 {
	switch {
	case score >= 0.97:
		return 13
	case score >= 0.9:
		return 10
	case score >= matchAt:
		return 5
	case score >= 0.65:
		return -2
	}
	return -10
}

func compareBirth(a, b Date) (bits float64, text homeward.Text) {
	switch {
	case a.Year == 0 || b.Year == 0:
		return 0, homeward.Text{}
	case a == b && a.Month != 0 && !(a.Month == 1 && a.Day == 1):
		return 9, homeward.T("matching.birth_same")
	case a == b:
		return 5, homeward.T("matching.birth_same_year")
	case a.Year == b.Year && a.Month == b.Day && a.Day == b.Month:
		return 7, homeward.T("matching.birth_swapped")
	case a.Year == b.Year:
		return 2, homeward.T("matching.birth_same_year")
	case a.Year-b.Year == 1 || b.Year-a.Year == 1:
		return -2, homeward.T("matching.birth_year_near")
	}
	return -9, homeward.T("matching.birth_differs")
}

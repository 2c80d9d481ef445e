package sample

import (
	"math/rand/v2"
	"slices"
	"time"

	"homeward"
	"homeward/internal/casework"
)

// sizes spreads n households over total people, each household 1 to 9, most of them 3 to 5, exactly.
func sizes(r *rand.Rand, n, total int) []int {
	// Weights after the published mean of about four people a household.
	weights := []int{6, 12, 18, 26, 20, 10, 5, 2, 1}
	out := make([]int, n)
	sum := 0
	for i := range out {
		w := r.IntN(100)
		for k, x := range weights {
			if w < x {
				out[i] = k + 1
				break
			}
			w -= x
		}
		sum += out[i]
	}
	for sum != total {
		i := r.IntN(n)
		switch {
		case sum < total && out[i] < 9:
			out[i]++
			sum++
		case sum > total && out[i] > 1:
			out[i]--
			sum--
		}
	}
	return out
}

// maker makes households by chance from a fixed seed.
type maker struct {
	r           *rand.Rand
	east, south stock
}

func newMaker(seed uint64) *maker {
	m := &maker{r: rand.New(rand.NewPCG(seed, 17))}
	m.east, m.south = stocks()
	return m
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// origin is where a group's households come from and when they left.
type origin struct {
	place   homeward.PlaceID
	leftOn  homeward.Date
	streets []string
}

var origins = map[homeward.PlaceID]origin{
	"khojaly":   {"khojaly", homeward.NewDate(1992, time.February, 26), []string{"1", "2", "3", "4"}},
	"ballija":   {"ballija", homeward.NewDate(1992, time.March, 1), []string{"1", "2"}},
	"khankendi": {"khankendi", homeward.NewDate(1988, time.September, 20), []string{"1", "2", "3", "4", "5", "6"}},
}

// household makes a household of a size as a registrar would write it down on a day. The identifiers of the people
// come from id, by their place in the household.
func (m *maker) household(size int, from origin, on homeward.Date, id func(n int) homeward.IndividualID) casework.Registration {
	s := m.east
	if m.r.IntN(100) < 12 {
		s = m.south
	}
	lang := s.langs[0]
	switch w := m.r.IntN(100); {
	case w < 22:
		lang = "ru"
	case w < 32:
		lang = "en"
	}
	in := casework.Registration{
		RegisteredOn: on, OriginPlace: from.place, OriginAddress: pick(m.r, from.streets) + "/" + itoa(1+m.r.IntN(80)), LeftOn: from.leftOn,
		Intention: homeward.IntentReturn, Stay: m.stay(), FallenFamily: m.r.IntN(25) == 0, ServesThere: m.r.IntN(20) == 0,
	}
	family := m.r.IntN(len(s.family))
	headAge := 30 + m.r.IntN(36)
	headMale := m.r.IntN(100) < 72
	elder := pick(m.r, s.male) // the head's father
	in.Members = append(in.Members, m.person(s, lang, family, headMale, elder, homeward.Head, on, headAge))
	head := in.Members[0]
	for n := 1; n < size; n++ {
		in.Members = append(in.Members, m.relative(s, lang, family, n, size, head, headMale, headAge, on))
	}
	for i := range in.Members {
		in.Members[i].ID = id(i)
	}
	return in
}

// relative makes the n-th further member: a spouse first, then mostly children, in large households a parent too.
func (m *maker) relative(s stock, lang string, family, n, size int, head casework.Registrant, headMale bool, headAge int, on homeward.Date) casework.Registrant {
	switch {
	case n == 1 && m.r.IntN(100) < 85:
		return m.person(s, lang, family, !headMale, pick(m.r, s.male), homeward.Spouse, on, max(20, headAge-4+m.r.IntN(8)))
	case n == 2 && size >= 5 && m.r.IntN(100) < 45:
		return m.person(s, lang, family, m.r.IntN(3) == 0, pick(m.r, s.male), homeward.Parent, on, headAge+22+m.r.IntN(8))
	case headAge > 55 && n >= 4:
		return m.person(s, lang, family, m.r.IntN(2) == 0, pick(m.r, s.male), homeward.Grandchild, on, m.r.IntN(16))
	}
	father := pick(m.r, s.male)
	if headMale {
		father = formOf(s.male, lang, head.Given)
	}
	return m.person(s, lang, family, m.r.IntN(2) == 0, father, homeward.Child, on, m.r.IntN(max(2, min(30, headAge-21))))
}

func formOf(from []form, lang, written string) form {
	for _, f := range from {
		if f[lang] == written {
			return f
		}
	}
	return form{lang: written}
}

func (m *maker) person(s stock, lang string, family int, male bool, father form, relation homeward.Relation, on homeward.Date, age int) casework.Registrant {
	p := casework.Registrant{Relation: relation}
	p.NameLang, p.Father = lang, father[lang]
	if male {
		p.Sex, p.Given, p.Family = homeward.Male, pick(m.r, s.male)[lang], s.family[family][lang]
	} else {
		p.Sex, p.Given, p.Family = homeward.Female, pick(m.r, s.female)[lang], s.familyOfWoman[family][lang]
	}
	p.BirthDate = homeward.NewDate(on.Year-age-1, time.Month(1+m.r.IntN(12)), 1+m.r.IntN(28)).Add(m.r.IntN(300))
	if on.Before(p.BirthDate) {
		p.BirthDate = on.Add(-1 - m.r.IntN(200))
	}
	if relation == homeward.Head {
		// +994 99 000 is no exchange that exists; numbers of the sample reach nobody.
		p.Phone = "+99499000" + pad(m.r.IntN(10000), 4)
		p.Document = "SMP" + pad(m.r.IntN(10_000_000), 7)
	}
	return p
}

// stay is where a household lives now: dormitories, sanatoriums, unfinished buildings and offices in and around Baku,
// and sometimes a home that belongs to others.
func (m *maker) stay() homeward.Stay {
	kinds := []homeward.StayKind{"dormitory", "dormitory", "sanatorium", "sanatorium", "unfinished", "administrative", "administrative", "school", "private_of_others"}
	s := homeward.Stay{Kind: pick(m.r, kinds), Condition: pick(m.r, []homeward.StayCondition{homeward.ConditionPoor, homeward.ConditionPoor, homeward.ConditionDangerous, homeward.ConditionGood}),
		Place: pick(m.r, []homeward.PlaceID{"baku", "baku", "sumgait", "masazir", "khirdalan"}), LivesHere: true}
	s.Address = "No " + itoa(1+m.r.IntN(40)) + ", " + itoa(1+m.r.IntN(5)) + "/" + itoa(1+m.r.IntN(60))
	return s
}

// roomsFor is the norm of the sample's programme by dwelling type and persons; the draw itself asks the policy, and a
// test compares the two.
func roomsFor(t homeward.DwellingType, persons int) int {
	table := map[homeward.DwellingType][]int{homeward.FlatType: {3, 5}, homeward.HouseType: {2, 4, 6}}[t]
	i, found := slices.BinarySearch(table, persons)
	_ = found
	return 2 + i
}

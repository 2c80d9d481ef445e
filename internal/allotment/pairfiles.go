package allotment

import (
	"encoding/json"
	"io"
	"math"
	"strconv"
	"strings"

	"homeward"
)

// PairFiles are the lists of a Pairing as CSV: households with id and size, pairs with household, settlement and score,
// capacity with settlement and people. A household may go only to settlements that it has a score for.
type PairFiles struct {
	HouseholdsName, PairsName, CapacityName string
	Households, Pairs, Capacity             []byte
}

// PairList is a Pairing with the names of what it pairs.
type PairList struct {
	Pairing     *Pairing
	Households  []string
	People      []int64
	Settlements []homeward.PlaceID
	// Unit is what a score of 1 counts: scores with decimals are counted in their last place.
	Unit int64
}

// mostDecimals is how many decimals a score may have; mostScore its greatest size.
const (
	mostDecimals = 6
	mostScore    = 1_000_000_000
)

// Read reads and checks the files. The first thing that is wrong is returned with its row and reason.
func (f *PairFiles) Read() (*PairList, error) {
	list := &PairList{Pairing: &Pairing{}, Unit: 1}
	settlements, err := f.readCapacity(list)
	if err != nil {
		return nil, err
	}
	households, err := f.readHouseholds(list)
	if err != nil {
		return nil, err
	}
	return list, f.readPairs(list, households, settlements)
}

func (f *PairFiles) readCapacity(list *PairList) (map[string]int32, error) {
	t, err := openTable(f.CapacityName, f.Capacity, "settlement", "people")
	if err != nil {
		return nil, err
	}
	settlement, people := t.column("settlement"), t.column("people")
	seen, known := newIDSet(t.about), map[string]int32{}
	for {
		if err := t.next(); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		id := t.field(settlement)
		if err := seen.add(t, settlement, id); err != nil {
			return nil, err
		}
		n, err := t.number(people, 0, 1<<30)
		if err != nil {
			return nil, err
		}
		known[id] = int32(len(list.Settlements))
		list.Settlements = append(list.Settlements, homeward.PlaceID(id))
		list.Pairing.Capacity = append(list.Pairing.Capacity, int64(n))
	}
	if len(known) == 0 {
		return nil, homeward.Errorf(homeward.Invalid, "allotment.file_empty", "File", f.CapacityName).WithHint("allotment.file_empty_hint")
	}
	return known, nil
}

func (f *PairFiles) readHouseholds(list *PairList) (map[string]int32, error) {
	t, err := openTable(f.HouseholdsName, f.Households, "id", "size")
	if err != nil {
		return nil, err
	}
	id, size := t.column("id"), t.column("size")
	seen, known := newIDSet(t.about), map[string]int32{}
	for {
		if err := t.next(); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		name := t.field(id)
		if err := seen.add(t, id, name); err != nil {
			return nil, err
		}
		n, err := t.number(size, 1, mostPeople)
		if err != nil {
			return nil, err
		}
		known[name] = int32(len(list.Households))
		list.Households = append(list.Households, name)
		list.People = append(list.People, int64(n))
	}
	if len(known) == 0 {
		return nil, homeward.Errorf(homeward.Invalid, "allotment.file_empty", "File", f.HouseholdsName).WithHint("allotment.file_empty_hint")
	}
	list.Pairing.IDs = list.Households
	return known, nil
}

// scored is one row of the pairs; decimals are those its score is written with.
type scored struct {
	household, settlement int32
	score                 float64
}

func (f *PairFiles) readPairs(list *PairList, households, settlements map[string]int32) error {
	t, err := openTable(f.PairsName, f.Pairs, "household", "settlement", "score")
	if err != nil {
		return err
	}
	household, settlement, score := t.column("household"), t.column("settlement"), t.column("score")
	var rows []scored
	seen := map[[2]int32]int{}
	decimals := 0
	for {
		if err := t.next(); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		h, ok := households[t.field(household)]
		if !ok {
			return t.bad(household, "unknown_household")
		}
		s, ok := settlements[t.field(settlement)]
		if !ok {
			return t.bad(settlement, "unknown_settlement")
		}
		if first, twice := seen[[2]int32{h, s}]; twice {
			return t.bad(settlement, "twice", "First", first)
		}
		seen[[2]int32{h, s}] = t.row
		text := t.field(score)
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(v) || math.Abs(v) > mostScore {
			return t.bad(score, "score", "Most", mostScore)
		}
		if _, after, ok := strings.Cut(text, "."); ok {
			decimals = max(decimals, len(strings.TrimRight(after, "0")))
		}
		if strings.ContainsAny(text, "eE") {
			decimals = mostDecimals
		}
		rows = append(rows, scored{h, s, v})
	}
	if len(rows) == 0 {
		return homeward.Errorf(homeward.Invalid, "allotment.file_empty", "File", f.PairsName).WithHint("allotment.file_empty_hint")
	}
	for range min(decimals, mostDecimals) {
		list.Unit *= 10
	}
	list.Pairing.Ways = make([][]Way, len(list.Households))
	for _, r := range rows {
		list.Pairing.Ways[r.household] = append(list.Pairing.Ways[r.household],
			Way{Settlement: r.settlement, Score: int64(math.Round(r.score * float64(list.Unit))), People: list.People[r.household]})
	}
	return nil
}

// Number writes a score in the unit of the file.
func (l *PairList) Number(n int64) json.Number {
	return json.Number(strconv.FormatFloat(float64(n)/float64(l.Unit), 'f', -1, 64))
}

// Score is what a household counts in a settlement.
func (p *Pairing) Score(household int, settlement int32) int64 {
	for _, w := range p.Ways[household] {
		if w.Settlement == settlement {
			return w.Score
		}
	}
	return 0
}

// Verify checks an assignment by counting alone: everybody is where it may go, no settlement has more people than it can
// take, the score is the sum, and the bound is not below it.
func (p *Pairing) Verify(r *Paired) error {
	came := make([]int64, len(p.Capacity))
	score := int64(0)
	for i, s := range r.Settlement {
		if s < 0 {
			if p.All && r.Feasible {
				return refuse("households")
			}
			continue
		}
		found := false
		for _, w := range p.Ways[i] {
			if w.Settlement == s {
				came[s] += w.People
				score += w.Score
				found = true
			}
		}
		if !found {
			return refuse("not_allowed")
		}
	}
	for s, n := range came {
		if n > p.Capacity[s] {
			return refuse("people")
		}
	}
	if r.Feasible && score != r.Score || r.Bound < r.Score {
		return refuse("gap")
	}
	return nil
}

package cli

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/allotment"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/policies"
)

// allotRules are what the optimiser needs of a policy.
type allotRules struct {
	id, hash   string
	allotment  policy.Allotment
	norm       func(people int, dwellingType string) (int, bool)
	classValue []int64
}

func loadAllotRules(name string) (*allotRules, error) {
	p, err := allotPolicy(name)
	if err != nil {
		return nil, err
	}
	r := &allotRules{id: p.ID(), hash: p.Hash(), norm: normOf(p)}
	if a := p.Document().Allotment; a != nil {
		r.allotment = *a
	}
	for _, v := range r.allotment.ClassValue {
		r.classValue = append(r.classValue, int64(v))
	}
	return r, nil
}

// allotPolicy loads a policy file, or one that is built in by its id.
func allotPolicy(name string) (*policy.Policy, error) {
	if data, err := policies.FS.ReadFile(name + ".yaml"); err == nil {
		return policy.Load(name+".yaml", data)
	}
	data, err := readFile(name)
	if err != nil {
		return nil, err
	}
	return policy.Load(filepath.Base(name), data)
}

// normOf asks the policy how many rooms so many people get, once for each number and type.
func normOf(p *policy.Policy) func(int, string) (int, bool) {
	type question struct {
		people int
		kind   string
	}
	known := map[question]int{}
	return func(people int, kind string) (int, bool) {
		q := question{people, kind}
		rooms, ok := known[q]
		if !ok {
			d := policy.Dwelling{}
			if kind != "" {
				d.Type = policy.Known(kind)
			}
			rooms = p.Evaluate(policy.Case{
				Household: &policy.Household{Members: make([]policy.Member, people)},
				Dwelling:  &d,
			}).Rooms
			known[q] = rooms
		}
		return rooms, rooms > 0
	}
}

func readRegister(f *allotFlags, rules *allotRules) (*allotment.Register, error) {
	files := &allotment.Files{
		HouseholdsName: f.households, DwellingsName: f.dwellings, CapacityName: f.capacity,
		ClassValue: rules.classValue, Norm: rules.norm,
	}
	a := &rules.allotment
	files.Rules = allotment.Rules{
		SpareRoom: int64(a.SpareRoom), AccessibleUnneeded: int64(a.AccessibleUnneeded),
		OnlyWished: a.OnlyWished, Together: a.Groups == policy.GroupsSameSettlement,
	}
	for _, v := range a.WishValue {
		files.Rules.WishValue = append(files.Rules.WishValue, int64(v))
	}
	if a.MaxSpareRooms != nil {
		files.MaxSpareRooms = *a.MaxSpareRooms
	}
	seed, err := seedOf(f.seed)
	if err != nil {
		return nil, err
	}
	files.Ticket = func(ids []string, noun string) []uint64 { return allotment.Tickets(seed, ids, noun) }
	if f.on != "" {
		if files.On, err = homeward.ParseDate(f.on); err != nil {
			return nil, err
		}
	}
	if files.Households, err = readFile(f.households); err != nil {
		return nil, err
	}
	if files.Dwellings, err = readFile(f.dwellings); err != nil {
		return nil, err
	}
	if f.capacity != "" {
		if files.Capacity, err = readFile(f.capacity); err != nil {
			return nil, err
		}
	}
	return files.Read()
}

// seedOf reads a seed; without one it is 32 zero bytes, for rehearsals.
func seedOf(s string) ([]byte, error) {
	if s == "" {
		return make([]byte, 32), nil
	}
	seed, err := hex.DecodeString(s)
	if err != nil {
		return nil, homeward.Errorf(homeward.Invalid, "allotment.seed", "Seed", s).WithHint("allotment.seed_hint")
	}
	return seed, nil
}

// writeAllotment writes the folder of a result: result.csv for everybody, prices.csv, and the proof.
func writeAllotment(f *allotFlags, problem *allotment.Problem, reg *allotment.Register, r *allotment.Result, a *allotment.Addresses, out *allotSummary, speak *i18n.Localizer) error {
	if err := makeFolder(f.out); err != nil {
		return err
	}
	reason := reasons(speak, problem, r)
	in := reg.Input
	for _, file := range []struct {
		name, header string
		rows         int
		row          func(b []byte, i int) []byte
	}{
		{"result.csv", "household,dwelling,rank,reason", len(in.Households), func(b []byte, i int) []byte {
			h := &in.Households[i]
			b = append(appendField(b, h.ID), ',')
			if d := a.Home[i]; d >= 0 {
				b = appendField(b, reg.Dwellings[d].ID)
			}
			wish, why := reason(i)
			b = append(b, ',')
			if wish > 0 {
				b = strconv.AppendInt(b, int64(wish), 10)
			}
			return appendField(append(b, ','), why)
		}},
		{"prices.csv", "settlement,type,rooms,accessible,homes,price", len(in.Types), func(b []byte, j int) []byte {
			t := &in.Types[j]
			s := &in.Strata[t.Stratum]
			b = append(appendField(b, string(in.Settlements[s.Settlement].ID)), ',')
			b = append(appendField(b, s.Kind), ',')
			b = append(strconv.AppendInt(b, int64(s.Rooms), 10), ',')
			b = append(strconv.AppendBool(b, t.Accessible), ',')
			b = append(strconv.AppendInt(b, int64(t.Homes), 10), ',')
			if r.Price != nil {
				b = strconv.AppendInt(b, r.Price[j], 10)
			}
			return b
		}},
		{"proof.csv", "line,household,class,number,type,set", len(in.Households), func(b []byte, i int) []byte {
			h := &in.Households[i]
			b = append(strconv.AppendInt(b, int64(i+1), 10), ',')
			b = append(appendField(b, h.ID), ',')
			b = append(strconv.AppendInt(b, int64(h.Rank)+1, 10), ',')
			b = append(strconv.AppendInt(b, int64(h.Number), 10), ',')
			if j := r.Type[i]; j >= 0 {
				b = strconv.AppendInt(b, int64(j)+1, 10)
			}
			b = append(b, ',')
			if r.Set != nil && r.Set[i] >= 0 {
				b = strconv.AppendInt(b, int64(r.Set[i])+1, 10)
			}
			return b
		}},
	} {
		if err := writeRows(filepath.Join(f.out, file.name), file.header, file.rows, file.row); err != nil {
			return err
		}
	}
	return writeProof(filepath.Join(f.out, "proof.json"), in, r, out)
}

func makeFolder(name string) error {
	if err := os.MkdirAll(name, 0o755); err != nil {
		return homeward.Errorf(homeward.Unavailable, "allotment.folder", "File", name).WithHint("allotment.folder_hint").Because(err)
	}
	return nil
}

// reasons speaks the reason of each household as a sentence, or without a language as the key of the sentence.
func reasons(speak *i18n.Localizer, problem *allotment.Problem, r *allotment.Result) func(i int) (wish int, why string) {
	x := problem.NewExplainer(r)
	if speak == nil {
		return func(i int) (int, string) {
			return x.Wish(i), x.Key(i)
		}
	}
	return func(i int) (int, string) { return x.Wish(i), speak.Text(x.Reason(i)) }
}

func writeRows(name, header string, rows int, row func(b []byte, i int) []byte) (err error) {
	fail := func(err error) error {
		return homeward.Errorf(homeward.Unavailable, "allotment.folder", "File", name).WithHint("allotment.folder_hint").Because(err)
	}
	file, err := os.Create(name)
	if err != nil {
		return fail(err)
	}
	w := bufio.NewWriterSize(file, 1<<20)
	line := append([]byte(header), '\n')
	for i := 0; ; i++ {
		if _, err := w.Write(line); err != nil {
			file.Close()
			return fail(err)
		}
		if i == rows {
			break
		}
		line = append(row(line[:0], i), '\n')
	}
	if err := w.Flush(); err != nil {
		file.Close()
		return fail(err)
	}
	if err := file.Close(); err != nil {
		return fail(err)
	}
	return nil
}

// appendField writes a field of a CSV file, in quotes where it needs them.
func appendField(b []byte, s string) []byte {
	for i := range len(s) {
		switch s[i] {
		case ',', '"', '\r', '\n':
			b = append(b, '"')
			b = append(b, strings.ReplaceAll(s, `"`, `""`)...)
			return append(b, '"')
		}
	}
	return append(b, s...)
}

// writeProof writes what a checker needs beside the lists: the prices per person and the closed sets, by the number of
// their rows in prices.csv.
func writeProof(name string, in *allotment.Input, r *allotment.Result, out *allotSummary) error {
	type perPerson struct {
		Settlement homeward.PlaceID `json:"settlement"`
		People     int              `json:"people"`
		Price      int64            `json:"price"`
	}
	summary := *out // what a run took is no part of a proof, which is the same each time
	summary.SolverSeconds, summary.CPUSeconds, summary.PeakMB, summary.Compare = 0, 0, 0, nil
	proof := struct {
		Format       string        `json:"format"`
		Summary      *allotSummary `json:"summary"`
		PersonPrices []perPerson   `json:"person_prices"`
		ClosedSets   [][]int32     `json:"closed_sets"`
	}{"homeward-allotment-proof/1", &summary, []perPerson{}, [][]int32{}}
	for s, x := range in.Settlements {
		if x.People >= 0 && r.PersonPrice != nil {
			proof.PersonPrices = append(proof.PersonPrices, perPerson{x.ID, x.People, r.PersonPrice[s]})
		}
	}
	for _, set := range r.ClosedSets {
		rows := make([]int32, len(set))
		for n, j := range set {
			rows[n] = j + 1
		}
		proof.ClosedSets = append(proof.ClosedSets, rows)
	}
	data, err := json.MarshalIndent(proof, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(name, append(data, '\n'), 0o644); err != nil {
		return homeward.Errorf(homeward.Unavailable, "allotment.folder", "File", name).WithHint("allotment.folder_hint").Because(err)
	}
	return nil
}

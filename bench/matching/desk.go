package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"homeward/internal/matching"
)

// proposals is how many candidates a search asks the index for; each is fetched and judged, as at the desk.
const proposals = 20

// desks measures the search of somebody who is being registered, in registers of a tenth and the whole of the size.
func (b *bench) desks(largest int) error {
	for _, n := range []int{largest / 10, largest} {
		if err := desk(n); err != nil {
			return err
		}
	}
	return nil
}

func deskID(n int) (id matching.PersonID) {
	binary.BigEndian.PutUint64(id[:], uint64(n))
	binary.BigEndian.PutUint64(id[8:], uint64(n)*0x9E3779B97F4A7C15)
	return id
}

// register makes person n again whenever asked, so that names need not be held beside the index.
type register struct{ m *maker }

func (r *register) person(n int) matching.Person {
	one := maker{r: r.m.r, given: r.m.given, family: r.m.family}
	one.r = newRand(uint64(n))
	return one.person(n).asPerson()
}

func (p made) asPerson() matching.Person {
	sex := matching.Male
	if p.sex == "f" {
		sex = matching.Female
	}
	return matching.Person{
		Name: matching.Name{Given: p.given, Father: p.father, Family: p.family}, Sex: sex, Birth: p.birth, Place: p.place,
		Documents: []string{p.document}, Phones: []string{p.phone},
	}
}

func desk(n int) error {
	m, err := newMaker(3)
	if err != nil {
		return err
	}
	people := &register{m}
	before := heap()
	began := time.Now()
	x := matching.NewIndex()
	x.Fill(func(yield func(matching.PersonID, matching.Person) bool) {
		for i := range n {
			if !yield(deskID(i), people.person(i)) {
				return
			}
		}
	})
	built := time.Since(began)
	bytesEach := float64(heap()-before) / float64(n)
	fmt.Printf("desk, %d people: built in %.1f s, %.0f bytes a person\n", n, built.Seconds(), bytesEach)
	if err := snapshotTimes(x); err != nil {
		return err
	}
	searches(x, people, n)
	return nil
}

func heap() uint64 {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

func snapshotTimes(x *matching.Index) error {
	var b bytes.Buffer
	began := time.Now()
	if _, err := x.WriteTo(&b); err != nil {
		return err
	}
	wrote := time.Since(began)
	began = time.Now()
	size := b.Len()
	if _, err := matching.ReadIndex(&b); err != nil {
		return err
	}
	fmt.Printf("  snapshot of %d MB written in %.1f s, read in %.1f s\n", size>>20, wrote.Seconds(), time.Since(began).Seconds())
	return nil
}

// searches asks for people as a desk does, with slips, while others are added, and judges every proposal.
func searches(x *matching.Index, people *register, n int) {
	const asked = 5_000
	var stop atomic.Bool
	var added atomic.Int64
	var group sync.WaitGroup
	group.Go(func() {
		for i := n; !stop.Load(); i++ {
			x.Put(deskID(i), people.person(i))
			added.Add(1)
			time.Sleep(time.Millisecond)
		}
	})
	mistakes := &maker{r: newRand(99), given: people.m.given, family: people.m.family}
	inIndex, whole := make([]time.Duration, 0, asked), make([]time.Duration, 0, asked)
	var found, suspected [6]int
	var kinds [6]int
	for q := range asked {
		who := int(newRand(uint64(q)+7).Uint64() % uint64(n))
		kind := q % len(kinds)
		p := query(mistakes, people, who, kind)
		began := time.Now()
		candidates := x.Search(p, proposals)
		inIndex = append(inIndex, time.Since(began))
		best := judged(people, p, candidates)
		whole = append(whole, time.Since(began))
		kinds[kind]++
		if slices.ContainsFunc(candidates[:min(10, len(candidates))], func(c matching.Candidate) bool { return c.ID == deskID(who) }) {
			found[kind]++
		}
		if slices.Contains(best, deskID(who)) {
			suspected[kind]++
		}
	}
	stop.Store(true)
	group.Wait()
	fmt.Printf("  %d searches while %d people were added: in the index p50 %s p95 %s p99 %s, with %d proposals judged p50 %s p95 %s p99 %s\n",
		asked, added.Load(), at(inIndex, .5), at(inIndex, .95), at(inIndex, .99), proposals, at(whole, .5), at(whole, .95), at(whole, .99))
	for k, name := range kindNames {
		fmt.Printf("  %-34s among the first ten %.4f, among the three shown %.4f\n", name, float64(found[k])/float64(kinds[k]), float64(suspected[k])/float64(kinds[k]))
	}
}

var kindNames = [...]string{"as recorded", "in another script", "day of birth wrong", "family name another, or given", "names alone, in another script", "two slips of the finger"}

// query is person who as somebody else would type them.
func query(m *maker, people *register, who, kind int) matching.Person {
	one := maker{r: newRand(uint64(who)), given: people.m.given, family: people.m.family}
	p := one.person(who)
	other := func() {
		p.script = (p.script + 1 + m.r.IntN(3)) % scripts
		p.write()
	}
	switch kind {
	case 1:
		other()
	case 2:
		p.birth.Day = (p.birth.Day+m.r.IntN(3))%28 + 1
	case 3:
		if m.r.IntN(2) == 0 {
			p.family = m.family[m.often(len(m.family))][p.script]
		} else {
			p.given = m.given[m.often(len(m.given))][p.script]
		}
	case 4:
		other()
	case 5:
		p.family, p.given = m.slip(p.family), m.slip(p.given)
	}
	out := p.asPerson()
	out.Documents, out.Phones = nil, nil
	if kind == 4 {
		out.Birth = matching.Date{}
	}
	return out
}

// judged compares every proposal and returns the three likeliest, as the page shows them.
func judged(people *register, p matching.Person, candidates []matching.Candidate) []matching.PersonID {
	type one struct {
		id   matching.PersonID
		bits float64
	}
	all := make([]one, 0, len(candidates))
	for _, c := range candidates {
		other := people.person(int(binary.BigEndian.Uint64(c.ID[:])))
		all = append(all, one{c.ID, matching.Judge(p, other).Bits})
	}
	slices.SortStableFunc(all, func(x, y one) int {
		switch {
		case x.bits > y.bits:
			return -1
		case x.bits < y.bits:
			return 1
		}
		return 0
	})
	var out []matching.PersonID
	for _, o := range all[:min(3, len(all))] {
		out = append(out, o.id)
	}
	return out
}

func at(d []time.Duration, share float64) time.Duration {
	sorted := slices.Sorted(slices.Values(d))
	return sorted[int(share*float64(len(sorted)-1))].Round(10 * time.Microsecond)
}

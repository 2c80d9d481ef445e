package matching

import (
	"iter"
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// Index finds, while somebody types, the people of a whole register who could be the one before the desk. It is held in
// memory: sorted arrays for the bulk, a small table for who came since, merged in the background. It may be searched
// and added to at once, from any number of goroutines.
//
// It keeps no names: a person is a row of numbers (skeletons of names, the day of birth) and eight keys, 108 bytes in
// all. It proposes; the caller fetches the few it proposes and asks Judge.
type Index struct {
	// rows and names are guarded by mu; key lists are replaced whole and read without it.
	mu    sync.RWMutex
	rows  rowList
	names nameNumbers
	keys  [keyKinds]atomic.Pointer[[]uint64]
	// fresh holds the keys of those who came last, frozen of those who are being merged; it is nil when nothing is.
	fresh, frozen *freshKeys
	dead          int
	// merging is held by the one goroutine that merges.
	merging sync.Mutex
}

// freshKeys are the keys of people not yet in the sorted lists.
type freshKeys struct {
	rows   [keyKinds]map[uint32][]uint32
	people int
}

func newFreshKeys() *freshKeys {
	f := &freshKeys{}
	for k := range f.rows {
		f.rows[k] = map[uint32][]uint32{}
	}
	return f
}

// PersonID is a person's identifier as the index keeps it: the sixteen bytes of a UUID.
type PersonID [16]byte

// Candidate is somebody an index proposes.
type Candidate struct {
	ID PersonID
	// Bits is a rough weight, made to put candidates in order and for nothing else.
	Bits float32
}

// row is what an index keeps of a person: 36 bytes.
type row struct {
	id            PersonID
	given, family uint32
	father, place uint32
	// born is year*512 + month*32 + day, then two bits of sex, and the highest bit for a row that is no more.
	born uint32
}

const (
	bornBits = 22
	goneBit  = 1 << 31
)

func (r *row) gone() bool { return r.born&goneBit != 0 }

func (r *row) birth() (d Date) {
	b := int(r.born & (1<<bornBits - 1))
	return Date{b >> 9, b >> 5 & 15, b & 31}
}

func (r *row) sex() uint32 { return r.born >> bornBits & 3 }

func bornOf(d Date, s Sex) uint32 {
	b := uint32(d.Year&0x1FFF)<<9 | uint32(d.Month&15)<<5 | uint32(d.Day&31)
	switch s {
	case Female:
		b |= 1 << bornBits
	case Male:
		b |= 2 << bornBits
	}
	return b
}

// rowList is rows in blocks that never move, so that growing copies nothing.
type rowList struct {
	blocks [][]row
	n      uint32
}

const rowBlock = 1 << 14

func (l *rowList) at(i uint32) *row { return &l.blocks[i/rowBlock][i%rowBlock] }

func (l *rowList) add(r row) uint32 {
	if l.n%rowBlock == 0 {
		l.blocks = append(l.blocks, make([]row, 0, rowBlock))
	}
	last := &l.blocks[len(l.blocks)-1]
	*last = append(*last, r)
	l.n++
	return l.n - 1
}

// nameNumbers numbers the skeletons of names and counts who bears them. Names are few: a register of ten million has
// some ten thousand.
type nameNumbers struct {
	number map[string]uint32
	count  []uint32
	// near finds the numbers of skeletons by themselves less one consonant.
	near map[string][]uint32
}

func (n *nameNumbers) add(skeleton string) uint32 {
	if skeleton == "" {
		return 0
	}
	i, ok := n.number[skeleton]
	if !ok {
		i = uint32(len(n.count))
		n.number[skeleton] = i
		n.count = append(n.count, 0)
		for s := range lessOne(skeleton) {
			n.near[s] = append(n.near[s], i)
		}
	}
	n.count[i]++
	return i
}

// lessOne yields a skeleton and what is left of it without each of its consonants.
func lessOne(s string) func(func(string) bool) {
	return func(yield func(string) bool) {
		if !yield(s) || len(s) < 3 {
			return
		}
		for i := range len(s) {
			if !yield(s[:i] + s[i+1:]) {
				return
			}
		}
	}
}

// like returns the numbers of a skeleton (first, if it is known) and of those one consonant away.
func (n *nameNumbers) like(skeleton string) []uint32 {
	var out []uint32
	if i, ok := n.number[skeleton]; ok {
		out = append(out, i)
	}
	for s := range lessOne(skeleton) {
		for _, i := range n.near[s] {
			if !slices.Contains(out, i) {
				out = append(out, i)
			}
		}
	}
	return out
}

// keyKind is what a list of keys is made of.
type keyKind int

const (
	keyID keyKind = iota
	keyDocument
	keyPhone
	keyBirth
	keyNamesYear
	keyFamilyBirth
	keyGivenFather
	keyNames
	keyKinds
)

// keysOf are the keys of a row; 0 where it has none.
func keysOf(r *row, document, phone uint32) [keyKinds]uint32 {
	var k [keyKinds]uint32
	d := r.birth()
	k[keyID] = mix(uint32(r.id[12])|uint32(r.id[13])<<8|uint32(r.id[14])<<16|uint32(r.id[15])<<24, uint32(r.id[8])|uint32(r.id[9])<<8|uint32(r.id[10])<<16|uint32(r.id[11])<<24)
	k[keyDocument] = document
	if phone != 0 && r.given != 0 {
		k[keyPhone] = mix(phone, r.given)
	}
	if d.Day != 0 {
		k[keyBirth] = dayKey(d)
		if r.family != 0 {
			k[keyFamilyBirth] = mix(r.family, dayKey(d))
		}
	}
	if r.given != 0 && r.father != 0 && d.Year != 0 {
		k[keyGivenFather] = mix(mix(r.given, r.father), uint32(d.Year))
	}
	if r.given != 0 && r.family != 0 {
		k[keyNames] = mix(r.given, r.family)
		if d.Year != 0 {
			k[keyNamesYear] = mix(k[keyNames], uint32(d.Year))
		}
	}
	return k
}

func mix(a, b uint32) uint32 { return mixed(a*0x9e3779b1 ^ mixed(b)) }

func dayKey(d Date) uint32 { return mixed(uint32(d.Year*512 + d.Month*32 + d.Day)) }

// NewIndex makes an empty index.
func NewIndex() *Index {
	x := &Index{names: nameNumbers{number: map[string]uint32{}, count: []uint32{0}, near: map[string][]uint32{}}, fresh: newFreshKeys()}
	for k := range x.keys {
		x.keys[k].Store(&[]uint64{})
	}
	return x
}

// Len is the number of people in the index.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return int(x.rows.n) - x.dead
}

// asked is a person as an index sees one: the skeletons of the names in their readings, and the rest as numbers.
type asked struct {
	given, family, father []string
	birth                 Date
	sex                   Sex
	place                 uint32
	documents, phones     []uint32
}

func askedOf(p Person) asked { return askedKnowing(p, nil) }

// askedKnowing remembers the skeletons of names in known, if it is given: in a register names come again and again.
func askedKnowing(p Person, known map[string][]string) asked {
	a := asked{birth: p.Birth, sex: p.Sex}
	if n := p.Name; n.Given == "" && n.Family == "" && n.Father == "" {
		a.splitFull(n.Full)
	} else {
		a.given, a.family, a.father = nameSkeletons(n.Given, known), nameSkeletons(n.Family, known), nameSkeletons(n.Father, known)
	}
	if s := plainText(p.Place); s != "" {
		a.place = hashOf(s)
	}
	for _, d := range p.Documents {
		if s := plainCode(d); s != "" {
			a.documents = append(a.documents, hashOf(s))
		}
	}
	for _, n := range p.Phones {
		if s := plainPhone(n); s != "" {
			a.phones = append(a.phones, hashOf(s))
		}
	}
	return a
}

// splitFull takes the family name by its ending, else the last word, and the first other word as the given name.
func (a *asked) splitFull(full string) {
	words := nameWords(Name{Full: full}, 0)
	family := len(words) - 1
	for i, w := range words {
		if w.role == familyRole {
			family = i
		}
	}
	for i, w := range words {
		s := wordSkeletons(&w)
		switch {
		case w.role == titleRole:
		case i == family && len(words) > 1:
			a.family = s
		case w.role == fatherRole:
			a.father = s
		case a.given == nil:
			a.given = s
		}
	}
}

// nameSkeletons are the skeletons of the first word of a part of a name, by reading.
func nameSkeletons(part string, known map[string][]string) []string {
	if s, ok := known[part]; ok {
		return s
	}
	var out []string
	if words := nameWords(Name{Full: part}, 0); len(words) > 0 {
		out = wordSkeletons(&words[0])
	}
	if known != nil && len(known) < 1<<20 {
		known[part] = out
	}
	return out
}

func wordSkeletons(w *word) []string {
	var out []string
	for _, r := range w.whole.readings {
		if s := consonants(r, false); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func first(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

// mergeAfter is how many people may stand in the small tables before they are merged: more make searches slower, fewer
// make the merging costlier.
const mergeAfter = 50_000

// Put adds a person, or puts a corrected record in the place of the old one.
func (x *Index) Put(id PersonID, p Person) {
	a := askedOf(p)
	x.Remove(id)
	x.mu.Lock()
	at, keys := x.addRow(id, &a)
	for k, key := range keys {
		if key != 0 {
			x.fresh.rows[k][key] = append(x.fresh.rows[k][key], at)
		}
	}
	x.fresh.people++
	full := x.fresh.people >= mergeAfter
	x.mu.Unlock()
	if full && x.merging.TryLock() {
		go func() {
			defer x.merging.Unlock()
			x.merge()
		}()
	}
}

// addRow appends the row of a person and gives its keys. The caller holds mu.
func (x *Index) addRow(id PersonID, a *asked) (at uint32, keys [keyKinds]uint32) {
	r := row{
		id: id, given: x.names.add(first(a.given)), family: x.names.add(first(a.family)), father: x.names.add(first(a.father)),
		place: a.place, born: bornOf(a.birth, a.sex),
	}
	document, phone := uint32(0), uint32(0)
	if len(a.documents) > 0 {
		document = a.documents[0]
	}
	if len(a.phones) > 0 {
		phone = a.phones[0]
	}
	return x.rows.add(r), keysOf(&r, document, phone)
}

// Fill adds many people at once, none of whom is in the index yet: much faster than one by one.
func (x *Index) Fill(people iter.Seq2[PersonID, Person]) {
	x.merging.Lock()
	defer x.merging.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	var added [keyKinds][]uint64
	known := map[string][]string{}
	for id, p := range people {
		a := askedKnowing(p, known)
		at, keys := x.addRow(id, &a)
		for k, key := range keys {
			if key != 0 {
				added[k] = append(added[k], uint64(key)<<32|uint64(at))
			}
		}
	}
	for k := range added {
		slices.Sort(added[k])
		// Merging also copies into as much memory as is needed: what was appended to has up to a quarter more.
		list := mergeSorted(*x.keys[k].Load(), added[k])
		added[k] = nil
		x.keys[k].Store(&list)
	}
}

// Remove takes a person out and says whether there was one.
func (x *Index) Remove(id PersonID) bool {
	key := keysOf(&row{id: id}, 0, 0)[keyID]
	x.mu.Lock()
	defer x.mu.Unlock()
	removed := false
	x.each(keyID, key, math.MaxInt, func(i uint32) {
		if r := x.rows.at(i); r.id == id && !r.gone() {
			r.born |= goneBit
			x.dead++
			removed = true
		}
	})
	return removed
}

// Merge brings everybody into the sorted lists now. It happens by itself in the background.
func (x *Index) Merge() {
	x.merging.Lock()
	defer x.merging.Unlock()
	x.merge()
}

// merge works through the key lists one by one, so that at most one of them is held twice. Until the end a person may
// be found both in a list and among the frozen, which does no harm.
func (x *Index) merge() {
	x.mu.Lock()
	frozen := x.fresh
	x.frozen, x.fresh = frozen, newFreshKeys()
	x.mu.Unlock()
	for k := range frozen.rows {
		added := make([]uint64, 0, frozen.people)
		for key, rows := range frozen.rows[k] {
			for _, r := range rows {
				added = append(added, uint64(key)<<32|uint64(r))
			}
		}
		slices.Sort(added)
		merged := mergeSorted(*x.keys[k].Load(), added)
		x.keys[k].Store(&merged)
	}
	x.mu.Lock()
	x.frozen = nil
	x.mu.Unlock()
}

func mergeSorted(a, b []uint64) []uint64 {
	out := make([]uint64, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] <= b[0] {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// each calls f for at most most rows of a key. The caller holds mu.
func (x *Index) each(k keyKind, key uint32, most int, f func(row uint32)) {
	if key == 0 {
		return
	}
	list := *x.keys[k].Load()
	at, _ := slices.BinarySearch(list, uint64(key)<<32)
	for ; at < len(list) && uint32(list[at]>>32) == key && most > 0; at++ {
		f(uint32(list[at]))
		most--
	}
	for _, young := range []*freshKeys{x.frozen, x.fresh} {
		if young == nil {
			continue
		}
		for _, r := range young.rows[k][key] {
			if most == 0 {
				return
			}
			f(r)
			most--
		}
	}
}

const (
	// mostOfKey bounds the people of one key that are looked at: beyond it a key says nothing (1 January 1960).
	mostOfKey = 4_000
	// mostNamesLike bounds the skeletons a consonant away that are tried.
	mostNamesLike = 12
)

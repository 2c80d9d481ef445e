package figures

import (
	"fmt"
	"os"
	"testing"

	"homeward/internal/atlas"
)

func TestTrace(t *testing.T) {
	f := os.Getenv("TRACE")
	if f == "" {
		t.Skip()
	}
	b, _ := os.ReadFile(f)
	a, _ := atlas.Load()
	var pl []PlaceNames
	for _, p := range a.All() {
		n := PlaceNames{Key: string(p.ID), Level: string(p.Kind), District: string(p.Parent)}
		for _, name := range p.Names {
			n.Names = append(n.Names, name.Text)
		}
		pl = append(pl, n)
	}
	r := NewReader(pl)
	d := document{Reader: r, text: string(b)}
	d.split()
	d.look()
	fmt.Println("published", d.published, "armenian", d.armenian, "lang", d.lang.code)
	for _, p := range d.topic {
		fmt.Println("topic", d.places.places[p].key)
	}
	for i := range d.sentences {
		s := &d.sentences[i]
		fmt.Printf("\n[%d b%d %s t=%v] %s\n", i, s.block, s.lang.code, s.title, d.text[s.tokens[0].start:s.tokens[len(s.tokens)-1].end])
		for _, m := range s.places {
			fmt.Printf("   PLACE %s role=%d district=%v\n", d.places.places[m.place].key, m.role, m.district)
		}
		qs := s.notSizes(quantities(s))
		for _, q := range qs {
			n := ""
			if q.noun >= 0 {
				n = s.tokens[q.noun].fold
			}
			fmt.Printf("   Q %d unit=%d noun=%s quant=%s bare=%v before=%v\n", q.value, q.unit, n, q.quantifier, q.bare, q.before)
		}
		for _, h := range s.hits {
			if h.class < cueToDate || h.class == cueLink {
				continue
			}
			fmt.Printf("   %s=%s", className[h.class], s.tokens[h.from].fold)
		}
		fmt.Println()
		n := len(d.out)
		d.read(i)
		for _, st := range d.out[n:] {
			fmt.Printf("   => %s %s %v f=%d p=%d h=%d %v\n", placeKey(st), st.Kind, st.Reasons[0].Key, value(st.Families), value(st.People), value(st.Homes), st.Rooms)
		}
	}
}

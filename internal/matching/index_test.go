package matching

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
)

func personID(n int) (id PersonID) {
	binary.BigEndian.PutUint64(id[8:], uint64(n)*0x9E3779B97F4A7C15)
	return id
}

// townsfolk makes people with names of a small town; n of them, always the same.
func townsfolk(n int) []Person {
	given := []string{"Vaqif", "Elçin", "Leyla", "Aygün", "Rəşad", "Հակոբ", "Արամ", "Анна", "Nigar", "Samir"}
	family := []string{"Əliyev", "Məmmədov", "Quliyev", "Hacıyeva", "Петросян", "Պողոսյան", "Sarkissian", "Cəfərov", "Abbaszadə"}
	father := []string{"Əhməd", "Salman", "Kərim", "Վարդան", "Иса"}
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]Person, n)
	for i := range out {
		out[i] = Person{
			Name:  Name{Given: given[r.IntN(len(given))], Father: father[r.IntN(len(father))], Family: family[r.IntN(len(family))]},
			Birth: Date{1940 + r.IntN(80), 1 + r.IntN(12), 1 + r.IntN(28)},
		}
		if i%3 == 0 {
			out[i].Documents = []string{fmt.Sprintf("AZE%07d", i)}
		}
	}
	return out
}

func TestIndexFindsInAnyScriptAndThroughSlips(t *testing.T) {
	x := NewIndex()
	for i, p := range townsfolk(2000) {
		x.Put(personID(i), p)
	}
	x.Put(personID(9001), Person{Name: Name{Given: "Heydər", Father: "Məmməd", Family: "Həsənov"}, Birth: Date{1961, 4, 9}, Documents: []string{"AZE1234567"}, Phones: []string{"+994 50 123 45 67"}})
	for _, q := range []Person{
		{Name: Name{Given: "Гейдар", Family: "Гасанов"}, Birth: Date{1961, 4, 9}},
		{Name: Name{Given: "Heydar", Family: "Hasanov"}},
		{Name: Name{Family: "Heydər", Given: "Həsənov"}, Birth: Date{1961, 4, 9}},
		{Name: Name{Given: "Հեյդար", Family: "Հասանով"}, Birth: Date{1961, 9, 4}},
		{Name: Name{Given: "Heydər", Family: "Quliyev"}, Birth: Date{1961, 4, 9}},
		{Name: Name{Given: "Heytər", Family: "Həsənoh"}, Birth: Date{1961, 4, 9}},
		{Name: Name{Full: "Гасанов Гейдар Мамед оглы"}, Birth: Date{Year: 1962}},
		{Documents: []string{"aze 1234567"}},
		{Name: Name{Given: "Гейдар"}, Phones: []string{"050 1234567"}},
	} {
		found := x.Search(q, 3)
		if len(found) == 0 || found[0].ID != personID(9001) {
			t.Errorf("%+v: found %v", q, found)
		}
	}
}

func TestIndexForgetsWhoIsRemovedAndKeepsWhoIsCorrected(t *testing.T) {
	x := NewIndex()
	p := Person{Name: Name{Given: "Nigar", Family: "Rəfibəyli"}, Birth: Date{1970, 2, 3}}
	x.Put(personID(1), p)
	x.Merge()
	p.Birth.Year = 1971
	x.Put(personID(1), p)
	if n := x.Len(); n != 1 {
		t.Fatalf("%d people after a correction", n)
	}
	if found := x.Search(p, 10); len(found) != 1 {
		t.Fatalf("found %v", found)
	}
	if !x.Remove(personID(1)) || x.Remove(personID(1)) || x.Len() != 0 || len(x.Search(p, 10)) != 0 {
		t.Fatal("somebody removed is still there")
	}
}

func TestSnapshotAnswersAsTheIndexDoes(t *testing.T) {
	people := townsfolk(3000)
	x := NewIndex()
	x.Fill(func(yield func(PersonID, Person) bool) {
		for i, p := range people[:2500] {
			if !yield(personID(i), p) {
				return
			}
		}
	})
	for i, p := range people[2500:] {
		x.Put(personID(2500+i), p)
	}
	x.Remove(personID(17))
	var b bytes.Buffer
	if _, err := x.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	y, err := ReadIndex(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if x.Len() != y.Len() || y.Len() != 2999 {
		t.Fatalf("%d and %d people", x.Len(), y.Len())
	}
	for _, p := range people[:200] {
		if a, b := fmt.Sprint(x.Search(p, 5)), fmt.Sprint(y.Search(p, 5)); a != b {
			t.Fatalf("%+v: %s before, %s after", p, a, b)
		}
	}
}

func TestDamagedSnapshotIsRefused(t *testing.T) {
	x := NewIndex()
	for i, p := range townsfolk(50) {
		x.Put(personID(i), p)
	}
	var b bytes.Buffer
	if _, err := x.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	for at := 0; at < b.Len(); at += 7 {
		bad := bytes.Clone(b.Bytes())
		bad[at] ^= 0x40
		if _, err := ReadIndex(bytes.NewReader(bad)); !errors.Is(err, ErrSnapshot) {
			t.Fatalf("byte %d altered: %v", at, err)
		}
	}
	if _, err := ReadIndex(bytes.NewReader(b.Bytes()[:b.Len()-9])); !errors.Is(err, ErrSnapshot) {
		t.Fatalf("cut short: %v", err)
	}
}

func TestSearchWhileOthersAreAdded(t *testing.T) {
	people := townsfolk(1200)
	x := NewIndex()
	for i, p := range people[:600] {
		x.Put(personID(i), p)
	}
	var group sync.WaitGroup
	group.Go(func() {
		for i, p := range people[600:] {
			x.Put(personID(600+i), p)
			if i%100 == 0 {
				x.Merge()
			}
		}
	})
	for w := range 3 {
		group.Go(func() {
			for i := range 300 {
				want := personID((i*7 + w) % 600)
				found := x.Search(people[(i*7+w)%600], 40)
				ok := false
				for _, c := range found {
					ok = ok || c.ID == want
				}
				if !ok {
					t.Errorf("%v is not found while others are added", want)
				}
			}
		})
	}
	group.Wait()
}

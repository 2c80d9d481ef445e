// Package atlas knows the places of the programme: where they lie, what they lie in, and the names they carry. It draws
// the map.
//
// A place has names of equal standing. No name is marked as the right one: which is read first follows from the
// reader's language, and where two communities have two names, both are shown. The tables places.csv and names.csv hold
// facts only (coordinates from GeoNames by way of Who's On First; names from there, from the press, or from general
// reference, each with its source) and depict no boundary.
package atlas

import (
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"

	"homeward"
)

//go:embed places.csv names.csv corridors.csv water.csv
var tables embed.FS

// Region is a part of the world that statements speak of ("karabakh-east-zangezur", "nagorno-karabakh", "armenia").
// Nagorno-Karabakh holds no other place here: which villages it held differs by period and by speaker.
const Region homeward.PlaceKind = "region"

// Atlas is the table of places. It is read once and never changes, so it is safe for concurrent use.
type Atlas struct {
	places   []homeward.Place
	index    map[homeward.PlaceID]int
	names    map[homeward.PlaceID][]entry
	children map[homeward.PlaceID][]homeward.PlaceID
	byKey    map[string][]homeward.PlaceID
	// corridors are the ways people travel, as places passed; straight between them.
	corridors [][]homeward.PlaceID
	water     []water
}

// entry is a name with what the table says beside it.
type entry struct {
	homeward.Name
	community string // az or hy: in whose usage this is the name, in whatever language it is written
	label     bool   // the form that fits on a label; each community has one a language
}

// Load reads the embedded tables. An error is a mistake in the tables, which the tests of this package find.
func Load() (*Atlas, error) {
	a := &Atlas{
		index:    map[homeward.PlaceID]int{},
		names:    map[homeward.PlaceID][]entry{},
		children: map[homeward.PlaceID][]homeward.PlaceID{},
		byKey:    map[string][]homeward.PlaceID{},
	}
	if err := eachRow("places.csv", 5, a.addPlace); err != nil {
		return nil, err
	}
	if err := eachRow("names.csv", 8, a.addName); err != nil {
		return nil, err
	}
	if err := eachRow("corridors.csv", 2, a.addCorridor); err != nil {
		return nil, err
	}
	if err := eachRow("water.csv", 3, a.addWater); err != nil {
		return nil, err
	}
	for i := range a.places {
		p := &a.places[i]
		for _, e := range a.names[p.ID] {
			p.Names = append(p.Names, e.Name)
			a.addKeys(e.Text, p.ID)
		}
		a.addKeys(string(p.ID), p.ID)
	}
	return a, nil
}

func eachRow(file string, columns int, add func([]string) error) error {
	f, err := tables.Open(file)
	if err != nil {
		return fmt.Errorf("atlas: %w", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = columns
	rows, err := r.ReadAll()
	if err != nil {
		return fmt.Errorf("atlas: %s: %w", file, err)
	}
	for i, row := range rows[1:] {
		if err := add(row); err != nil {
			return fmt.Errorf("atlas: %s line %d: %w", file, i+2, err)
		}
	}
	return nil
}

// addPlace takes a row id, parent, kind, lat, lon. A parent stands above its children in the table, so that the tree
// cannot have a ring.
func (a *Atlas) addPlace(row []string) error {
	p := homeward.Place{ID: homeward.PlaceID(row[0]), Parent: homeward.PlaceID(row[1]), Kind: homeward.PlaceKind(row[2])}
	if _, ok := a.index[p.ID]; ok {
		return fmt.Errorf("place %q stands twice", p.ID)
	}
	if _, ok := a.index[p.Parent]; !ok && p.ID != homeward.Programme {
		return fmt.Errorf("place %q lies in %q, which is not above it", p.ID, p.Parent)
	}
	if row[3] != "" {
		var err error
		if p.Lat, err = strconv.ParseFloat(row[3], 64); err != nil {
			return err
		}
		if p.Lon, err = strconv.ParseFloat(row[4], 64); err != nil {
			return err
		}
	}
	a.index[p.ID] = len(a.places)
	a.places = append(a.places, p)
	if p.Parent != "" {
		a.children[p.Parent] = append(a.children[p.Parent], p.ID)
	}
	return nil
}

// addName takes a row place, community, lang, use, name, from, to, source.
func (a *Atlas) addName(row []string) error {
	id := homeward.PlaceID(row[0])
	if _, ok := a.index[id]; !ok {
		return fmt.Errorf("name of an unknown place %q", id)
	}
	e := entry{community: row[1], label: row[3] == "label"}
	e.Text, e.Lang, e.Source = row[4], row[2], row[7]
	e.Script = scriptOf(e.Text)
	for _, year := range []struct {
		cell string
		to   *int
	}{{row[5], &e.From}, {row[6], &e.To}} {
		if year.cell == "" {
			continue
		}
		n, err := strconv.Atoi(year.cell)
		if err != nil {
			return err
		}
		*year.to = n
	}
	a.names[id] = append(a.names[id], e)
	return nil
}

// Place returns the place with this slug.
func (a *Atlas) Place(id homeward.PlaceID) (homeward.Place, bool) {
	i, ok := a.index[id]
	if !ok {
		return homeward.Place{}, false
	}
	return a.places[i], true
}

// All returns every place, areas before what lies in them.
func (a *Atlas) All() []homeward.Place { return slices.Clone(a.places) }

// Children returns the places that lie directly in id.
func (a *Atlas) Children(id homeward.PlaceID) []homeward.PlaceID { return slices.Clone(a.children[id]) }

// Parents returns the places that id lies in, the nearest first and the programme last.
func (a *Atlas) Parents(id homeward.PlaceID) []homeward.PlaceID {
	var up []homeward.PlaceID
	for p, ok := a.Place(id); ok && p.Parent != ""; p, ok = a.Place(p.Parent) {
		up = append(up, p.Parent)
	}
	return up
}

// Within says whether a place is the area or lies in it. An unknown place lies nowhere.
func (a *Atlas) Within(id, area homeward.PlaceID) bool {
	if _, ok := a.index[id]; !ok {
		return false
	}
	return id == area || slices.Contains(a.Parents(id), area)
}

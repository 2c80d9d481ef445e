package draw

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Limits keep every computation of a verifier in range, also of one whose numbers are doubles.
const (
	MaxRecords = 2_000_000 // entries, and dwellings
	maxPersons = 500       // in an entry
	maxTickets = 1000      // of an entry
	maxQuotas  = 50        // of an entry
	maxRooms   = 50        // in a dwelling
	maxList    = 400       // strata or wishes of an entry
	maxRule    = 20        // longest wish list, spare rooms
	maxWeight  = 1_000_000_000
	maxNumber  = 1<<53 - 1 // any integer of a bundle
	saltBytes  = 16
)

// Stratum joins what makes dwellings alike for a household: settlement, type and rooms, as in "khojaly/flat/3".
func Stratum(settlement, dwellingType string, rooms int) string {
	return settlement + "/" + dwellingType + "/" + strconv.Itoa(rooms)
}

// Stratum is the stratum of the dwelling.
func (d *Dwelling) Stratum() string { return Stratum(d.Settlement, d.Type, d.Rooms) }

// ParseStratum is the inverse of Stratum; ok is false for anything that Stratum does not write.
func ParseStratum(s string) (settlement, dwellingType string, rooms int, ok bool) {
	parts := strings.Split(s, "/")
	if len(parts) != 3 || !isToken(parts[0]) || !isToken(parts[1]) {
		return "", "", 0, false
	}
	rooms, err := strconv.Atoi(parts[2])
	return parts[0], parts[1], rooms, err == nil && rooms >= 1 && rooms <= maxRooms && strconv.Itoa(rooms) == parts[2]
}

// Record is what is hashed of an entry: fixed lines of key=value, each ended by a line feed. All of it is ASCII.
func (e *Entry) Record() string {
	return lines("",
		"entry", e.ID,
		"class", strconv.Itoa(e.ClassRank),
		"tickets", strconv.Itoa(e.Tickets),
		"persons", strconv.Itoa(e.Persons),
		"pupils", strconv.Itoa(e.Pupils),
		"rooms", strconv.Itoa(e.Rooms),
		"accessible", yesNo(e.Accessible),
		"group", e.Group,
		"quotas", strings.Join(e.Quotas, " "),
		"strata", strings.Join(e.Strata, " "),
		"wishes", strings.Join(e.Wishes, " "))
}

// Record is what is hashed of a dwelling.
func (d *Dwelling) Record() string {
	return lines("",
		"dwelling", d.ID,
		"settlement", d.Settlement,
		"type", d.Type,
		"rooms", strconv.Itoa(d.Rooms),
		"accessible", yesNo(d.Accessible),
		"building", d.Building,
		"door", strconv.Itoa(d.Door))
}

// Text is the header as lines, in the order of its fields. It is what the commitment hashes and what is put up on the
// wall at the freeze.
func (h *Header) Text() string {
	r := &h.Rules
	pairs := []string{
		"format", h.Format, "operation", h.Operation, "round", h.Round, "place", h.Place,
		"policy", h.PolicyID, "policy_hash", h.PolicyHash, "software_hash", h.SoftwareHash, "frozen_at", h.FrozenAt,
		"replaces", h.Replaces, "reason", h.Reason,
		"mode", r.Mode, "address", r.Address, "groups", r.Groups, "near", yesNo(r.Near), "threshold", r.Threshold, "queue", r.Queue,
	}
	for _, q := range r.Quotas {
		pairs = append(pairs, "quota", fmt.Sprintf("%s %s %s %d %s", q.ID, q.Stratum, q.Scope, q.Homes, q.Unfilled))
	}
	for _, c := range r.Capacities {
		pairs = append(pairs, "capacity", fmt.Sprintf("%s %s %d", c.Settlement, c.Counts, c.Limit))
	}
	pairs = append(pairs,
		"max_wishes", strconv.Itoa(r.MaxWishes), "max_spare_rooms", strconv.Itoa(r.MaxSpareRooms),
		"class_value", joinInts(r.ClassValue), "wish_value", joinInts(r.WishValue),
		"spare_room", strconv.FormatInt(r.SpareRoom, 10),
		"accessible_unneeded", strconv.FormatInt(r.AccessibleUnneeded, 10),
		"entries", strconv.Itoa(h.Counts.Entries), "persons", strconv.Itoa(h.Counts.Persons), "dwellings", strconv.Itoa(h.Counts.Dwellings))
	for _, x := range h.Held {
		pairs = append(pairs, "held", fmt.Sprintf("%s %d %d", x.Rule, x.Entries, x.Dwellings))
	}
	pairs = append(pairs, "reconciled_list", h.Reconciled.List,
		"reconciled_entries", strconv.Itoa(h.Reconciled.Entries),
		"reconciled_dwellings", strconv.Itoa(h.Reconciled.Dwellings),
		"entries_root", h.EntriesRoot, "dwellings_root", h.DwellingsRoot)
	for _, s := range h.Sources {
		pairs = append(pairs, "source", s.ID, "source_kind", s.Kind, "source_label", s.Label,
			"source_commitment", s.Commitment, "source_missing", s.Missing, "source_backup", s.Backup,
			"source_count", strconv.Itoa(s.Count), "source_sides", strconv.Itoa(s.Sides))
	}
	return lines("", pairs...)
}

func joinInts(ns []int64) string {
	parts := make([]string, len(ns))
	for i, n := range ns {
		parts[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(parts, " ")
}

// Freeze salts the records with rand, builds both trees and computes the commitment. It fills Format, Counts and the
// roots of the header; the lists may come in any order and are copied.
func Freeze(h Header, entries []Entry, dwellings []Dwelling, rand io.Reader) (*Bundle, error) {
	b := &Bundle{Header: h, Entries: slices.Clone(entries), Dwellings: slices.Clone(dwellings)}
	slices.SortFunc(b.Entries, func(x, y Entry) int { return cmp.Compare(x.ID, y.ID) })
	slices.SortFunc(b.Dwellings, func(x, y Dwelling) int { return cmp.Compare(x.ID, y.ID) })
	salts := make([]byte, saltBytes*(len(entries)+len(dwellings)))
	if _, err := io.ReadFull(rand, salts); err != nil {
		return nil, fmt.Errorf("freeze: salts: %w", err)
	}
	salt := func(i int) string { return hex.EncodeToString(salts[i*saltBytes : (i+1)*saltBytes]) }
	for i := range b.Entries {
		e := &b.Entries[i]
		e.Salt, e.Strata, e.Wishes, e.Quotas = salt(i), slices.Clone(e.Strata), slices.Clone(e.Wishes), slices.Clone(e.Quotas)
		e.Tickets = max(1, e.Tickets)
	}
	for i := range b.Dwellings {
		b.Dwellings[i].Salt = salt(len(entries) + i)
	}
	b.Header.Format, b.Header.Counts = Format, countOf(b)
	b.Header.Held, b.Header.Sources = slices.Clone(h.Held), slices.Clone(h.Sources)
	b.Header.Rules.Capacities, b.Header.Rules.Quotas = slices.Clone(h.Rules.Capacities), slices.Clone(h.Rules.Quotas)
	if err := checkRules(&b.Header.Rules); err != nil {
		return nil, err
	}
	if err := checkLists(b); err != nil {
		return nil, err
	}
	b.Header.EntriesRoot, b.Header.DwellingsRoot = entriesRoot(b.Entries), dwellingsRoot(b.Dwellings)
	if err := checkHeader(&b.Header); err != nil {
		return nil, err
	}
	b.Commitment = sha256Hex(b.Header.Text())
	b.fill()
	return b, nil
}

func countOf(b *Bundle) Counts {
	n := Counts{Entries: len(b.Entries), Dwellings: len(b.Dwellings)}
	for i := range b.Entries {
		n.Persons += b.Entries[i].Persons
	}
	return n
}

func entryLeaves(entries []Entry) []digest {
	leaves := make([]digest, len(entries))
	for i := range entries {
		salt, _ := hex.DecodeString(entries[i].Salt) // checkLists has seen that it is hex
		leaves[i] = leafHash(salt, entries[i].Record())
	}
	return leaves
}

func entriesRoot(entries []Entry) string {
	return hexOf(rootOf(entryLeaves(entries)))
}

func dwellingsRoot(dwellings []Dwelling) string {
	leaves := make([]digest, len(dwellings))
	for i := range dwellings {
		salt, _ := hex.DecodeString(dwellings[i].Salt)
		leaves[i] = leafHash(salt, dwellings[i].Record())
	}
	return hexOf(rootOf(leaves))
}

// Close fixes which entries and dwellings dropped out since the freeze, before any source is opened: after that nobody
// could leave somebody out without knowing what it does. b.Closing is to be read aloud or published first.
func (b *Bundle) Close(dropped []Dropped) error {
	if b.Seed != "" {
		return problem("draw.already_open")
	}
	list := slices.Clone(dropped)
	slices.SortFunc(list, func(x, y Dropped) int { return cmp.Compare(x.ID, y.ID) })
	if err := checkDropped(b, list); err != nil {
		return err
	}
	b.Dropped, b.Closing = list, closingOf(b.Commitment, list)
	b.fill()
	return nil
}

func closingOf(commitment string, dropped []Dropped) string {
	pairs := []string{"commitment", commitment}
	for _, d := range dropped {
		pairs = append(pairs, "dropped", d.ID, "reason", d.Reason)
	}
	return sha256Hex(lines("homeward-draw/1 closing", pairs...))
}

// fill replaces absent lists by empty ones, so that a bundle has one canonical form.
func (b *Bundle) fill() {
	h := &b.Header
	fillList(&h.Rules.ClassValue)
	fillList(&h.Rules.WishValue)
	fillList(&h.Rules.Capacities)
	fillList(&h.Rules.Quotas)
	fillList(&h.Held)
	fillList(&h.Sources)
	fillList(&b.Entries)
	fillList(&b.Dwellings)
	for i := range b.Entries {
		fillList(&b.Entries[i].Quotas)
		fillList(&b.Entries[i].Strata)
		fillList(&b.Entries[i].Wishes)
	}
	fillList(&b.Dropped)
	fillList(&b.Reveals)
	fillList(&b.Balls)
	fillList(&b.Result.Rows)
	fillList(&b.Result.Left)
	if c := b.Certificate; c != nil {
		fillList(&c.Types)
		fillList(&c.Placements)
		fillList(&c.ClosedSets)
		for i := range c.ClosedSets {
			fillList(&c.ClosedSets[i])
		}
		fillList(&c.PersonPrices)
		fillList(&c.Near)
	}
}

func fillList[T any](list *[]T) {
	if *list == nil {
		*list = []T{}
	}
}

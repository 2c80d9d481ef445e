package draw

// CONTRACT between an optimiser (internal/allotment) and this package.
//
// The optimiser decides the home type of each entry; the draw decides the address. In order:
//
//  1. The bundle is frozen with Rules.Mode "priority" or "weighted", closed, opened: b.Seed is known.
//  2. line := Line(b) gives the entries that still take part in order of (class rank, ticket); HomeTypes(b) the types.
//  3. The optimiser fills a Certificate: Types as HomeTypes gave them, each with its price; Placements in order of line.
//  4. b.Certificate = cert; b.Finish() checks the certificate, deals the addresses by lot and seals. CheckCertificate
//     can be called alone.
//
// What an entry e may get, and what it is worth (the checker computes exactly this and nothing else):
//
//	may(e, t)   = t.Stratum is among e.Strata, and t.Accessible if e.Accessible
//	wish(e, t)  = index of t's settlement in e.Wishes, or Rules.MaxWishes if it is not there
//	spare(e, t) = max(0, rooms of t − e.Rooms), at most Rules.MaxSpareRooms for every t that e may get
//	waste(e, t) = 1 if t.Accessible and not e.Accessible, else 0
//
//	weighted:  score(e, t) = ClassValue[e.ClassRank] + WishValue[wish] (0 beyond the list) + SpareRoom·spare
//	                         + AccessibleUnneeded·waste;   score of waiting = 0
//	priority:  score(e, t) = −(wish·(N+1)·(N·M+1) + spare·(N+1) + waste),  N = entries taking part, M = MaxSpareRooms,
//	           so that one wish outweighs all spare rooms and one spare room all accessible homes misused
//
// Prices are never negative. With p the price of a type and q the price per person of a settlement's capacity:
//
//	best(e)  = max over t of score(e, t) − p(t) − q(settlement of t)·e.Persons
//	           (weighted: or 0 if that is greater; priority: only entries that are housed count)
//	best(g)  = for a group under same_settlement: max over settlements s of the sum over its members of their best within
//	           s; a settlement where some member may get nothing is out (weighted: or 0; priority: if it is housed)
//	bound    = sum of best + sum of p(t)·homes(t) + sum of q(s)·capacity(s)
//	gap      = bound − sum of score over the entries that are housed
//
// By weak duality no allotment scores more than bound, whatever the solver did. Gap must be as stated, and 0 unless
// groups or capacities are in force. (priority: among all ways to house these same entries.)
//
// priority also proves that nobody waits wrongly. A waiting entry names a closed set of types such that every type it may
// get is in the set, every home of the set is held, and every holder stands ahead of it in line and may get nothing outside
// the set. So it could only be housed by putting out somebody ahead. Under groups or capacities a waiting entry may name
// none (Set −1); they are counted in Unproved.
//
// Equals by lot: of two ungrouped entries with the same class, rooms, accessibility, strata and wishes (and persons, under
// capacities), the one ahead in line never has the lower score; waiting is lower than any home.

// Certificate is the optimiser's decision with its proof.
type Certificate struct {
	Mode       string      `json:"mode"` // as in Rules
	Types      []HomeType  `json:"types"`
	Placements []Placement `json:"placements"` // every entry that takes part, in order of line
	// ClosedSets are the sets that waiting entries point to: indices into Types, ascending. Empty in weighted mode.
	ClosedSets [][]int `json:"closed_sets"`
	// PersonPrices are the prices per person, one for each of Rules.Capacities in the same order.
	PersonPrices []int64 `json:"person_prices"`
	// Near fixes the addresses of grouped households when Rules.Near; ascending by entry.
	Near     []Near   `json:"near"`
	Measures Measures `json:"measures"`
	// Gap is the most that any other allotment could score above this one.
	Gap int64 `json:"gap"`
	// Unproved counts the waiting entries without a closed set; 0 without groups and capacities.
	Unproved int `json:"unproved"`
}

// HomeType is the dwellings that are equal to the optimiser: one stratum, accessible or not. Types are ascending by
// stratum, the not accessible first, and only those with homes.
type HomeType struct {
	Stratum    string `json:"stratum"`
	Accessible bool   `json:"accessible"`
	Homes      int    `json:"homes"` // dwellings that take part
	Price      int64  `json:"price"` // 0 or more; see the contract
}

// Placement is what one entry gets.
type Placement struct {
	Entry string `json:"entry"`
	Type  int    `json:"type"` // index into Types, −1 if the entry waits
	Set   int    `json:"set"`  // index into ClosedSets of a waiting entry in priority mode, else −1
}

// Near gives a grouped household a certain address.
type Near struct {
	Entry    string `json:"entry"`
	Dwelling string `json:"dwelling"`
}

// Measures count what was achieved, so that modes can be compared side by side.
type Measures struct {
	Housed             int   `json:"housed"`
	Persons            int   `json:"persons"`             // in the housed entries
	LostWishes         int   `json:"lost_wishes"`         // sum of wish(e, t): 0 for a first wish, 1 for a second, …
	SpareRooms         int   `json:"spare_rooms"`         //
	AccessibleUnneeded int   `json:"accessible_unneeded"` //
	Value              int64 `json:"value"`               // weighted: the total score; else 0
}

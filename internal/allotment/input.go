package allotment

import "homeward"

// Input is what was frozen, in the form the optimiser reads. The caller has already decided who is eligible and which
// dwellings may be given: danger, title, readiness and consent are gates of root and rules of the policy, not weights.
type Input struct {
	Settlements []Settlement
	Strata      []Stratum
	Types       []Type // ascending by stratum, the not accessible first, only those with homes
	Needs       []Need
	Households  []Household // in order of line: by class rank, then by ticket
	Rules       Rules
	// Origins are the places that households were displaced from. Nothing is decided by them: they let it be seen whether
	// a rule treats people from one place otherwise than those from another.
	Origins []homeward.PlaceID
}

// Settlement is a place that homes lie in.
type Settlement struct {
	ID homeward.PlaceID
	// People is how many people it can still take (school seats, water); negative if that is not limited.
	People int
}

// Stratum is the homes of one settlement, kind and number of rooms.
type Stratum struct {
	Settlement int    // index into Settlements
	Kind       string // flat, house, …; may be empty
	Rooms      int
}

// Type is the homes that are equal to everybody: one stratum, accessible or not.
type Type struct {
	Stratum    int // index into Strata
	Accessible bool
	Homes      int
}

// Need is what the norm says for households of one kind: the strata they may get, whatever they wish.
type Need struct {
	Rooms   int // the norm itself, for words
	Allowed []Allowed
}

// Allowed is a stratum within a norm, and how many rooms it has above it.
type Allowed struct{ Stratum, Spare int }

// Household is one that takes part. What it may get is: the strata of its need, accessible ones if it needs that, in
// settlements of its wish list if Rules.OnlyWished.
type Household struct {
	ID         string
	Rank       int32 // of its class in the published order; the lower goes first
	Number     int32 // lottery number, from 1; for words only
	People     int32
	Need       int32   // index into Needs
	Origin     int32   // index into Origins, for comparing only; 0 where there are none
	Group      int32   // kin or neighbours who stay together, from 0; NoGroup if none
	Wishes     []int32 // settlements, the most wanted first
	Accessible bool    // needs a home without steps
}

// NoGroup is the group of a household that goes by itself.
const NoGroup = int32(-1)

// Mode is the rule by which homes are given.
type Mode string

const (
	// Draw: in order of line, each takes the best home that is left.
	Draw Mode = "draw"
	// Priority: in order of line, each is housed if it can be without putting out somebody ahead; among all ways to house
	// these households, the fewest lost wishes, then the fewest spare rooms, then the fewest accessible homes misused;
	// what is still equal goes by the line.
	Priority Mode = "priority"
	// Weighted: the greatest total of published values; what is equal goes by the line.
	Weighted Mode = "weighted"
)

// Modes in the order in which they are compared.
var Modes = []Mode{Priority, Weighted, Draw}

// Rules are the choices of the policy's allotment block.
type Rules struct {
	ClassValue         []int64 // worth of housing a household, by class rank
	WishValue          []int64 // worth of the wish that is met, the first wish first
	SpareRoom          int64   // added for each room above the norm, usually negative
	AccessibleUnneeded int64   // added if an accessible home goes to a household without that need
	OnlyWished         bool    // nobody is placed where it does not wish to live
	Together           bool    // groups live in one settlement or not at all
	// MaxWishes is what a home off the wish list counts as, MaxSpareRooms the most rooms above the norm: as frozen, with
	// ExactLimits, otherwise the longest list and the most spare rooms that occur.
	MaxWishes, MaxSpareRooms int
	ExactLimits              bool
}

// terms are what one home means to one household, before weights.
type terms struct{ wish, spare, waste int32 }

// value is the worth of a household of a class rank in a home, by the published weights.
func (r *Rules) value(rank int32, t terms) int64 {
	v := r.SpareRoom*int64(t.spare) + r.AccessibleUnneeded*int64(t.waste)
	if int(rank) < len(r.ClassValue) {
		v += r.ClassValue[rank]
	}
	if int(t.wish) < len(r.WishValue) {
		v += r.WishValue[t.wish]
	}
	return v
}

// unwished is the wish that is met by a home that is on no wish list.
func (in *Input) unwished() int32 {
	longest := in.Rules.MaxWishes
	if !in.Rules.ExactLimits {
		longest = len(in.Rules.WishValue) // so that no wish value is given for a home nobody wished for
		for i := range in.Households {
			longest = max(longest, len(in.Households[i].Wishes))
		}
	}
	return int32(longest)
}

func (in *Input) mostSpare() int64 {
	most := in.Rules.MaxSpareRooms
	if !in.Rules.ExactLimits {
		for _, n := range in.Needs {
			for _, a := range n.Allowed {
				most = max(most, a.Spare)
			}
		}
	}
	return int64(most)
}

// packing turns (wishes lost, spare rooms, accessible homes misused) into one number whose order over whole allotments
// of n households is theirs: n+1 outweighs all misused homes there can be, and so on. It is exact, not a large guess.
type packing struct{ wish, spare int64 }

func (in *Input) packing() packing {
	n := int64(len(in.Households))
	return packing{wish: (n + 1) * (n*in.mostSpare() + 1), spare: n + 1}
}

func (p packing) cost(t terms) int64 {
	return int64(t.wish)*p.wish + int64(t.spare)*p.spare + int64(t.waste)
}

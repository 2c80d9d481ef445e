package policy

import "time"

// model is every fact an expression may read. MODEL names and values are those of the register; a test holds the table
// and the Go structs of fact.go together, another the table and the reference in docs/policy.md.
var model = map[string]*object{
	"household":   {"who moves together, as the unit of the programme stands on the day of the application", householdFields},
	"member":      {"one person of the household", memberFields},
	"place":       {"a settlement", placeFields},
	"stay":        {"where the household lives now", stayFields},
	"loan":        {"a loan the household is paying back", loanFields},
	"dwelling":    {"the flat, house or plot that is asked for or offered", dwellingFields},
	"application": {"what the household asked for", applicationFields},
	"round":       {"the allocation event the question belongs to", roundFields},
}

// objectOrder is the order in which the reference lists the objects.
var objectOrder = []string{"household", "member", "place", "stay", "loan", "dwelling", "application", "round"}

var householdFields = []field{
	word("id", "its identifier", func(h *Household) *Fact[string] { return &h.ID }),
	membersField(),
	part("origin", "place", "where it was displaced from and is registered", placeFields, func(h *Household) *Place { return &h.Origin }, func(q *inquiry) *subject[Place] { return &q.origin }),
	moment("displaced_on", "day of the displacement", func(h *Household) *Fact[time.Time] { return &h.DisplacedOn }),
	moment("registered_on", "day of the registration", func(h *Household) *Fact[time.Time] { return &h.RegisteredOn }),
	part("stay", "stay", "where it lives now", stayFields, func(h *Household) *Stay { return &h.Stay }, func(q *inquiry) *subject[Stay] { return &q.stay }),
	truth("owns_home", "it owns a home", func(h *Household) *Fact[bool] { return &h.OwnsHome }),
	measure("owned_area_m2", "area of the homes it owns, m2", func(h *Household) *Fact[float64] { return &h.OwnedAreaM2 }),
	truth("acquired_home", "it lawfully gained a home after the displacement", func(h *Household) *Fact[bool] { return &h.AcquiredHome }),
	truth("housed", "it already got a home or its price from a state", func(h *Household) *Fact[bool] { return &h.Housed }),
	word("home_lost", "what happened to the home it left", func(h *Household) *Fact[string] { return &h.HomeLost }, "destroyed", "damaged", "inaccessible", "none"),
	truth("lost_home_was_sole", "the home it left was its only one", func(h *Household) *Fact[bool] { return &h.LostHomeWasSole }),
	measure("income_per_head", "monthly income a person, in the currency of the programme", func(h *Household) *Fact[float64] { return &h.IncomePerHead }),
	measure("subsistence_per_head", "official subsistence minimum a person, the same currency", func(h *Household) *Fact[float64] { return &h.SubsistencePerHead }),
	count("social_score", "national poverty score; 0 is not registered", func(h *Household) *Fact[int] { return &h.SocialScore }),
	truth("fallen_family", "it is the family of somebody who fell", func(h *Household) *Fact[bool] { return &h.FallenFamily }),
	truth("breadwinner_lost", "it lost its breadwinner", func(h *Household) *Fact[bool] { return &h.BreadwinnerLost }),
	truth("works_at_destination", "a member works or serves at the place of return", func(h *Household) *Fact[bool] { return &h.WorksAtDestination }),
	truth("composition_gain", "a body found that a marriage or divorce was made for a further home", func(h *Household) *Fact[bool] { return &h.CompositionGain }),
	truth("legal_bar", "a court or an authority bars it from the programme", func(h *Household) *Fact[bool] { return &h.LegalBar }),
	truth("first_time", "it never had a home from the programme", func(h *Household) *Fact[bool] { return &h.FirstTime }),
	count("unsuccessful", "rounds it entered without being given a home", func(h *Household) *Fact[int] { return &h.Unsuccessful }),
	count("offers_refused", "offers it refused", func(h *Household) *Fact[int] { return &h.OffersRefused }),
	moment("suspended_until", "day to which it is suspended; long past when it is not", func(h *Household) *Fact[time.Time] { return &h.SuspendedUntil }),
	part("loan", "loan", "a loan it is paying back", loanFields, func(h *Household) *Loan { return &h.Loan }, func(q *inquiry) *subject[Loan] { return &q.loan }),
}

var memberFields = []field{
	moment("born", "birthday", func(m *Member) *Fact[time.Time] { return &m.Born }),
	word("sex", "as registered", func(m *Member) *Fact[string] { return &m.Sex }),
	word("relation", "to the head of the household", func(m *Member) *Fact[string] { return &m.Relation }, "head", "spouse", "child", "parent", "sibling", "grandchild", "other"),
	truth("citizen", "is a citizen of the granting state", func(m *Member) *Fact[bool] { return &m.Citizen }),
	truth("displaced", "is a displaced person", func(m *Member) *Fact[bool] { return &m.Displaced }),
	truth("in_register", "stands in the official record of displaced people", func(m *Member) *Fact[bool] { return &m.InRegister }),
	count("disability", "0 none, 1 most severe to 3 least", func(m *Member) *Fact[int] { return &m.Disability }),
	truth("war_disability", "has a disability from the war", func(m *Member) *Fact[bool] { return &m.WarDisability }),
	words("conditions", "recorded conditions", func(m *Member) *Fact[[]string] { return &m.Conditions }, "bedridden", "mobility", "psychiatric", "oncological", "constant_care"),
	truth("pregnant", "is pregnant", func(m *Member) *Fact[bool] { return &m.Pregnant }),
	truth("veteran", "took part in the war", func(m *Member) *Fact[bool] { return &m.Veteran }),
	truth("mobilised", "is called up", func(m *Member) *Fact[bool] { return &m.Mobilised }),
	truth("public_servant", "is a public servant", func(m *Member) *Fact[bool] { return &m.PublicServant }),
	truth("pensioner", "draws a pension", func(m *Member) *Fact[bool] { return &m.Pensioner }),
	truth("missing_by_court", "is missing by decision of a court", func(m *Member) *Fact[bool] { return &m.MissingByCourt }),
	word("custody", "of a child whose parents live apart: with this household or elsewhere by a court's word, or no_word; empty for all others",
		func(m *Member) *Fact[string] { return &m.Custody }, "here", "elsewhere", "no_word"),
}

var placeFields = []field{
	word("id", "its slug", func(p *Place) *Fact[string] { return &p.ID }),
	word("group", "list of the policy the place belongs to", func(p *Place) *Fact[string] { return &p.Group }),
	word("kind", "town or village", func(p *Place) *Fact[string] { return &p.Kind }, "town", "village"),
}

var stayFields = []field{
	word("kind", "kind of accommodation, by the codes of the register", func(s *Stay) *Fact[string] { return &s.Kind },
		"dormitory", "sanatorium", "camp_children", "school", "administrative", "hospital", "unfinished", "hotel", "shelter",
		"idp_settlement", "idp_block", "idp_house", "wagon", "tent", "hut", "collective", "rent", "relatives",
		"private_of_others", "own", "medical", "abroad", "unknown"),
	word("condition", "how fit to live in it is", func(s *Stay) *Fact[string] { return &s.Condition }, "good", "poor", "dangerous"),
	truth("lives_here", "it does in fact live where it is registered", func(s *Stay) *Fact[bool] { return &s.LivesHere }),
	truth("pays_rent", "it pays rent", func(s *Stay) *Fact[bool] { return &s.PaysRent }),
	measure("area_m2", "living area, m2", func(s *Stay) *Fact[float64] { return &s.AreaM2 }),
}

var loanFields = []field{
	truth("active", "it is not paid back yet", func(l *Loan) *Fact[bool] { return &l.Active }),
	moment("issued", "day it was given", func(l *Loan) *Fact[time.Time] { return &l.Issued }),
	word("purpose", "what it was given for", func(l *Loan) *Fact[string] { return &l.Purpose }, "mortgage", "consumer", "other"),
}

var dwellingFields = []field{
	word("type", "flat, house or plot", func(d *Dwelling) *Fact[string] { return &d.Type }, "flat", "house", "plot"),
	count("rooms", "living rooms", func(d *Dwelling) *Fact[int] { return &d.Rooms }),
	measure("area_m2", "area, m2", func(d *Dwelling) *Fact[float64] { return &d.AreaM2 }),
	count("floor", "floor, 1 is the ground floor", func(d *Dwelling) *Fact[int] { return &d.Floor }),
	truth("accessible", "has no steps from the street to any room", func(d *Dwelling) *Fact[bool] { return &d.Accessible }),
	part("place", "place", "where it stands", placeFields, func(d *Dwelling) *Place { return &d.Place }, func(q *inquiry) *subject[Place] { return &q.place }),
	count("price", "price in the currency of the programme", func(d *Dwelling) *Fact[int] { return &d.Price }),
	truth("seller_related", "its seller is a relative", func(d *Dwelling) *Fact[bool] { return &d.SellerRelated }),
	count("left", "homes still free in the household's category when it is asked", func(d *Dwelling) *Fact[int] { return &d.Left }),
}

var applicationFields = []field{
	word("component", "the kind of help asked for, by the words of the policy", func(a *Application) *Fact[string] { return &a.Component }),
	moment("submitted", "day it was handed in", func(a *Application) *Fact[time.Time] { return &a.Submitted }),
	moment("granted", "day it was granted", func(a *Application) *Fact[time.Time] { return &a.Granted }),
	measure("own_share", "part of the price the household pays itself, 0 to 1", func(a *Application) *Fact[float64] { return &a.OwnShare }),
	count("saved_months", "months it has saved", func(a *Application) *Fact[int] { return &a.SavedMonths }),
	measure("saved_share", "part of the price it has saved, 0 to 1", func(a *Application) *Fact[float64] { return &a.SavedShare }),
	words("documents", "papers handed in, by the words of the policy", func(a *Application) *Fact[[]string] { return &a.Documents }),
	word("scheme", "the scheme asked for, by the words of the policy", func(a *Application) *Fact[string] { return &a.Scheme }),
}

var roundFields = []field{
	measure("threshold", "points a household needs in this round", func(r *Round) *Fact[float64] { return &r.Threshold }),
	count("supply", "homes in this round", func(r *Round) *Fact[int] { return &r.Supply }),
	word("kind", "kind of round, by the words of the policy", func(r *Round) *Fact[string] { return &r.Kind }),
}

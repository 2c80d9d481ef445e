package sample

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/store"
	"homeward/policies"
)

// The programme that gives money for a home runs beside the one that gives homes. Its households left in September 2023
// and live in Armenia; like all people of the sample they are invented.
const (
	moneyID       = "am-housing"
	moneyPolicyID = "am-certificates"
)

// fate is how far a family has come by the day the sample opens.
type fate string

const (
	facing   fate = "applied, and facts are missing"
	ready    fate = "applied, and nothing is missing"
	granted  fate = "granted, and not issued"
	issued   fate = "issued"
	used     fate = "used"
	expired  fate = "expired unused"
	refused  fate = "refused"
	reopened fate = "refused, taken up again, granted and issued"
)

// family is one household of the programme: who it is, when it applied, with what, and what stands against it.
type family struct {
	fate      fate
	applied   time.Time
	minors    int
	component string  // buy, build or mortgage
	share     float64 // of the price that it pays itself
	price     int     // of the home, in drams
	area      int     // of the home, m2
	group     string  // list of the policy that the home's place is on
	against   string  // what stands against it: alien, child, home, stage; the first two are about one member
	since     string  // what has been found out since it was refused: citizen
}

// families of the programme. The days follow its stages: families with three minors from June 2024, those who pay a half
// (from 2025 a third) themselves, mortgages from August 2024, two minors from January 2026.
var families = []family{
	// By the edition of 2024, whose certificates were good for a year.
	{fate: expired, applied: day(2024, 9, 16), minors: 3, component: "buy"},
	{fate: expired, applied: day(2024, 10, 7), minors: 4, component: "buy"},
	{fate: expired, applied: day(2024, 11, 4), minors: 1, component: "buy", share: 0.5},
	{fate: used, applied: day(2024, 9, 23), minors: 3, component: "buy", price: 19_500_000, area: 74, group: "list_4m"},
	{fate: used, applied: day(2024, 10, 14), minors: 2, component: "mortgage", price: 31_000_000, area: 58, group: "elsewhere"},
	{fate: used, applied: day(2024, 10, 28), minors: 5, component: "build", price: 24_000_000, area: 112, group: "list_5m"},
	{fate: used, applied: day(2024, 12, 2), minors: 0, component: "buy", share: 0.55, price: 14_800_000, area: 46, group: "list_4m"},
	{fate: used, applied: day(2025, 2, 3), minors: 1, component: "buy", share: 0.35, price: 17_200_000, area: 51, group: "list_5m"},
	{fate: used, applied: day(2025, 2, 17), minors: 2, component: "mortgage", price: 28_500_000, area: 63, group: "list_4m"},
	{fate: refused, applied: day(2024, 10, 21), minors: 3, component: "buy", against: "alien", since: "citizen"},
	{fate: refused, applied: day(2024, 11, 18), minors: 1, component: "buy", share: 0.6, against: "alien"},
	{fate: refused, applied: day(2025, 1, 27), minors: 4, component: "buy", against: "child"},
	{fate: refused, applied: day(2025, 3, 3), minors: 2, component: "buy", share: 0.3, against: "alien", since: "citizen"},
	{fate: refused, applied: day(2025, 3, 24), minors: 1, component: "buy", share: 0.4, against: "home"},
	{fate: refused, applied: day(2025, 4, 14), minors: 3, component: "build", against: "child"},
	{fate: refused, applied: day(2025, 5, 12), minors: 2, component: "buy", against: "stage"},
	{fate: reopened, applied: day(2025, 3, 10), minors: 3, component: "buy", against: "alien", since: "citizen"},
	{fate: issued, applied: day(2025, 4, 28), minors: 1, component: "buy", share: 0.3},
	// By the edition of 2026.
	{fate: used, applied: day(2025, 9, 22), minors: 3, component: "buy", price: 20_500_000, area: 80, group: "list_5m"},
	{fate: used, applied: day(2025, 10, 6), minors: 2, component: "buy", share: 0.33, price: 22_000_000, area: 64, group: "list_4m"},
	{fate: refused, applied: day(2025, 10, 20), minors: 3, component: "buy", against: "alien"},
	{fate: refused, applied: day(2025, 11, 3), minors: 1, component: "buy", share: 0.5, against: "alien", since: "citizen"},
	{fate: refused, applied: day(2025, 11, 17), minors: 3, component: "buy", against: "child"},
	{fate: issued, applied: day(2025, 10, 13), minors: 4, component: "buy"},
	{fate: issued, applied: day(2025, 11, 10), minors: 3, component: "build"},
	{fate: issued, applied: day(2025, 12, 1), minors: 2, component: "mortgage"},
	{fate: issued, applied: day(2026, 1, 5), minors: 2, component: "buy"},
	{fate: granted, applied: day(2026, 1, 12), minors: 2, component: "buy"},
	{fate: granted, applied: day(2026, 1, 14), minors: 3, component: "buy"},
	{fate: granted, applied: day(2026, 1, 15), minors: 1, component: "build"},
	{fate: ready, applied: day(2026, 1, 26), minors: 2, component: "buy"},
	{fate: ready, applied: day(2026, 2, 2), minors: 1, component: "buy", share: 0.4},
	{fate: facing, applied: day(2026, 1, 28), minors: 2, component: "buy"},
	{fate: facing, applied: day(2026, 2, 3), minors: 3, component: "buy"},
	{fate: facing, applied: day(2026, 2, 4), minors: 0, component: "mortgage"},
	{fate: facing, applied: day(2026, 2, 5), minors: 1, component: "buy", share: 0.3},
}

// The places they left, and where they live now.
var (
	leftPlaces = []homeward.PlaceID{"khankendi", "khankendi", "askeran", "aghdara", "khojavend", "girmizi-bazar", "karkijahan"}
	stayPlaces = []homeward.PlaceID{"yerevan", "goris", "am-ararat", "am-kotayk", "kapan", "gyumri", "am-armavir"}
)

// money is the programme that gives money, from its adoption to the day the sample opens.
func money() []step {
	m := newMaker(20230919)
	out := []step{
		adoptMoney("2024", day(2024, 9, 4), homeward.NewDate(2024, time.June, 15),
			`edition: "2026-06"`, `edition: "2024 (sample)"`, "validity: until 2028-12-31", "validity: P1Y",
			"unclear:\n", "unclear:\n  - this edition is the sample's own, so that a certificate can be seen to expire; how long the first ones were good was not read\n"),
		adoptMoney("2026", day(2025, 9, 16), homeward.NewDate(2025, time.September, 17)),
	}
	for i := range families {
		c := &claim{family: families[i], name: fmt.Sprintf("money/%d", i)}
		c.fill(m, i)
		out = append(out, c.steps()...)
	}
	return out
}

// adoptMoney adopts an edition, with some of the text that ships changed.
func adoptMoney(edition string, at time.Time, from homeward.Date, changes ...string) step {
	key := "adopt/money/" + edition
	return step{at: at.Add(9 * time.Hour), key: key, run: func(ctx context.Context, p *player) error {
		return p.once(homeward.RoleAllocation, key, func(a homeward.Actor) error {
			b, err := policies.FS.ReadFile(moneyPolicyID + ".yaml")
			if err != nil {
				return err
			}
			return p.house.AdoptProgramme(ctx, a, homeward.Adoption{ID: moneyID, Area: homeward.Programme, PolicyID: moneyPolicyID,
				PolicyText: strings.NewReplacer(changes...).Replace(string(b)), ValidFrom: from})
		})
	}}
}

// claim is a family on its way.
type claim struct {
	family
	name string
	in   casework.Registration
	who  homeward.IndividualID // of whom something stands against it
}

// fill makes the household: two adults, sometimes a grandmother, and the minors.
func (c *claim) fill(m *maker, i int) {
	registered := c.applied.AddDate(0, 0, -7)
	on, r, s := homeward.DateOf(registered), m.r, m.south
	lang := []string{"hy", "hy", "hy", "ru", "hy", "en"}[i%6]
	family, age := r.IntN(len(s.family)), 29+r.IntN(14)
	c.in = casework.Registration{RegisteredOn: on, OriginPlace: leftPlaces[i%len(leftPlaces)], OriginAddress: itoa(1+r.IntN(30)) + "/" + itoa(1+r.IntN(40)),
		LeftOn: homeward.NewDate(2023, time.September, 24+r.IntN(7)), Intention: []homeward.Intention{homeward.IntentIntegrate, homeward.IntentIntegrate, homeward.IntentUndecided}[i%3],
		Stay: homeward.Stay{Kind: "rent", Condition: pick(r, []homeward.StayCondition{homeward.ConditionPoor, homeward.ConditionGood}),
			Place: stayPlaces[i%len(stayPlaces)], LivesHere: true, Address: itoa(1+r.IntN(40)) + ", " + itoa(1+r.IntN(60))}}
	c.in.ID = id[homeward.HouseholdID]("hh", c.name, registered)
	add := func(male bool, father form, relation homeward.Relation, age int) {
		p := m.person(s, lang, family, male, father, relation, on, age)
		for slices.ContainsFunc(c.in.Members, func(x casework.Registrant) bool { return x.Given == p.Given }) {
			p = m.person(s, lang, family, male, father, relation, on, age)
		}
		p.ID = id[homeward.IndividualID]("in", fmt.Sprintf("%s/%d", c.name, len(c.in.Members)), registered)
		if relation == homeward.Head {
			p.Phone = "+37400" + pad(r.IntN(1_000_000), 6) // no exchange begins with 00
		}
		c.in.Members = append(c.in.Members, p)
	}
	man := r.IntN(100) < 65
	add(man, pick(r, s.male), homeward.Head, age)
	add(!man, pick(r, s.male), homeward.Spouse, age-3+r.IntN(6))
	if i%5 == 2 {
		add(false, pick(r, s.male), homeward.Parent, age+24+r.IntN(5))
	}
	father := formOf(s.male, lang, c.in.Members[0].Given)
	if !man {
		father = formOf(s.male, lang, c.in.Members[1].Given)
	}
	for k := range c.minors {
		add(r.IntN(2) == 0, father, homeward.Child, 2+(k*3)%12)
	}
	c.who = c.in.Members[1].ID
	if c.against == "child" { // one who was under six on 19 September 2023
		young := &c.in.Members[len(c.in.Members)-1]
		young.BirthDate = homeward.NewDate(2019, time.Month(1+r.IntN(12)), 1+r.IntN(28))
		c.who = young.ID
	}
}

// steps are the way of the family as far as it has come.
func (c *claim) steps() []step {
	at := func(days, hour int) time.Time {
		return c.applied.AddDate(0, 0, days).Add(time.Duration(hour) * time.Hour)
	}
	out := []step{registration(c.in), c.step("apply", homeward.RoleRegistrar, at(0, 10), func(ctx context.Context, h *casework.House, a homeward.Actor, _ homeward.CertificateID) error {
		_, err := h.ApplyCertificate(ctx, a, c.in.ID, moneyID)
		return err
	}), c.find("facts", at(0, 11), "application form and passports", c.facts())}
	if c.fate == facing || c.fate == ready {
		return out
	}
	decide := func(name string, at time.Time) step {
		return c.step(name, homeward.RoleAllocation, at, func(ctx context.Context, h *casework.House, a homeward.Actor, ce homeward.CertificateID) error {
			_, err := h.DecideCertificate(ctx, a, ce)
			return err
		})
	}
	issue := func(at time.Time) step {
		return c.step("issue", homeward.RoleAllocation, at, func(ctx context.Context, h *casework.House, a homeward.Actor, ce homeward.CertificateID) error {
			_, err := h.IssueCertificate(ctx, a, ce)
			return err
		})
	}
	out = append(out, decide("decide", at(14, 10)))
	if c.since == "citizen" {
		out = append(out, c.step("since", homeward.RoleRegistrar, at(80, 9), func(ctx context.Context, h *casework.House, a homeward.Actor, _ homeward.CertificateID) error {
			return h.RecordFact(ctx, a, c.in.ID, "", []casework.FoundFact{{Path: "household.members[].citizen", Member: c.who, Value: "yes"}}, "passport issued since")
		}))
	}
	switch c.fate {
	case reopened:
		out = append(out, c.reopen(at(90, 9)), decide("again", at(91, 10)), issue(at(93, 10)))
	case issued:
		out = append(out, issue(at(17, 10)))
	case used:
		out = append(out, issue(at(17, 10)), c.find("home", at(60, 9), "draft contract of sale", c.home()), c.redeem(at(64, 10)))
	case expired:
		out = append(out, issue(at(17, 10)), turnDay(at(17, 0).AddDate(1, 0, 1)))
	}
	return out
}

// step does one act on the family's certificate.
func (c *claim) step(name string, role homeward.Role, at time.Time, do func(context.Context, *casework.House, homeward.Actor, homeward.CertificateID) error) step {
	key := c.name + "/" + name
	return step{at: at, key: key, run: func(ctx context.Context, p *player) error {
		return p.once(role, key, func(a homeward.Actor) error {
			ce, err := p.certificateOf(ctx, c.in.ID)
			if err != nil {
				return err
			}
			return do(ctx, p.house, a, ce)
		})
	}}
}

// certificateOf is the latest certificate of a household; empty before it applied.
func (p *player) certificateOf(ctx context.Context, id homeward.HouseholdID) (ce homeward.CertificateID, err error) {
	err = p.house.DB.List(ctx, p.actors[homeward.RoleRegistrar], homeward.RegisterList, func(tx *store.Tx) error {
		list, err := tx.CertificatesOf(ctx, id)
		if len(list) > 0 {
			ce = list[0].ID
		}
		return err
	})
	return ce, err
}

func (c *claim) find(name string, at time.Time, basis string, facts []casework.FoundFact) step {
	return c.step(name, homeward.RoleRegistrar, at, func(ctx context.Context, h *casework.House, a homeward.Actor, ce homeward.CertificateID) error {
		return h.RecordFact(ctx, a, c.in.ID, ce, facts, basis)
	})
}

// facts is what the rules ask of the application. Of a family that is not through with it, some are not known yet.
func (c *claim) facts() []casework.FoundFact {
	var out []casework.FoundFact
	for _, m := range c.in.Members {
		of := func(path, value string) {
			out = append(out, casework.FoundFact{Path: "household.members[]." + path, Member: m.ID, Value: value})
		}
		theirs := m.ID == c.who
		if c.fate == facing && theirs {
			continue // the papers of one are still to come
		}
		of("citizen", answer(!theirs || c.against != "alien"))
		of("disability", "0")
		of("missing_by_court", "no")
		if theirs && c.against == "child" {
			of("in_register", "no")
		}
	}
	of := func(path, value string) { out = append(out, casework.FoundFact{Path: path, Value: value}) }
	of("household.housed", "no")
	of("household.breadwinner_lost", "no")
	of("household.owns_home", answer(c.against == "home"))
	of("application.component", c.component)
	of("application.own_share", fmt.Sprint(c.share))
	if c.component == "mortgage" {
		of("household.loan.active", "yes")
		of("household.loan.issued", homeward.DateOf(c.applied).Add(-140).String())
		of("household.loan.purpose", "mortgage")
	}
	return out
}

func answer(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// home is what the rules ask of the home that is paid for.
func (c *claim) home() []casework.FoundFact {
	kind := "flat"
	if c.component == "build" || c.area > 70 {
		kind = "house"
	}
	return []casework.FoundFact{{Path: "dwelling.type", Value: kind}, {Path: "dwelling.area_m2", Value: itoa(c.area)},
		{Path: "dwelling.price", Value: itoa(c.price)}, {Path: "dwelling.place.group", Value: c.group}}
}

func (c *claim) redeem(at time.Time) step {
	return c.step("redeem", homeward.RoleAllocation, at, func(ctx context.Context, h *casework.House, a homeward.Actor, ce homeward.CertificateID) error {
		return h.RedeemCertificate(ctx, a, ce, "contract "+itoa(100+c.price/100_000))
	})
}

// reopen takes the family's refusal up again.
func (c *claim) reopen(at time.Time) step {
	return c.step("reopen", homeward.RoleAllocation, at, func(ctx context.Context, h *casework.House, a homeward.Actor, ce homeward.CertificateID) error {
		l, err := h.ListReopenable(ctx, a, homeward.Date{})
		if err != nil {
			return err
		}
		i := slices.IndexFunc(l.List, func(r casework.Reopenable) bool { return r.Certificate == ce })
		if i < 0 {
			return fmt.Errorf("the refusal of %s would not change", c.name)
		}
		return h.ReopenRefusal(ctx, a, c.in.ID, l.List[i].Seq, "the passport has been issued since")
	})
}

// turnDay lets a day end what is over, as a serving process does each midnight.
func turnDay(at time.Time) step {
	key := "day/" + homeward.DateOf(at).String()
	return step{at: at, key: key, run: func(ctx context.Context, p *player) error {
		p.clock.Set(p.day)
		_, err := p.house.TurnDay(ctx)
		return err
	}}
}

// MoneyReport is what the programme that gives money came to.
type MoneyReport struct {
	homeward.Count
	Stages map[homeward.CertificateStage]int `json:"stages"`
}

// tellMoney counts the programme's households and how far each has come.
func tellMoney(ctx context.Context, h *casework.House, officer homeward.Actor) (MoneyReport, error) {
	var out MoneyReport
	list, err := h.ListCertificates(ctx, officer, "")
	if err != nil {
		return out, err
	}
	out.Stages = list.Stages
	var ids []homeward.HouseholdID
	for _, r := range list.Rows {
		ids = append(ids, r.HouseholdID)
	}
	slices.Sort(ids)
	err = h.DB.List(ctx, officer, homeward.RegisterList, func(tx *store.Tx) error {
		cases, err := tx.CasesByID(ctx, slices.Compact(ids))
		for _, c := range cases {
			out.Households++
			out.Individuals += len(c.Members)
		}
		return err
	})
	return out, err
}

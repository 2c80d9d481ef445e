package policy

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward"

	celast "cel.dev/cel-go/common/ast"
	"pgregory.net/rapid"
)

func shipped(t testing.TB) map[string]*Policy {
	t.Helper()
	all, err := LoadAll(os.DirFS("../../policies"))
	if err != nil {
		t.Fatalf("%v\n%v", err, ProblemsOf(err))
	}
	return all
}

// world makes random cases with the words a policy asks about, so that its conditions hold now and then.
type world struct {
	words map[string][]string // texts a fact is compared with, by the name of the fact
	days  []time.Time
	today homeward.Date
}

// worldOf collects the constants of a policy.
func worldOf(p *Policy) *world {
	w := &world{words: map[string][]string{}, today: homeward.NewDate(2026, 7, 1)}
	for _, y := range []int{1, 1950, 1985, 1999, 2006, 2012, 2022, 2025} {
		w.days = append(w.days, time.Date(y, 7, 1, 0, 0, 0, 0, time.UTC))
	}
	var all []string
	collect := func(tree *celast.AST) {
		celast.PostOrderVisit(tree.Expr(), celast.NewExprVisitor(func(e celast.Expr) {
			switch v := constant(e).(type) {
			case string:
				all = append(all, v)
			case time.Time:
				w.days = append(w.days, v)
			}
		}))
	}
	p.doc.expressions(func(e *Expr, _, _ string) {
		if e.code != nil {
			collect(e.code.ast)
		}
	})
	for _, l := range p.lets {
		collect(l.Expr.code.ast)
	}
	for _, o := range model {
		for _, f := range o.fields {
			if f.typ == stringType || f.typ == stringsType {
				w.words[f.name] = append(append([]string{"", "x"}, all...), f.values...)
			}
		}
	}
	return w
}

func (w *world) complete(t *rapid.T) Case {
	c := Case{Household: &Household{}, Dwelling: &Dwelling{}, Application: &Application{}, Round: &Round{}, Today: w.today}
	c.Household.Members = make([]Member, rapid.IntRange(0, 5).Draw(t, "members"))
	w.fill(t, reflect.ValueOf(c.Household).Elem())
	w.fill(t, reflect.ValueOf(c.Dwelling).Elem())
	w.fill(t, reflect.ValueOf(c.Application).Elem())
	w.fill(t, reflect.ValueOf(c.Round).Elem())
	return c
}

func (w *world) fill(t *rapid.T, v reflect.Value) {
	for i := range v.NumField() {
		name := fieldName(v.Type().Field(i))
		switch f := v.Field(i).Addr().Interface().(type) {
		case *Fact[bool]:
			*f = Known(rapid.Bool().Draw(t, name))
		case *Fact[int]:
			*f = Known(rapid.SampledFrom([]int{0, 1, 2, 3, 5, 59, 60, 60000}).Draw(t, name))
		case *Fact[float64]:
			*f = Known(rapid.SampledFrom([]float64{0, 0.3, 0.5, 1, 9, 26, 60, 180}).Draw(t, name))
		case *Fact[string]:
			*f = Known(rapid.SampledFrom(w.words[name]).Draw(t, name))
		case *Fact[[]string]:
			*f = Known(rapid.SliceOfN(rapid.SampledFrom(w.words[name]), 0, 2).Draw(t, name))
		case *Fact[time.Time]:
			*f = Known(rapid.SampledFrom(w.days).Draw(t, name))
		case *[]Member:
			for j := range *f {
				w.fill(t, reflect.ValueOf(&(*f)[j]).Elem())
			}
		case *string:
		default:
			w.fill(t, v.Field(i))
		}
	}
}

// hide makes some facts of a copy unknown and says which.
func hide(t *rapid.T, c Case) (Case, []string) {
	h, d, a, r := *c.Household, *c.Dwelling, *c.Application, *c.Round
	h.Members = slices.Clone(h.Members)
	c.Household, c.Dwelling, c.Application, c.Round = &h, &d, &a, &r
	one := rapid.IntRange(2, 12).Draw(t, "hide one of")
	var hidden []string
	hideIn(t, reflect.ValueOf(&h).Elem(), "household", one, &hidden)
	hideIn(t, reflect.ValueOf(&d).Elem(), "dwelling", one, &hidden)
	hideIn(t, reflect.ValueOf(&a).Elem(), "application", one, &hidden)
	hideIn(t, reflect.ValueOf(&r).Elem(), "round", one, &hidden)
	return c, hidden
}

func hideIn(t *rapid.T, v reflect.Value, path string, one int, hidden *[]string) {
	for i := range v.NumField() {
		name := path + "." + fieldName(v.Type().Field(i))
		switch f := v.Field(i).Addr().Interface().(type) {
		case *[]Member:
			for j := range *f {
				hideIn(t, reflect.ValueOf(&(*f)[j]).Elem(), name+"["+string(rune('0'+j))+"]", one, hidden)
			}
			continue
		case *string, *Place, *Stay, *Loan:
			if v.Field(i).Kind() == reflect.Struct {
				hideIn(t, v.Field(i), name, one, hidden)
			}
			continue
		}
		if rapid.IntRange(1, one).Draw(t, "hide") == 1 {
			v.Field(i).SetZero()
			*hidden = append(*hidden, name)
		}
	}
}

// TestUnknownIsBlocked: what is decided without some facts stays so whatever they turn out to be, and what is not
// decided waits for facts that are indeed hidden.
func TestUnknownIsBlocked(t *testing.T) {
	for id, p := range shipped(t) {
		if len(p.doc.Members) > 0 {
			continue // there a person counts until a finding says otherwise, so a finding may change what was decided
		}
		w := worldOf(p)
		t.Run(id, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				whole := w.complete(t)
				part, hidden := hide(t, whole)
				full, d := p.Evaluate(whole), p.Evaluate(part)
				if len(full.Faults) > 0 {
					return
				}
				if full.Outcome == Undecided {
					t.Fatalf("undecided with every fact known: %+v", full)
				}
				switch d.Outcome {
				case Undecided:
					if len(d.Missing) == 0 {
						t.Fatalf("undecided for no reason: %+v", d)
					}
				case full.Outcome:
				default:
					t.Fatalf("decided %s without %v; with them %s", d.Outcome, hidden, full.Outcome)
				}
				for _, m := range d.Missing {
					if !slices.Contains(hidden, m) {
						t.Fatalf("waits for %s, which is known", m)
					}
				}
				sameParts(t, &d, &full, hidden)
			})
		})
	}
}

// sameParts: each part is either open or what it is with every fact known.
func sameParts(t *rapid.T, d, full *Decision, hidden []string) {
	for part, same := range map[string]bool{
		"class":  d.Class == full.Class && d.Rank == full.Rank,
		"rooms":  d.Rooms == full.Rooms,
		"area":   reflect.DeepEqual(d.Area, full.Area),
		"points": reflect.DeepEqual(d.Points, full.Points),
		"quotas": slices.Equal(d.Quotas, full.Quotas),
		"amount": reflect.DeepEqual(d.Amount, full.Amount),
		"first":  reflect.DeepEqual(d.First, full.First),
	} {
		missing, open := d.Undetermined[part]
		if !open && !same {
			t.Fatalf("%s is another with %v known:\n%+v\n%+v", part, hidden, d, full)
		}
		for _, m := range missing {
			if !slices.Contains(hidden, m) {
				t.Fatalf("%s waits for %s, which is known", part, m)
			}
		}
	}
}

// favours are the facts that the policy counts in a household's favour, each with the value that does.
var favours = map[string]map[string]func(*Household){
	"az-great-return": {
		"fallen family":    func(h *Household) { h.FallenFamily = Known(true) },
		"works there":      func(h *Household) { h.WorksAtDestination = Known(true) },
		"dangerous stay":   func(h *Household) { h.Stay.Condition = Known("dangerous") },
		"dormitory":        func(h *Household) { h.Stay.Kind = Known("dormitory") },
		"in others' homes": func(h *Household) { h.Stay.Kind = Known("private_of_others") },
		"a newborn": func(h *Household) {
			h.Members = append(slices.Clone(h.Members), Member{})
			assumeAbsent(memberFields, &h.Members[len(h.Members)-1])
		},
	},
	"az-temporary-fund": {
		"fallen family":    func(h *Household) { h.FallenFamily = Known(true) },
		"breadwinner lost": func(h *Household) { h.BreadwinnerLost = Known(true) },
		"war disability":   everyMember(func(m *Member) { m.WarDisability = Known(true) }),
		"veteran":          everyMember(func(m *Member) { m.Veteran = Known(true) }),
		"constant care":    everyMember(func(m *Member) { m.Conditions = Known([]string{"constant_care"}) }),
	},
	"ua-compensation": {
		"sole home":  func(h *Household) { h.LostHomeWasSole = Known(true) },
		"fallen":     func(h *Household) { h.FallenFamily = Known(true) },
		"mobilised":  everyMember(func(m *Member) { m.Mobilised = Known(true) }),
		"disability": everyMember(func(m *Member) { m.WarDisability = Known(true) }),
	},
	"ge-durable-housing": {
		"pays rent": func(h *Household) { h.Stay.PaysRent = Known(true) },
		"bedridden": everyMember(func(m *Member) {
			v, _ := m.Conditions.Get()
			m.Conditions = Known(append(slices.Clone(v), "bedridden"))
		}),
		"disability": everyMember(func(m *Member) { m.Disability = Known(1) }),
		"displaced":  everyMember(func(m *Member) { m.Displaced = Known(true) }),
	},
	"ua-temporary-housing": {
		"pregnant":  everyMember(func(m *Member) { m.Pregnant = Known(true) }),
		"pensioner": everyMember(func(m *Member) { m.Pensioner = Known(true) }),
	},
}

func everyMember(change func(*Member)) func(*Household) {
	return func(h *Household) {
		h.Members = slices.Clone(h.Members)
		for i := range h.Members {
			change(&h.Members[i])
		}
	}
}

// TestFavourNeverHarms: a fact that the policy counts in favour of a household never moves it back in the order.
func TestFavourNeverHarms(t *testing.T) {
	all := shipped(t)
	for id, changes := range favours {
		p := all[id]
		w := worldOf(p)
		t.Run(id, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				before := w.complete(t)
				for name, change := range changes {
					h := *before.Household
					change(&h)
					after := before
					after.Household = &h
					a, b := p.Evaluate(before), p.Evaluate(after)
					if placeOf(&b, &a) > 0 {
						t.Fatalf("%s moves it back: %s %d %v to %s %d %v", name, a.Class, a.Rank, a.Points, b.Class, b.Rank, b.Points)
					}
				}
			})
		})
	}
}

// TestRoomsNeverShrinkWithTheFamily: one person more never means fewer rooms or less area.
func TestRoomsNeverShrinkWithTheFamily(t *testing.T) {
	for id, p := range shipped(t) {
		for _, kind := range []string{"flat", "house"} {
			rooms, area := 0, 0.0
			for n := 1; n <= 20; n++ {
				c := Case{Household: &Household{Members: make([]Member, n)}, Dwelling: &Dwelling{Type: Known(kind)}, Today: homeward.NewDate(2026, 7, 1)}
				c.AssumeAbsent()
				d := p.Evaluate(c)
				least := 0.0
				if d.Area != nil {
					least = d.Area.Min
				}
				if d.Rooms < rooms || least < area {
					t.Errorf("%s, %s: %d people get %d rooms, %g m2; one fewer got %d, %g", id, kind, n, d.Rooms, least, rooms, area)
				}
				rooms, area = d.Rooms, least
			}
		}
	}
}

// TestRefusalNamesTheMembersItFailsFor: of the rule on citizens, exactly those without citizenship are named.
func TestRefusalNamesTheMembersItFailsFor(t *testing.T) {
	p := shipped(t)["am-certificates"]
	w := worldOf(p)
	rapid.Check(t, func(t *rapid.T) {
		c := w.complete(t)
		var want []int
		for i := range c.Household.Members {
			m := &c.Household.Members[i]
			m.MissingByCourt, m.Custody = Known(false), Known("")
			m.ID = string(rune('a' + i))
			if citizen, _ := m.Citizen.Get(); !citizen {
				want = append(want, i)
			}
		}
		d := p.Judge(c)
		for _, r := range d.Refusals {
			if r.Rule != "all_citizens" {
				continue
			}
			if !slices.Equal(r.Members, want) || r.Who != string(rune('a'+want[0])) {
				t.Fatalf("names %v and %q, want %v", r.Members, r.Who, want)
			}
			return
		}
		if len(want) > 0 {
			t.Fatalf("%v are no citizens, and the rule refuses nobody: %+v", want, d)
		}
	})
}

// TestShippedPoliciesAreShown: at least four examples each, no doubt left at the check, and a title in every language.
func TestShippedPoliciesAreShown(t *testing.T) {
	for id, p := range shipped(t) {
		if len(p.Warnings()) > 0 {
			t.Errorf("%s: %v", id, p.Warnings())
		}
		if id == "generator" {
			continue // rules for measuring, of no programme
		}
		if n := len(p.doc.Examples); n < 4 {
			t.Errorf("%s has %d examples", id, n)
		}
		for _, lang := range []string{"az", "hy", "ru", "en"} {
			if p.doc.Titles[lang] == "" {
				t.Errorf("%s has no title in %s", id, lang)
			}
		}
		for _, s := range p.doc.Procedure {
			for _, lang := range []string{"az", "hy", "ru", "en"} {
				if s.Text[lang] == "" {
					t.Errorf("%s: the step %s has no sentence in %s", id, s.ID, lang)
				}
			}
		}
	}
}

// TestFilesAreNamedByTheirID, so that --policy and the folder agree.
func TestFilesAreNamedByTheirID(t *testing.T) {
	names, err := filepath.Glob("../../policies/*.yaml")
	if err != nil || len(names) < 10 {
		t.Fatalf("%v %v", names, err)
	}
	all := shipped(t)
	for _, n := range names {
		if id := strings.TrimSuffix(filepath.Base(n), ".yaml"); all[id] == nil {
			t.Errorf("%s holds another policy", n)
		}
	}
}

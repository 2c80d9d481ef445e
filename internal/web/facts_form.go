package web

import (
	"encoding/json"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// recordFacts records what was changed in a form of facts. What is wrong with it is noted in the form.
func (v *visit) recordFacts(fm *form, household homeward.HouseholdID, certificate homeward.CertificateID, asked []casework.AskedFact) error {
	var found []casework.FoundFact
	first := ""
	for _, a := range asked {
		name := fieldOf(a)
		written := fm.text(name)
		if a.Registered || written == "" || written == writtenFact(a) {
			continue
		}
		if _, err := policy.ReadFact(a.Path, written); err != nil {
			if err := fm.refuseErr(name, err); err != nil {
				return err
			}
			continue
		}
		f := casework.FoundFact{Path: a.Path, Value: written}
		if a.Member() {
			f.Member = a.Who.ID
		}
		found = append(found, f)
		if first == "" {
			first = name
		}
	}
	if !fm.OK() {
		return nil
	}
	err := v.srv.House.RecordFact(v.r.Context(), v.actor, household, certificate, found, fm.text("basis"))
	if err == nil {
		return nil
	}
	if homeward.IsKey(err, "fact.basis") || first == "" {
		first = "basis"
	}
	return fm.refuseErr(first, err)
}

// factsForm is the form of what the rules ask.
type factsForm struct {
	*form
	Action string
	Groups []factGroup
	Known  []knownFact // what the register holds itself
	May    bool
}

// factGroup is the household, a member, the application or the home.
type factGroup struct {
	Title, Lang string
	Fields      []factField
}

type factField struct {
	input
	Since string // on what the present value rests
	Said  string // the present value in words
}

type knownFact struct{ Label, Said string }

// fieldOf is the name of the field of a fact.
func fieldOf(a casework.AskedFact) string {
	if a.Who != nil {
		return a.Path + "/" + string(a.Who.ID)
	}
	return a.Path
}

// factsForm lays out what the rules ask, by whom it is about. What was written comes before what is known.
func (v *visit) factsForm(fm *form, action string, c store.Case, asked []casework.AskedFact) factsForm {
	out := factsForm{form: fm, Action: action}
	at := map[string]int{}
	for _, a := range asked {
		label := v.Text(a.Label())
		if a.Registered {
			if a.Who != nil {
				label += ", " + a.Who.FullName()
			}
			out.Known = append(out.Known, knownFact{label, saidFact(v.Localizer, a)})
			continue
		}
		title, lang := v.groupOf(a)
		group := title
		if a.Who != nil {
			group = string(a.Who.ID) // two members may have one name
		}
		i, ok := at[group]
		if !ok {
			i = len(out.Groups)
			at[group] = i
			out.Groups = append(out.Groups, factGroup{Title: title, Lang: lang})
		}
		f := factField{input: v.inputOf(a, label), Said: saidFact(v.Localizer, a)}
		if a.Basis != "" {
			f.Since = v.T("web.facts.since", "Basis", a.Basis, "Date", a.FoundOn)
			if f.Hint == "" {
				f.Hint = f.Since
			}
		}
		if !fm.values.Has(f.Name) {
			fm.values.Set(f.Name, writtenFact(a))
		}
		out.Groups[i].Fields = append(out.Groups[i].Fields, f)
	}
	slices.SortStableFunc(out.Groups, func(a, b factGroup) int { return v.groupPlace(a) - v.groupPlace(b) })
	return out
}

func (v *visit) groupOf(a casework.AskedFact) (title, lang string) {
	switch {
	case a.Who != nil:
		return a.Who.FullName(), a.Who.NameLang
	case strings.HasPrefix(a.Path, "application."):
		return v.T("web.facts.application"), v.Lang()
	case strings.HasPrefix(a.Path, "dwelling."):
		return v.T("web.facts.home"), v.Lang()
	}
	return v.T("web.facts.household"), v.Lang()
}

// groupPlace puts the application first, the home last.
func (v *visit) groupPlace(g factGroup) int {
	switch g.Title {
	case v.T("web.facts.application"):
		return 0
	case v.T("web.facts.household"):
		return 1
	case v.T("web.facts.home"):
		return 3
	}
	return 2
}

// inputOf is the field of a fact: a choice where the answers are few, else a line to write in.
func (v *visit) inputOf(a casework.AskedFact, label string) input {
	in := input{Name: fieldOf(a), Label: label}
	switch a.Type {
	case "bool":
		in.Options = []option{{"", v.T("common.unknown")}, {"yes", v.T("common.yes")}, {"no", v.T("common.no")}}
	case "timestamp":
		in.Type = "date"
	case "string":
		if len(a.Words) == 0 {
			break
		}
		in.Options = []option{{"", v.T("common.unknown")}}
		for _, w := range a.Words {
			in.Options = append(in.Options, option{w, v.Text(policy.WordText(a.Path, w))})
		}
		if a.Open {
			in.Options = append(in.Options, option{"other", v.T("web.facts.other")})
		}
	case "list of string":
		in.Hint = strings.Join(a.Words, ", ")
	}
	return in
}

// writtenFact is the present value of a fact as the form writes it.
func writtenFact(a casework.AskedFact) string {
	var value any
	if json.Unmarshal([]byte(a.Value), &value) != nil {
		return ""
	}
	switch x := value.(type) {
	case bool:
		if x {
			return "yes"
		}
		return "no"
	case string:
		return strings.TrimSuffix(x, "T00:00:00Z")
	case []any:
		var words []string
		for _, w := range x {
			s, _ := w.(string)
			words = append(words, s)
		}
		return strings.Join(words, ", ")
	}
	return a.Value
}

// saidFact is the present value of a fact in words.
func saidFact(l *i18n.Localizer, a casework.AskedFact) string {
	s := writtenFact(a)
	if s == "" {
		return l.T("common.unknown")
	}
	switch a.Type {
	case "bool":
		return l.T("common." + s)
	case "timestamp":
		if d, err := homeward.ParseDate(s); err == nil {
			return l.Date(d)
		}
	case "string":
		if strings.HasSuffix(a.Path, ".id") { // of a place
			return l.Place(homeward.PlaceID(s))
		}
		return l.Text(policy.WordText(a.Path, s))
	}
	return s
}

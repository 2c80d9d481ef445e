package web

import (
	"slices"
	"strconv"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/i18n"

	"github.com/a-h/templ"
)

// tag is a state to be shown: the class colours it, the icon shapes it, the text says it.
type tag struct{ Class, Icon, Text string }

// look is how a state is shown; the words come from the catalogues.
type look struct{ class, icon string }

var (
	done    = look{"is-done", "done"}
	waits   = look{"is-wait", "wait"}
	blocks  = look{"is-block", "block"}
	neutral = look{"is-plain", "open"}
)

// householdLooks, dwellingLooks, roundLooks and movementLooks say how each state is shown.
var (
	householdLooks = map[homeward.HouseholdStatus]look{
		homeward.HouseholdRegistered: neutral,
		homeward.HouseholdEntered:    {"is-plain", "list"},
		homeward.HouseholdAllocated:  waits,
		homeward.HouseholdAccepted:   done,
		homeward.HouseholdPlanned:    waits,
		homeward.HouseholdTravelling: {"is-wait", "move"},
		homeward.HouseholdArrived:    {"is-wait", "key"},
		homeward.HouseholdSettled:    {"is-done", "home"},
		homeward.HouseholdEnded:      {"is-plain", "ended"},
	}
	dwellingLooks = map[homeward.DwellingState]look{
		homeward.DwellingOccupied:  {"is-done", "home"},
		homeward.DwellingAccepted:  done,
		homeward.DwellingOffered:   neutral,
		homeward.DwellingInRound:   {"is-plain", "list"},
		homeward.DwellingReady:     {"is-plain", "key"},
		homeward.DwellingWorks:     waits,
		homeward.DwellingClaimed:   {"is-block", "claim"},
		homeward.DwellingHazardous: {"is-block", "ground"},
	}
	roundLooks = map[homeward.RoundStage]look{
		homeward.RoundOpened:    neutral,
		homeward.RoundFrozen:    waits,
		homeward.RoundCommitted: waits,
		homeward.RoundClosed:    waits,
		homeward.RoundCalled:    waits,
		homeward.RoundReplaced:  {"is-plain", "ended"},
		homeward.RoundDrawn:     waits,
		homeward.RoundPublished: done,
	}
	movementLooks = map[homeward.MovementStage]look{
		homeward.MovementPlanned:  neutral,
		homeward.MovementBriefed:  waits,
		homeward.MovementListed:   waits,
		homeward.MovementDeparted: {"is-wait", "move"},
		homeward.MovementArrived:  done,
	}
	offerLooks = map[homeward.OfferAnswer]look{
		"":                     waits,
		homeward.OfferAccepted: done,
		homeward.OfferRefused:  {"is-plain", "ended"},
		homeward.OfferLapsed:   {"is-plain", "ended"},
	}
)

func shown(l look, text string) tag { return tag{l.class, l.icon, text} }

func householdTag(l *i18n.Localizer, s homeward.HouseholdStatus) tag {
	return shown(householdLooks[s], l.T("status.household."+string(s)))
}

func dwellingTag(l *i18n.Localizer, s homeward.DwellingState) tag {
	return shown(dwellingLooks[s], l.T("status.dwelling."+string(s)))
}

func roundTag(l *i18n.Localizer, s homeward.RoundStage) tag {
	return shown(roundLooks[s], l.T("status.round."+string(s)))
}

func movementTag(l *i18n.Localizer, s homeward.MovementStage) tag {
	return shown(movementLooks[s], l.T("status.movement."+string(s)))
}

func offerTag(l *i18n.Localizer, a homeward.OfferAnswer) tag {
	if a == "" {
		return shown(offerLooks[a], l.T("status.offer.open"))
	}
	return shown(offerLooks[a], l.T("status.offer."+string(a)))
}

// input is a field of a form as a page asks for it.
type input struct {
	Name, Label, Hint string
	Type              string // text when empty
	Auto              string // autocomplete
	Lang              string
	Rows              int // a field of several lines
	Options           []option
	Min, Max, Step    string
}

type option struct{ Value, Text string }

func (i input) kind() string {
	if i.Type == "" {
		return "text"
	}
	return i.Type
}

// attributes are those that depend on what is said about the field.
func (i input) attributes(fm *form) templ.Attributes {
	a := templ.Attributes{}
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("autocomplete", i.Auto)
	set("lang", i.Lang)
	set("min", i.Min)
	set("max", i.Max)
	set("step", i.Step)
	described := ""
	if i.Hint != "" {
		described = i.Name + "-hint"
	}
	if fm.Fault(i.Name) != "" {
		a["aria-invalid"] = "true"
		if described != "" {
			described += " "
		}
		described += i.Name + "-fault"
	}
	set("aria-describedby", described)
	return a
}

// words offers each of a vocabulary's words under its name in the catalogue.
func words[T ~string](l *i18n.Localizer, prefix string, list []T) []option {
	out := make([]option, len(list))
	for i, w := range list {
		out[i] = option{string(w), l.T(prefix + string(w))}
	}
	return out
}

// percent is part of whole for the width of a bar, with one decimal.
func percent(part, whole int) string {
	if whole == 0 {
		return "0"
	}
	return strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 1, 64)
}

// said is a refusal in words.
type said struct{ Text, Remedy string }

// sayRefusals says each refusal once: the missing components of a home are one sentence, not eight.
func sayRefusals(l *i18n.Localizer, list []homeward.Refusal) []said {
	var out []said
	var missing []homeward.Text
	at := -1
	for _, r := range list {
		x := said{l.Text(r.Text), l.Text(r.Remedy)}
		if r.Key == "home_not_ready" {
			missing = append(missing, homeward.T("component."+r.Who))
			if at >= 0 {
				continue
			}
			at = len(out)
		}
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	if at >= 0 {
		out[at].Text = l.T("web.block.component", "Component", missing)
	}
	return out
}

// moreHome names a kind of home that one more of would help.
func moreHome(f *frame, m casework.MoreHome) string {
	name := f.T("type."+string(m.Type)) + ", " + f.T("common.rooms", "Count", m.Rooms)
	if m.Accessible {
		name += ", " + f.T("web.compare.step_free")
	}
	return name
}

// comma follows the i-th of n things in a line, but for the last.
func comma(i, n int) string {
	if i == n-1 {
		return ""
	}
	return ","
}

// PartDate is a day of which only the month or the year may be known, as a source gives it.
func (f *frame) PartDate(s string) string {
	if d, err := homeward.ParseDate(s); err == nil {
		return f.ShortDate(d)
	}
	if d, err := homeward.ParseDate(s + "-01"); err == nil {
		return f.Month(d)
	}
	return s
}

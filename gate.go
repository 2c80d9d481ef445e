package homeward

import "slices"

// The three gates that no programme may switch off: danger, title and consent. Size, order and offers come from the
// policy as values; these do not.

// Refusal is one rule that says no: its key, the person or thing it fails for, and what would change it. The same key
// is spoken in page, letter and API.
type Refusal struct {
	Key    string `json:"key"`             // catalogue id refusal.<key>
	Rule   string `json:"rule"`            // id of the rule in the policy, or the name of the gate
	Who    string `json:"who,omitempty"`   // identifier of the member, claim or component it fails for
	Text   Text   `json:"text"`            // the sentence
	Remedy Text   `json:"remedy,omitzero"` // what would change it
}

// NewRefusal makes a refusal with the catalogue's sentence and remedy for its key.
func NewRefusal(key, rule, who string, pairs ...any) Refusal {
	return Refusal{Key: key, Rule: rule, Who: who, Text: T("refusal."+key, pairs...), Remedy: T("refusal."+key+".remedy", pairs...)}
}

// personal are the refusals whose sentence names something of the one that is refused: a date, a wish, a missing fact.
var personal = []string{"fact_missing", "not_intending", "suspended_until", "component_lost", "stage_opens"}

// RefusalText is the sentence of a refusal that is about nobody in particular: for counts, papers and lists of rules.
func RefusalText(key string) Text {
	if slices.Contains(personal, key) {
		return T("refusal." + key + ".any")
	}
	return T("refusal." + key)
}

// Blocked is the gates of danger and title and the readiness of a home, in that order. Nothing may be given while the
// list is not empty.
func (h Home) Blocked() []Refusal {
	var out []Refusal
	if !h.Ground.Released() {
		out = append(out, NewRefusal("home_hazardous", "danger", string(h.BuildingID)))
	}
	for _, c := range h.Claims {
		if c.Holds() {
			out = append(out, NewRefusal("home_claimed", "title", string(c.ID), "Date", c.LodgedOn))
		}
	}
	for _, r := range h.Missing() {
		out = append(out, NewRefusal("home_not_ready", "readiness", string(r.Component), "Component", T("component."+string(r.Component))))
	}
	return out
}

// Traveller is what the gate of consent reads about one person on a movement.
type Traveller struct {
	Individual IndividualID
	Adult      bool
	Consent    bool // own, or for a minor the recorded consent of an adult of the household
	Briefed    bool // the household has had the mine-safety briefing
}

// MayDepart is the gate of consent: nobody leaves without own consent, or a guardian's, given after the briefing.
func (t Traveller) MayDepart() []Refusal {
	var out []Refusal
	if !t.Briefed {
		out = append(out, NewRefusal("briefing_missing", "consent", string(t.Individual)))
	}
	if !t.Consent {
		out = append(out, NewRefusal("consent_missing", "consent", string(t.Individual)))
	}
	return out
}

package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/i18n"
	"homeward/internal/policy"

	"github.com/spf13/cobra"
)

type explainFlags struct {
	policy, household, dwelling, application, round string
	date, stage, lang                               string
	assume, asJSON                                  bool
}

func newPolicyExplainCommand() *cobra.Command {
	var f explainFlags
	c := &cobra.Command{
		Use:   "explain --policy FILE --household JSON",
		Short: "Say what a policy says about a household, with the rule, the member and the remedy of every refusal",
		Long: "Facts are JSON with the names of docs/policy.md: the JSON itself, a file, or - for standard input. A fact that is left\n" +
			"out is unknown; the answer is then \"undecided\" if it matters, and names it. With --assume-absent-false it is no, none, 0.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return runExplain(c, &f) },
	}
	flags := c.Flags()
	flags.StringVar(&f.policy, "policy", "", "policy file, or the id of a policy that is built in")
	flags.StringVar(&f.household, "household", "", "facts of the household")
	flags.StringVar(&f.dwelling, "dwelling", "", "facts of the dwelling")
	flags.StringVar(&f.application, "application", "", "facts of the application")
	flags.StringVar(&f.round, "round", "", "facts of the round")
	flags.StringVar(&f.date, "date", "", "day of the decision (else today)")
	flags.StringVar(&f.stage, "stage", "", "ask only the rules up to this stage: apply, match or grant")
	flags.BoolVar(&f.assume, "assume-absent-false", false, "a fact that is left out is no, none or 0 and not unknown")
	flags.StringVar(&f.lang, "lang", "", "language of the sentences: az, en, hy or ru (else that of the terminal)")
	flags.BoolVar(&f.asJSON, "json", false, "write the decision as JSON")
	for _, name := range []string{"policy", "household"} {
		if err := c.MarkFlagRequired(name); err != nil {
			panic(err) // the flag is two lines above
		}
	}
	return c
}

func runExplain(c *cobra.Command, f *explainFlags) error {
	speak, err := speakerOf(c, f.lang)
	if err != nil {
		return err
	}
	if !slices.Contains([]string{"", "apply", "match", "grant"}, f.stage) {
		return usageError{c, fmt.Errorf("--stage %s: apply, match or grant", f.stage)}
	}
	p, err := loadPolicy(f.policy)
	if err != nil {
		return err
	}
	cs, err := explainCase(c, f)
	if err != nil {
		return err
	}
	d := p.Evaluate(cs)
	if f.asJSON {
		return writeJSON(c.OutOrStdout(), explanationOf(p, &cs, &d, speak))
	}
	printDecision(c.OutOrStdout(), p, &d, speak)
	return nil
}

func explainCase(c *cobra.Command, f *explainFlags) (policy.Case, error) {
	cs := policy.Case{Upto: policy.Stage(f.stage)}
	var err error
	if cs.Today, err = dayOf(c, "date", f.date); err != nil {
		return cs, err
	}
	for _, part := range []struct {
		value string
		read  func([]byte) error
	}{
		{f.household, func(b []byte) (err error) { cs.Household, err = policy.ReadHousehold(b); return err }},
		{f.dwelling, func(b []byte) (err error) { cs.Dwelling, err = policy.ReadDwelling(b); return err }},
		{f.application, func(b []byte) (err error) { cs.Application, err = policy.ReadApplication(b); return err }},
		{f.round, func(b []byte) (err error) { cs.Round, err = policy.ReadRound(b); return err }},
	} {
		if part.value == "" {
			continue
		}
		data, err := jsonArgument(c, part.value)
		if err != nil {
			return cs, err
		}
		if err := part.read(data); err != nil {
			return cs, err
		}
	}
	if f.assume {
		cs.AssumeAbsent()
	}
	return cs, nil
}

// explanation is the wire form of a decision; what a policy does not decide, or cannot yet, is null.
type explanation struct {
	Policy   string              `json:"policy"`
	Edition  string              `json:"edition"`
	Hash     string              `json:"hash"`
	Date     homeward.Date       `json:"date"`
	Outcome  policy.Outcome      `json:"outcome"`
	Sentence string              `json:"sentence"`
	Refusals []explainedRefusal  `json:"refusals"`
	Missing  []string            `json:"missing"`
	Faults   []policy.Fault      `json:"faults,omitempty"`
	Alone    []int               `json:"may_apply_alone,omitempty"`
	Rooms    *int                `json:"rooms"`
	Norm     string              `json:"norm,omitempty"`
	Area     *policy.Area        `json:"area,omitempty"`
	Class    *string             `json:"class"`
	Rank     *int                `json:"rank"`
	Points   *float64            `json:"points"`
	Parts    []policy.Part       `json:"points_by,omitempty"`
	Reached  *policy.Reaching    `json:"threshold,omitempty"`
	Quotas   []string            `json:"quotas,omitempty"`
	Stage    *policy.Opening     `json:"stage,omitempty"`
	Amount   *int                `json:"amount"`
	Currency string              `json:"currency,omitempty"`
	Amounts  []policy.Sum        `json:"amounts,omitempty"`
	Limits   []policy.Part       `json:"limits,omitempty"`
	Chances  *int                `json:"chances,omitempty"`
	First    *bool               `json:"first,omitempty"`
	Capacity map[string]int      `json:"capacities,omitempty"`
	Waiting  map[string][]string `json:"undetermined,omitempty"`
}

// explainedRefusal names the rule, the member and the remedy. Member is the first the rule fails for, counted from 0 as
// in household.members; null when it fails for the household as a whole.
type explainedRefusal struct {
	Key        string   `json:"key"`
	Rule       string   `json:"rule"`
	Stage      string   `json:"stage"`
	Member     *int     `json:"member"`
	Members    []int    `json:"members,omitempty"`
	Who        string   `json:"who,omitempty"`
	Text       string   `json:"text"`
	Remedy     string   `json:"remedy"`
	Advice     string   `json:"advice,omitempty"`
	Evidence   []string `json:"evidence,omitempty"`
	Confidence string   `json:"confidence"`
	Source     []string `json:"source"`
}

func explanationOf(p *policy.Policy, cs *policy.Case, d *policy.Decision, speak *i18n.Localizer) explanation {
	e := explanation{
		Policy: p.ID(), Edition: p.Edition(), Hash: p.Hash(), Date: cs.Today,
		Outcome: d.Outcome, Sentence: speak.T("policy.outcome." + string(d.Outcome)), Refusals: []explainedRefusal{},
		Missing: d.Missing, Faults: d.Faults, Alone: d.MayApplyAlone, Norm: d.Norm, Area: d.Area,
		Points: d.Points, Parts: d.Breakdown, Reached: d.Threshold, Quotas: d.Quotas, Stage: d.Stage,
		Amount: d.Amount, Currency: d.Currency, Amounts: d.Amounts, Limits: d.Limits,
		Chances: d.Chances, First: d.First, Capacity: d.Capacities, Waiting: d.Undetermined,
	}
	if d.Rooms > 0 {
		e.Rooms = &d.Rooms
	}
	if d.Class != "" {
		e.Class, e.Rank = &d.Class, &d.Rank
	}
	for _, r := range d.Refusals {
		x := explainedRefusal{Key: r.Key, Rule: r.Rule, Stage: string(r.Stage), Members: r.Members, Who: r.Who,
			Text: speak.Text(r.Text), Remedy: speak.Text(r.Remedy), Advice: r.Advice, Evidence: r.Evidence,
			Confidence: string(r.Confidence), Source: r.Source}
		if len(r.Members) > 0 {
			x.Member = &r.Members[0]
		}
		e.Refusals = append(e.Refusals, x)
	}
	return e
}

func printDecision(w io.Writer, p *policy.Policy, d *policy.Decision, speak *i18n.Localizer) {
	line := func(key string, pairs ...any) { fmt.Fprintln(w, speak.T(key, pairs...)) }
	line("policy.outcome." + string(d.Outcome))
	for _, r := range d.Refusals {
		fmt.Fprintf(w, "\n- %s\n", speak.Text(r.Text))
		if len(r.Members) > 0 {
			line("policy.explain.members", "Members", numbers(r.Members))
		}
		line("policy.explain.remedy", "Remedy", r.Remedy)
		if r.Advice != "" {
			line("policy.explain.advice", "Advice", r.Advice)
		}
		if len(r.Evidence) > 0 {
			line("policy.explain.evidence", "Evidence", strings.ReplaceAll(strings.Join(r.Evidence, ", "), "_", " "))
		}
		line("policy.explain.rule", "Rule", r.Rule, "Confidence", homeward.T("policy.show."+string(r.Confidence)))
	}
	for _, m := range d.Missing {
		line("policy.explain.missing", "Fact", policy.FactText(m))
	}
	for _, f := range d.Faults {
		line("policy.explain.fault", "Entry", f.Entry, "Detail", f.Detail)
	}
	fmt.Fprintln(w)
	printFollowing(w, p, d, speak)
}

// printFollowing says what follows from the policy beside the outcome.
func printFollowing(w io.Writer, p *policy.Policy, d *policy.Decision, speak *i18n.Localizer) {
	line := func(key string, pairs ...any) { fmt.Fprintln(w, speak.T(key, pairs...)) }
	if d.Rooms > 0 {
		line("policy.explain.rooms", "Rooms", homeward.T("common.rooms", "Count", d.Rooms))
	}
	if d.Area != nil && d.Area.Min > 0 {
		line("policy.explain.area", "Min", d.Area.Min)
	}
	if d.Class != "" {
		line("policy.explain.class", "Class", className(p, d.Class, speak), "Rank", d.Rank)
	}
	if d.Points != nil {
		line("policy.explain.points", "Points", *d.Points)
		for _, x := range d.Breakdown {
			fmt.Fprintf(w, "    %s: %s\n", strings.ReplaceAll(x.ID, "_", " "), speak.Value(x.Value))
		}
	}
	if t := d.Threshold; t != nil {
		key := "policy.explain.reached"
		if !t.Reached {
			key = "policy.explain.not_reached"
		}
		line(key, "Min", t.Min)
	}
	if s := d.Stage; s != nil {
		switch {
		case s.Open:
			line("policy.explain.stage_open")
		case s.Opens.IsZero():
			line("policy.explain.stage_none")
		default:
			line("policy.explain.stage_opens", "Day", s.Opens)
		}
	}
	if d.Amount != nil {
		line("policy.explain.amount", "Amount", *d.Amount, "Currency", d.Currency)
	}
	if len(d.Quotas) > 0 {
		line("policy.explain.quotas", "Quotas", strings.ReplaceAll(strings.Join(d.Quotas, ", "), "_", " "))
	}
	if d.Chances != nil {
		line("policy.show.chances", "Value", *d.Chances)
	}
	parts := make([]string, 0, len(d.Undetermined))
	for part := range d.Undetermined {
		parts = append(parts, part)
	}
	slices.Sort(parts)
	for _, part := range parts {
		var facts []homeward.Text
		for _, m := range d.Undetermined[part] {
			facts = append(facts, policy.FactText(m))
		}
		name := homeward.T("policy.part." + part)
		if !speak.Has(name.Key) {
			name = homeward.T("policy.say.word", "Word", part)
		}
		line("policy.explain.undetermined", "Part", name, "Facts", facts)
	}
}

// className is the sentence the file gives a class in the reader's language, or its name.
func className(p *policy.Policy, id string, speak *i18n.Localizer) string {
	for _, c := range p.Classes() {
		if c.ID == id && c.Text[speak.Lang()] != "" {
			return strings.TrimSuffix(strings.TrimSuffix(c.Text[speak.Lang()], "."), "։")
		}
	}
	return strings.ReplaceAll(id, "_", " ")
}

// numbers counts members from 1, as people do.
func numbers(members []int) string {
	out := make([]string, len(members))
	for i, m := range members {
		out[i] = fmt.Sprint(m + 1)
	}
	return strings.Join(out, ", ")
}

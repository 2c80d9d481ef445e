package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"homeward"
	"homeward/internal/allotment"
	"homeward/internal/atlas"
	"homeward/internal/i18n"

	"github.com/spf13/cobra"
)

// allotFlags are what the command was asked.
type allotFlags struct {
	households, dwellings, capacity, pairs, gap string
	mode, policy, seed, out, lang, on           string
	compare, maximise, asJSON                   bool
}

// newAllotCommand runs the optimiser on files: homes to households, or whole households to settlements.
func newAllotCommand() *cobra.Command {
	var f allotFlags
	c := &cobra.Command{
		Use:   "allot --households FILE --dwellings FILE",
		Short: "Allot homes to households by the published rules, with a proof",
		Long: "Allot homes to households by one of three rules, on files, without a database:\n\n" +
			"  priority  the published order decides who is housed, the fewest lost wishes decide where (the default)\n" +
			"  weighted  the greatest total of the policy's values\n" +
			"  draw      in order of class and lot, each takes the best that is left\n\n" +
			"The result is proved: prices show that nothing better exists, and every household that waits is shown the homes it\n" +
			"could have come to have and who holds them. With --out DIR it is written to result.csv, prices.csv, proof.csv and\n" +
			"proof.json. --compare sets the three rules side by side.\n\n" +
			"With --pairs and --capacity whole households go to settlements that take so many people, at the greatest score.\n" +
			"--gap reads an instance of the generalised assignment problem in the form of the OR-library.\n\n" +
			"docs/allocation.md lists the columns of the files and says how it is done.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case f.gap != "":
				return runGAP(c, &f)
			case f.pairs != "":
				return runPairs(c, &f)
			}
			return runAllot(c, &f)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.households, "households", "", "households as CSV: id, size and more")
	flags.StringVar(&f.dwellings, "dwellings", "", "dwellings as CSV: id, settlement, rooms and more")
	flags.StringVar(&f.capacity, "capacity", "", "people that settlements can take, as CSV: settlement, people")
	flags.StringVar(&f.pairs, "pairs", "", "scores as CSV: household, settlement, score")
	flags.StringVar(&f.gap, "gap", "", "an instance in the form of the OR-library; the least cost is sought")
	flags.BoolVar(&f.maximise, "maximise", false, "with --gap: seek the greatest sum")
	flags.StringVar(&f.mode, "mode", string(allotment.Priority), "priority, weighted or draw")
	flags.StringVar(&f.policy, "policy", "generator", "policy file, or the id of a policy that is built in")
	flags.StringVar(&f.seed, "seed", "", "seed of the lots, hex; without it the lots are those of a rehearsal")
	flags.StringVar(&f.on, "on", "", "day (2026-05-01) on which homes have to be ready; without it only those that are")
	flags.StringVar(&f.out, "out", "", "folder for the result and its proof")
	flags.StringVar(&f.lang, "lang", "", "write reasons as sentences in az, hy, ru or en (else as keys)")
	flags.BoolVar(&f.compare, "compare", false, "set the three rules side by side")
	flags.BoolVar(&f.asJSON, "json", false, "write the result as JSON")
	return c
}

// allotSummary is the wire form of a result.
type allotSummary struct {
	Mode       string `json:"mode"`
	Households int    `json:"households"`
	People     int    `json:"people"`
	Dwellings  int    `json:"dwellings"`
	// Of the dwellings listed: how many take part, and why the others do not.
	Ready    int `json:"ready"`
	NotReady int `json:"not_ready"`
	Held     int `json:"held"`

	Housed       int   `json:"housed"`
	PeopleHoused int   `json:"people_housed"`
	Waiting      int   `json:"waiting"`
	Value        int64 `json:"value"`
	Bound        int64 `json:"bound"`
	Gap          int64 `json:"gap"`
	Wishes       []int `json:"wishes"`
	LostWishes   int   `json:"lost_wishes"`
	SpareRooms   int   `json:"spare_rooms"`
	Misused      int   `json:"accessible_unneeded"`
	LeftEmpty    int   `json:"left_empty"`
	// PriorityViolations is null where settlements count people: see allotment.Violations.
	PriorityViolations *int `json:"priority_violations"`
	ProofChecked       bool `json:"proof_checked"`
	Unproved           int  `json:"unproved"`

	Groups     *groupSummary      `json:"groups,omitempty"`
	Unserved   []homeward.PlaceID `json:"settlements_without_homes,omitempty"`
	Slices     []allotment.Slice  `json:"slices,omitempty"`
	Compare    []allotSummary     `json:"compare,omitempty"`
	Policy     string             `json:"policy,omitempty"`
	PolicyHash string             `json:"policy_hash,omitempty"`
	Rehearsal  bool               `json:"rehearsal,omitempty"`
	// CPUSeconds is everything this process did; SolverSeconds the search alone, without reading, checking and writing.
	SolverSeconds float64 `json:"solver_cpu_seconds"`
	CPUSeconds    float64 `json:"cpu_seconds"`
	PeakMB        float64 `json:"peak_mb"`
}

// groupSummary is what togetherness costs, and how near the groups live.
type groupSummary struct {
	Groups        int   `json:"groups"` // of two households and more
	Housed        int   `json:"housed"`
	ValueApart    int64 `json:"value_apart"`
	Cost          int64 `json:"cost"` // of togetherness, in value
	CouldBeNear   int   `json:"could_be_in_one_building"`
	InOneBuilding int   `json:"in_one_building"`
	NextDoor      int   `json:"next_door"`
}

func runAllot(c *cobra.Command, f *allotFlags) error {
	mode := allotment.Mode(f.mode)
	if !slices.Contains(allotment.Modes, mode) {
		return usageError{c, fmt.Errorf("unknown mode %q: priority, weighted or draw", f.mode)}
	}
	if f.households == "" || f.dwellings == "" {
		return usageError{c, fmt.Errorf("--households and --dwellings are needed")}
	}
	p := newProgress(c.ErrOrStderr())
	steps, done := 4, 0
	step := func(key string) {
		p.tell(done, steps, say(homeward.T(key)))
		done++
	}
	defer p.end()
	step("allotment.progress.read")
	rules, err := loadAllotRules(f.policy)
	if err != nil {
		return err
	}
	if mode == allotment.Weighted && len(rules.classValue) == 0 {
		return homeward.Errorf(homeward.Invalid, "allotment.no_values").WithHint("allotment.no_values_hint")
	}
	reg, err := readRegister(f, rules)
	if err != nil {
		return err
	}
	step("allotment.progress.solve")
	if f.out != "" || reg.Input.Rules.Together {
		reg.DrawLots()
	}
	problem := allotment.Prepare(reg.Input)
	out, r, addresses, err := allotOnce(problem, reg, mode, f.out != "")
	if err != nil {
		return err
	}
	out.Policy, out.PolicyHash, out.Rehearsal = rules.id, rules.hash, f.seed == ""
	if f.compare {
		step("allotment.progress.compare")
		if err := compareModes(problem, reg, r, out); err != nil {
			return err
		}
	}
	if f.out != "" {
		step("allotment.progress.write")
		speak, err := reasonSpeaker(c, f.lang)
		if err != nil {
			return err
		}
		if err := writeAllotment(f, problem, reg, r, addresses, out, speak); err != nil {
			return err
		}
	}
	out.CPUSeconds, out.PeakMB = usage()
	if f.asJSON {
		enc := json.NewEncoder(c.OutOrStdout())
		enc.SetIndent("", "  ")
		return enc.Encode(out)
	}
	return tellAllotment(c.OutOrStdout(), out)
}

// compareModes adds the same lists under each of the three rules.
func compareModes(problem *allotment.Problem, reg *allotment.Register, r *allotment.Result, out *allotSummary) error {
	out.Slices = allotment.Slices(reg.Input, r)
	for _, m := range allotment.Modes {
		one, other := out, r
		if m != r.Mode {
			var err error
			if one, other, _, err = allotOnce(problem, reg, m, false); err != nil {
				return err
			}
		}
		row := *one
		row.Slices = allotment.Slices(reg.Input, other)
		out.Compare = append(out.Compare, row)
	}
	return nil
}

// reasonSpeaker speaks reasons in a language, with places by their names; nil without a language.
func reasonSpeaker(c *cobra.Command, lang string) (*i18n.Localizer, error) {
	if lang == "" {
		return nil, nil
	}
	speak, err := speakerOf(c, lang)
	if err != nil {
		return nil, err
	}
	places, err := atlas.Load()
	if err != nil {
		return nil, err
	}
	return speak.WithPlaces(places.Label), nil
}

// allotOnce allots by one mode, checks the proof and measures.
func allotOnce(problem *allotment.Problem, reg *allotment.Register, mode allotment.Mode, deal bool) (*allotSummary, *allotment.Result, *allotment.Addresses, error) {
	in := problem.Input
	before, _ := usage()
	r := problem.Solve(mode)
	after, _ := usage()
	v, err := allotment.Verify(in, r)
	if err != nil {
		return nil, nil, nil, err
	}
	m := v.Measures
	out := &allotSummary{
		Mode: string(mode), Households: m.Households, Dwellings: reg.Listed, Ready: m.Dwellings, NotReady: reg.NotReady, Held: reg.Held,
		Housed: m.Housed, PeopleHoused: m.People, Waiting: m.Households - m.Housed,
		Value: m.Value, Bound: m.Value, Wishes: m.Wishes[:len(m.Wishes)-1], LostWishes: m.LostWishes, SpareRooms: m.SpareRooms,
		Misused: m.AccessibleUnneeded, LeftEmpty: m.LeftEmpty, ProofChecked: true, Unproved: v.Unproved, Unserved: reg.Unserved, SolverSeconds: after - before,
	}
	for i := range in.Households {
		out.People += int(in.Households[i].People)
	}
	if mode == allotment.Weighted {
		out.Bound = r.BestBound(v)
		out.Gap = out.Bound - out.Value
	}
	violations, ok := 0, true
	if mode != allotment.Priority || in.Rules.Together {
		violations, ok = problem.Violations(r)
	}
	if ok {
		out.PriorityViolations = &violations
	}
	var addresses *allotment.Addresses
	if in.Rules.Together || deal {
		addresses = allotment.Deal(in, r, reg.Dwellings)
	}
	if in.Rules.Together {
		out.Groups = summariseGroups(in, r, mode, out.Value, addresses)
	}
	return out, r, addresses, nil
}

// summariseGroups compares with the same rule without groups.
func summariseGroups(in *allotment.Input, r *allotment.Result, mode allotment.Mode, value int64, a *allotment.Addresses) *groupSummary {
	g := &groupSummary{Housed: a.Groups, CouldBeNear: a.CouldBeNear, InOneBuilding: a.InOneBuilding, NextDoor: a.NextDoor}
	size := map[int32]int{}
	for i := range in.Households {
		if n := in.Households[i].Group; n != allotment.NoGroup {
			if size[n]++; size[n] == 2 {
				g.Groups++
			}
		}
	}
	apart := *in
	apart.Rules.Together = false
	if v, err := allotment.Verify(&apart, allotment.Prepare(&apart).Solve(mode)); err == nil {
		g.ValueApart = v.Measures.Value
		g.Cost = g.ValueApart - value
	}
	return g
}

func readFile(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, homeward.Errorf(homeward.Unavailable, "allotment.file_unreadable", "File", name).WithHint("allotment.file_unreadable_hint").Because(err)
	}
	return data, nil
}

package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"homeward"
	"homeward/internal/i18n"
	"homeward/internal/policy"

	"github.com/spf13/cobra"
)

type diffFlags struct {
	households, date, dateA, dateB, by, lang string
	list                                     int
	assume, asJSON                           bool
}

func newPolicyDiffCommand() *cobra.Command {
	var f diffFlags
	c := &cobra.Command{
		Use:   "diff A B --households FILE",
		Short: "Decide every household under two policies, or one policy on two days, and say what changes",
		Long: "FILE holds households as JSON, a list or one after another: each the facts of a household, or an object with household,\n" +
			"dwelling, application, round and group. Says who would be in, out, earlier, later, by group, and what each rule refuses\n" +
			"alone and together with others. It is a simulation: nothing is written anywhere.",
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error { return runPolicyDiff(c, &f, args[0], args[1]) },
	}
	flags := c.Flags()
	flags.StringVar(&f.households, "households", "", "file of households, or - for standard input")
	flags.StringVar(&f.date, "date", "", "day of the decisions (else today)")
	flags.StringVar(&f.dateA, "date-a", "", "day of the decisions under A, when it is another")
	flags.StringVar(&f.dateB, "date-b", "", "day of the decisions under B, when it is another")
	flags.StringVar(&f.by, "by", "origin", "group households by origin, stay or none, where the file names no group")
	flags.IntVar(&f.list, "list", 20, "how many changed households to list; -1 lists all")
	flags.BoolVar(&f.assume, "assume-absent-false", false, "a fact that is left out is no, none or 0 and not unknown")
	flags.StringVar(&f.lang, "lang", "", "language of the sentences: az, en, hy or ru (else that of the terminal)")
	flags.BoolVar(&f.asJSON, "json", false, "write the comparison as JSON")
	if err := c.MarkFlagRequired("households"); err != nil {
		panic(err) // the flag is above
	}
	return c
}

func runPolicyDiff(c *cobra.Command, f *diffFlags, nameA, nameB string) error {
	speak, err := speakerOf(c, f.lang)
	if err != nil {
		return err
	}
	if !slices.Contains([]string{"origin", "stay", "none"}, f.by) {
		return usageError{c, fmt.Errorf("--by %s: origin, stay or none", f.by)}
	}
	a, err := variantOf(c, nameA, "date-a", f.dateA, f.date)
	if err != nil {
		return err
	}
	b, err := variantOf(c, nameB, "date-b", f.dateB, f.date)
	if err != nil {
		return err
	}
	result, err := compareFile(c, f, a, b)
	if err != nil {
		return err
	}
	if f.asJSON {
		return writeJSON(c.OutOrStdout(), struct {
			A variantInfo `json:"policy_a"`
			B variantInfo `json:"policy_b"`
			policy.Comparison
		}{infoOf(a), infoOf(b), result})
	}
	printComparison(c.OutOrStdout(), speak, a, b, &result)
	return nil
}

func variantOf(c *cobra.Command, name, flag, own, common string) (policy.Variant, error) {
	p, err := loadPolicy(name)
	if err != nil {
		return policy.Variant{}, err
	}
	if own == "" {
		own, flag = common, "date"
	}
	day, err := dayOf(c, flag, own)
	return policy.Variant{Policy: p, Today: day}, err
}

type variantInfo struct {
	ID      string        `json:"id"`
	Edition string        `json:"edition"`
	Hash    string        `json:"hash"`
	Date    homeward.Date `json:"date"`
}

func infoOf(v policy.Variant) variantInfo {
	return variantInfo{v.Policy.ID(), v.Policy.Edition(), v.Policy.Hash(), v.Today}
}

// compareFile reads the households one by one, so that a whole register needs no more memory than one of them.
func compareFile(c *cobra.Command, f *diffFlags, a, b policy.Variant) (policy.Comparison, error) {
	in := c.InOrStdin()
	if f.households != "-" {
		file, err := os.Open(f.households)
		if err != nil {
			return policy.Comparison{}, homeward.Errorf(homeward.Unavailable, "policy.unreadable", "File", f.households).WithHint("policy.unreadable.hint").Because(err)
		}
		defer file.Close()
		in = file
	}
	comparer := policy.NewComparer(a, b, f.list)
	n, last := 0, time.Now()
	err := policy.ReadCases(in, func(g policy.GroupedCase) error {
		if f.assume {
			g.AssumeAbsent()
		}
		if g.Group == "" {
			g.Group = groupOf(&g.Case, f.by)
		}
		comparer.Add(g.Case, g.Group)
		if n++; n%10_000 == 0 && time.Since(last) > time.Second {
			last = time.Now()
			fmt.Fprintln(c.ErrOrStderr(), say(homeward.T("policy.diff.progress", "Number", n)))
		}
		return c.Context().Err()
	})
	return comparer.Result(), err
}

func groupOf(cs *policy.Case, by string) string {
	if cs.Household == nil {
		return ""
	}
	var group string
	switch by {
	case "origin":
		group, _ = cs.Household.Origin.ID.Get()
	case "stay":
		group, _ = cs.Household.Stay.Kind.Get()
	}
	return group
}

func printComparison(w io.Writer, speak *i18n.Localizer, a, b policy.Variant, r *policy.Comparison) {
	line := func(key string, pairs ...any) { fmt.Fprintln(w, speak.T(key, pairs...)) }
	line("policy.diff.title", "Number", r.Households, "A", a.Policy.ID()+" "+a.Policy.Edition(), "DayA", a.Today, "B", b.Policy.ID()+" "+b.Policy.Edition(), "DayB", b.Today)
	for _, o := range []policy.Outcome{policy.Eligible, policy.Refused, policy.Undecided} {
		fmt.Fprintf(w, "  %s: %s → %s\n", speak.T("policy.diff.outcome."+string(o)), speak.Number(r.A.Outcomes[o]), speak.Number(r.B.Outcomes[o]))
	}
	for _, k := range policy.ChangeKinds {
		if n := r.Counts[k]; n > 0 {
			fmt.Fprintf(w, "  %s: %s\n", speak.T("policy.diff.kind."+string(k)), speak.Number(n))
		}
	}
	printRules(w, speak, "A", r.A.Rules)
	printRules(w, speak, "B", r.B.Rules)
	groups := make([]string, 0, len(r.Groups))
	for g := range r.Groups {
		groups = append(groups, g)
	}
	slices.Sort(groups)
	for _, g := range groups {
		fmt.Fprintf(w, "%s: %s\n", g, countsOf(speak, r.Groups[g]))
	}
	for _, x := range r.Changes {
		name := x.Household
		if name == "" {
			name = fmt.Sprintf("#%d", x.Index+1)
		}
		var kinds []string
		for _, k := range x.Kinds {
			kinds = append(kinds, speak.T("policy.diff.kind."+string(k)))
		}
		fmt.Fprintf(w, "  %s: %s\n", name, strings.Join(kinds, ", "))
	}
}

func printRules(w io.Writer, speak *i18n.Localizer, side string, rules []policy.RuleCount) {
	for _, x := range rules {
		fmt.Fprintf(w, "  %s %s: %s\n", side, x.Rule, speak.T("policy.diff.rule", "All", x.All, "Alone", x.Alone))
	}
}

func countsOf(speak *i18n.Localizer, counts map[policy.Changed]int) string {
	var all []string
	for _, k := range policy.ChangeKinds {
		if n := counts[k]; n > 0 {
			all = append(all, speak.T("policy.diff.kind."+string(k))+" "+speak.Number(n))
		}
	}
	return strings.Join(all, ", ")
}

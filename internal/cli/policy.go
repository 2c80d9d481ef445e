package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"homeward"
	"homeward/internal/i18n"
	"homeward/internal/policy"
	"homeward/policies"

	"github.com/spf13/cobra"
)

// newPolicyCommand holds what concerns the rules of programmes, without a database.
func newPolicyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "policy",
		Short: "Check, read, run and compare the rules of programmes (homeward-policy/1)",
		Long: "The rules of a programme are a file in the format homeward-policy/1 (docs/policy.md). Where a FILE is asked for, the\n" +
			"id of a policy that is built in will do: " + strings.Join(builtInPolicies(), ", ") + ".",
	}
	c.AddCommand(newPolicyCheckCommand(), newPolicyExplainCommand(), newPolicyShowCommand(), newPolicyDiffCommand(), newPolicySchemaCommand())
	return c
}

func builtInPolicies() []string {
	entries, err := policies.FS.ReadDir(".")
	if err != nil {
		return nil
	}
	var ids []string
	for _, e := range entries {
		ids = append(ids, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return ids
}

// policyFile reads a policy file, or one that is built in by its id.
func policyFile(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err == nil {
		return data, nil
	}
	if built, inErr := policies.FS.ReadFile(name + ".yaml"); inErr == nil {
		return built, nil
	}
	return nil, homeward.Errorf(homeward.Unavailable, "policy.unreadable", "File", name).WithHint("policy.unreadable.hint").Because(err)
}

func loadPolicy(name string) (*policy.Policy, error) {
	data, err := policyFile(name)
	if err != nil {
		return nil, err
	}
	return policy.Load(filepath.Base(name), data)
}

// checkedFile is the wire form of what a check found in one file.
type checkedFile struct {
	File     string           `json:"file"`
	OK       bool             `json:"ok"`
	ID       string           `json:"id,omitempty"`
	Edition  string           `json:"edition,omitempty"`
	Hash     string           `json:"hash,omitempty"`
	Rules    int              `json:"rules"`
	Examples int              `json:"examples"`
	Problems []checkedProblem `json:"problems"`
}

type checkedProblem struct {
	Line     int    `json:"line"`
	Severity string `json:"severity"` // error or warning
	Key      string `json:"key"`
	Text     string `json:"text"`
	Hint     string `json:"hint"`
}

func newPolicyCheckCommand() *cobra.Command {
	var asJSON bool
	var lang string
	c := &cobra.Command{
		Use:   "check FILE...",
		Short: "Check policy files: fields, norms, expressions, examples; exit code 1 if one cannot be used",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			speak, err := speakerOf(c, lang)
			if err != nil {
				return err
			}
			var files []checkedFile
			ok := true
			for _, name := range args {
				f := checkPolicy(speak, name)
				ok = ok && f.OK
				files = append(files, f)
			}
			if asJSON {
				err = writeJSON(c.OutOrStdout(), struct {
					OK    bool          `json:"ok"`
					Files []checkedFile `json:"files"`
				}{ok, files})
			} else {
				printChecks(c.OutOrStdout(), speak, files)
			}
			if err == nil && !ok {
				err = exitError{1}
			}
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write what was found as JSON")
	c.Flags().StringVar(&lang, "lang", "", "language of the sentences: az, en, hy or ru (else that of the terminal)")
	return c
}

func checkPolicy(speak *i18n.Localizer, name string) checkedFile {
	f := checkedFile{File: name, Problems: []checkedProblem{}}
	data, err := policyFile(name)
	if err != nil {
		text, hint := homeward.TextOf(err)
		f.Problems = append(f.Problems, checkedProblem{0, "error", text.Key, speak.Text(text), speak.Text(hint)})
		return f
	}
	p, found := policy.Check(filepath.Base(name), data)
	for _, x := range found {
		severity := "error"
		if x.Warning {
			severity = "warning"
		}
		f.Problems = append(f.Problems, checkedProblem{x.Line, severity, x.Text.Key, speak.Text(x.Text), speak.Text(x.Hint)})
	}
	if p != nil {
		d := p.Document()
		f.OK, f.ID, f.Edition, f.Hash, f.Rules, f.Examples = true, p.ID(), p.Edition(), p.Hash(), len(d.Rules), len(d.Examples)
	}
	return f
}

func printChecks(w io.Writer, speak *i18n.Localizer, files []checkedFile) {
	for _, f := range files {
		for _, p := range f.Problems {
			where := f.File
			if p.Line > 0 {
				where = fmt.Sprintf("%s:%d", f.File, p.Line)
			}
			fmt.Fprintf(w, "%s: %s: %s\n", where, speak.T("policy.check."+p.Severity), p.Text)
			if p.Hint != "" {
				fmt.Fprintf(w, "    %s\n", p.Hint)
			}
		}
		if f.OK {
			fmt.Fprintf(w, "%s: %s\n", f.File, speak.T("policy.check.ok", "ID", f.ID, "Edition", f.Edition, "Rules", f.Rules, "Examples", f.Examples))
		}
	}
}

func newPolicySchemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Write the JSON Schema of the format, for editors",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			b, err := policy.Schema()
			if err == nil {
				_, err = c.OutOrStdout().Write(b)
			}
			return err
		},
	}
}

// writeJSON writes one JSON value with signs as they are, not as \u003c.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// dayOf reads a --date; empty is today.
func dayOf(c *cobra.Command, flag, value string) (homeward.Date, error) {
	if value == "" {
		return homeward.DateOf(time.Now()), nil
	}
	d, err := homeward.ParseDate(value)
	if err != nil {
		return d, usageError{c, fmt.Errorf("--%s %s: a day is written 2026-03-21", flag, value)}
	}
	return d, nil
}

// jsonArgument is the value of a flag that takes JSON: the JSON itself, - for standard input, or the name of a file.
func jsonArgument(c *cobra.Command, value string) ([]byte, error) {
	trimmed := strings.TrimSpace(value)
	if strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[") {
		return []byte(trimmed), nil
	}
	if value == "-" {
		return io.ReadAll(c.InOrStdin())
	}
	data, err := os.ReadFile(value)
	if err != nil {
		return nil, homeward.Errorf(homeward.Unavailable, "policy.unreadable", "File", value).WithHint("policy.unreadable.hint").Because(err)
	}
	return data, nil
}

package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"homeward"
	"homeward/internal/casework"

	"github.com/spf13/cobra"
)

func newJournalCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "journal",
		Short: "The log of who did, saw and changed what, and its proof",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newJournalVerifyCommand(), newJournalExportCommand())
	return c
}

// journalLine is an entry as it is exported: the fields that its hash covers, one JSON object a line, the newest first.
type journalLine struct {
	Seq          int64            `json:"seq"`
	At           homeward.Instant `json:"at"`
	Actor        homeward.UserID  `json:"actor"`
	Role         homeward.Role    `json:"role"`
	Area         homeward.Area    `json:"area"`
	Action       homeward.Action  `json:"action"`
	Subject      string           `json:"subject"`
	Request      string           `json:"request"`
	Reason       string           `json:"reason"`
	Refused      string           `json:"refused"`
	RulesVersion string           `json:"rules_version"`
	DetailHash   string           `json:"detail_hash"`
	PrevHash     string           `json:"prev_hash"`
}

// journalVerdict is the answer of journal verify.
type journalVerdict struct {
	Entries  int   `json:"entries"`
	Verified bool  `json:"verified"`
	Bad      int64 `json:"bad,omitempty"` // the first entry that does not fit
}

func newJournalVerifyCommand() *cobra.Command {
	var where operation
	var as string
	var asJSON bool
	c := &cobra.Command{
		Use:   "verify [FILE]",
		Short: "Prove that no entry of the journal was changed or taken out",
		Long: `Prove that no entry of the journal was changed or taken out: the numbers have no gap, every entry holds the hash of the
one before it, and every detail that is still kept fits its hash. The exit code is 0 if so and 1 if not.

With FILE, an export of the journal (or - for standard input), no operation is needed; details are not in an export.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var verdict journalVerdict
			var err error
			if len(args) == 1 {
				verdict, err = verifyExport(c.InOrStdin(), args[0])
			} else {
				err = where.act(c, as, func(house *casework.House, actor homeward.Actor) error {
					check, err := house.VerifyJournal(c.Context(), actor)
					verdict = journalVerdict(check)
					return err
				})
			}
			if err != nil {
				return err
			}
			return verdict.tell(c, asJSON)
		},
	}
	where.flags(c)
	actingFlag(c, &as)
	c.Flags().BoolVar(&asJSON, "json", false, "write one JSON object to standard output")
	return c
}

func (v journalVerdict) tell(c *cobra.Command, asJSON bool) error {
	var err error
	switch {
	case asJSON:
		err = json.NewEncoder(c.OutOrStdout()).Encode(v)
	case v.Verified:
		_, err = fmt.Fprintln(c.OutOrStdout(), say(homeward.T("cli.journal.whole", "Count", v.Entries)))
	default:
		_, err = fmt.Fprintln(c.OutOrStdout(), say(homeward.T("cli.journal.broken", "Seq", fmt.Sprint(v.Bad))))
	}
	if err == nil && !v.Verified {
		err = exitError{1}
	}
	return err
}

// verifyExport follows the hashes of an export from the newest entry to the first.
func verifyExport(stdin io.Reader, name string) (v journalVerdict, err error) {
	in := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return v, homeward.Errorf(homeward.Unavailable, "cli.file_unreadable", "File", name).WithHint("cli.file_unreadable.hint").Because(err)
		}
		defer f.Close()
		in = f
	}
	dec := json.NewDecoder(bufio.NewReader(in))
	dec.DisallowUnknownFields()
	var later journalLine
	for {
		var line journalLine
		err := dec.Decode(&line)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || line.Seq < 1 {
			return v, homeward.Errorf(homeward.Invalid, "cli.journal.not_an_export", "File", name, "Line", fmt.Sprint(v.Entries+1)).Because(err)
		}
		v.Entries++
		if later.Seq > 0 && (line.Seq != later.Seq-1 || homeward.JournalEntry(line).Hash() != later.PrevHash) {
			v.Bad = later.Seq
			return v, nil
		}
		later = line
	}
	if v.Entries == 0 {
		return v, homeward.Errorf(homeward.Invalid, "cli.journal.empty", "File", name)
	}
	if later.Seq != 1 || later.PrevHash != "" {
		v.Bad = later.Seq
		return v, nil
	}
	v.Verified = true
	return v, nil
}

func newJournalExportCommand() *cobra.Command {
	var where operation
	var as, subject string
	c := &cobra.Command{
		Use:   "export",
		Short: "Write the journal as JSON lines, the newest entry first",
		Long: `Write the journal as JSON lines, the newest entry first. No names are in it. Whoever has the whole export can prove that
it is unbroken: homeward journal verify FILE.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return where.act(c, as, func(house *casework.House, actor homeward.Actor) error {
				return exportJournal(c, house, actor, subject)
			})
		},
	}
	where.flags(c)
	actingFlag(c, &as)
	c.Flags().StringVar(&subject, "subject", "", "only the entries about this identifier (such an export cannot be verified by itself)")
	return c
}

func exportJournal(c *cobra.Command, house *casework.House, actor homeward.Actor, subject string) error {
	const page = 5000
	out := bufio.NewWriter(c.OutOrStdout())
	enc := json.NewEncoder(out)
	for before := int64(0); ; {
		entries, err := house.ReadJournal(c.Context(), actor, before, page, subject)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return out.Flush()
		}
		for _, e := range entries {
			if err := enc.Encode(journalLine(e)); err != nil {
				return err
			}
			before = e.Seq
		}
	}
}

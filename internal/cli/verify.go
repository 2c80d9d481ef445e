package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"homeward"
	"homeward/draw"
	"homeward/internal/i18n"

	"github.com/spf13/cobra"
)

// mostBundleMB is far above a draw with two million entries; a greater file is a mistake.
const mostBundleMB = 4096

// newVerifyCommand checks a published draw with nothing but its bundle: no database, no network.
func newVerifyCommand() *cobra.Command {
	var asJSON bool
	var lang, receipt string
	var known draw.Published
	c := &cobra.Command{
		Use:   "verify BUNDLE",
		Short: "Check a published draw, offline and with nothing but its draw.json",
		Long: "Check that the result of a draw follows from its frozen lists, its rules and its opened sources, and from nothing\n" +
			"else. BUNDLE is the published draw.json, or - for standard input. The answer is one sentence; the exit code is 0 if\n" +
			"the draw is verified and 1 if not. To prove also that the lists are those announced before the draw, give what was\n" +
			"published then with --commitment and --closing; to follow one household, its receipt with --receipt. docs/draw.md has the format.",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			speak, err := speakerOf(c, lang)
			if err != nil {
				return err
			}
			data, err := readBundle(c.InOrStdin(), args[0])
			if err != nil {
				return err
			}
			report := draw.VerifyAgainst(data, known)
			said := verdict(report)
			if receipt != "" && report.OK {
				if said, err = followReceipt(data, receipt); err != nil {
					return err
				}
			}
			sentence := speak.Text(said)
			if asJSON {
				enc := json.NewEncoder(c.OutOrStdout())
				enc.SetIndent("", "  ")
				err = enc.Encode(struct {
					draw.Report
					Sentence string `json:"sentence"`
				}{report, sentence})
			} else {
				_, err = fmt.Fprintln(c.OutOrStdout(), sentence)
			}
			if err == nil && !report.OK {
				err = exitError{1}
			}
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write the verdict with every check as JSON")
	c.Flags().StringVar(&lang, "lang", "", "language of the sentence: az, en, hy or ru (else that of the terminal)")
	c.Flags().StringVar(&known.Commitment, "commitment", "", "the commitment that was published at the freeze")
	c.Flags().StringVar(&known.Closing, "closing", "", "the closing that was published before the sources were opened")
	c.Flags().StringVar(&receipt, "receipt", "", "a household's receipt: check it too, and say what became of its entry")
	return c
}

// followReceipt checks a receipt against a bundle that is verified already, and says what became of the entry.
func followReceipt(data []byte, file string) (homeward.Text, error) {
	raw, err := readBundle(nil, file)
	if err != nil {
		return homeward.Text{}, err
	}
	receipt, err := draw.DecodeReceipt(raw)
	if err != nil {
		return homeward.Text{}, drawError(err)
	}
	b, err := draw.Decode(data)
	if err != nil {
		return homeward.Text{}, drawError(err)
	}
	if err := draw.VerifyReceipt(receipt, b.Header); err != nil {
		return homeward.Text{}, drawError(err)
	}
	id := receipt.Entry()
	for _, d := range b.Dropped {
		if d.ID == id {
			return homeward.T("draw.receipt_dropped", "Entry", id, "Reason", d.Reason), nil
		}
	}
	for _, row := range b.Result.Rows {
		switch {
		case row.Entry != id:
		case row.Dwelling != "":
			return homeward.T("draw.receipt_allocated", "Entry", id, "Line", row.Line, "Dwelling", row.Dwelling), nil
		default:
			return homeward.T("draw.receipt_waiting", "Entry", id, "Place", row.Place, "Stratum", row.Stratum), nil
		}
	}
	return homeward.Text{}, homeward.Errorf(homeward.NotFound, "draw.unknown", "ID", id)
}

func readBundle(stdin io.Reader, name string) ([]byte, error) {
	in := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, homeward.Errorf(homeward.Unavailable, "draw.file_unreadable", "File", name).WithHint("draw.file_unreadable_hint").Because(err)
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, mostBundleMB<<20+1))
	if err != nil {
		return nil, homeward.Errorf(homeward.Unavailable, "draw.file_unreadable", "File", name).WithHint("draw.file_unreadable_hint").Because(err)
	}
	if len(data) > mostBundleMB<<20 {
		return nil, homeward.Errorf(homeward.Invalid, "draw.file_too_large", "File", name, "Most", mostBundleMB).WithHint("draw.file_unreadable_hint")
	}
	return data, nil
}

// speakerOf speaks the language of --lang, or that of the terminal.
func speakerOf(c *cobra.Command, lang string) (*i18n.Localizer, error) {
	if lang == "" {
		return speaker(), nil
	}
	if !i18n.Known(lang) {
		return nil, usageError{c, fmt.Errorf("--lang %s: az, en, hy and ru are spoken here", lang)}
	}
	catalogue, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	return catalogue.For(lang), nil
}

// verdict is the one sentence of a report.
func verdict(r draw.Report) homeward.Text {
	text := homeward.Text{Key: r.Key, Args: r.Args}
	if !r.OK {
		return homeward.T("draw.refused", "Why", text)
	}
	return text
}

// drawError tells what package draw refused in its own key; anything else stays as it is.
func drawError(err error) error {
	if e, ok := errors.AsType[*draw.Error](err); ok {
		return &homeward.Error{Kind: homeward.Invalid, Text: homeward.Text{Key: e.Key, Args: e.Args}, Err: err}
	}
	return err
}

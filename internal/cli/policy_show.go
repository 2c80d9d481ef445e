package cli

import (
	"fmt"
	"io"
	"strings"

	"homeward"
	"homeward/internal/i18n"
	"homeward/internal/policy"

	"github.com/spf13/cobra"
)

func newPolicyShowCommand() *cobra.Command {
	var asJSON bool
	var lang string
	c := &cobra.Command{
		Use:   "show FILE",
		Short: "Read a policy in plain sentences, with its sources",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			speak, err := speakerOf(c, lang)
			if err != nil {
				return err
			}
			p, err := loadPolicy(args[0])
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(c.OutOrStdout(), shownOf(p, speak))
			}
			printPolicy(c.OutOrStdout(), shownOf(p, speak), speak)
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write the sentences as JSON")
	c.Flags().StringVar(&lang, "lang", "", "language of the sentences: az, en, hy or ru (else that of the terminal)")
	return c
}

// shown is the wire form of a policy as people read it, in one language.
type shown struct {
	ID       string         `json:"id"`
	Edition  string         `json:"edition"`
	Hash     string         `json:"hash"`
	Title    string         `json:"title"`
	Lang     string         `json:"lang"`
	Sections []shownSection `json:"sections"`
	Sources  []shownSource  `json:"sources"`
}

type shownSection struct {
	Title string      `json:"title"`
	Lines []shownLine `json:"lines"`
}

type shownLine struct {
	ID         string   `json:"id,omitempty"`
	Text       string   `json:"text"`
	Then       string   `json:"then,omitempty"`
	Note       string   `json:"note,omitempty"`
	Confidence string   `json:"confidence,omitempty"`
	Source     []string `json:"source,omitempty"`
	From       string   `json:"from,omitempty"`
	To         string   `json:"to,omitempty"`
}

type shownSource struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URL   string `json:"url"`
	Date  string `json:"date"`
	Kind  string `json:"kind"`
	Read  string `json:"read"`
}

func shownOf(p *policy.Policy, speak *i18n.Localizer) shown {
	out := shown{ID: p.ID(), Edition: p.Edition(), Hash: p.Hash(), Title: p.TitleIn(speak.Lang()), Lang: speak.Lang()}
	for _, s := range p.Sections() {
		section := shownSection{Title: speak.Text(s.Title)}
		for _, l := range s.Lines {
			section.Lines = append(section.Lines, shownLine{ID: l.ID, Text: l.In(speak.Lang(), speak.Text), Then: speak.Text(l.Then), Note: l.Note,
				Confidence: string(l.Confidence), Source: l.Source, From: l.From.String(), To: l.To.String()})
		}
		out.Sections = append(out.Sections, section)
	}
	for _, s := range p.Document().Sources {
		out.Sources = append(out.Sources, shownSource{s.ID, s.Title, s.URL, s.Date, string(s.Kind), string(s.Read)})
	}
	return out
}

func printPolicy(w io.Writer, s shown, speak *i18n.Localizer) {
	fmt.Fprintf(w, "%s\n", s.Title)
	for _, section := range s.Sections {
		fmt.Fprintf(w, "\n%s\n", section.Title)
		for _, l := range section.Lines {
			fmt.Fprintf(w, "- %s%s\n", l.Text, marks(&l, speak))
			if l.Then != "" {
				fmt.Fprintf(w, "    %s\n", l.Then)
			}
			if l.Note != "" {
				fmt.Fprintf(w, "    %s\n", speak.T("policy.show.note", "Note", l.Note))
			}
		}
	}
	fmt.Fprintf(w, "\n%s\n", speak.T("policy.show.sources"))
	for _, x := range s.Sources {
		fmt.Fprintf(w, "- [%s] %s, %s\n    %s\n", x.ID, x.Title, x.Date, x.URL)
	}
}

// marks are what stands in brackets after a sentence: since when and until when, whether it is inferred, its sources.
func marks(l *shownLine, speak *i18n.Localizer) string {
	var all []string
	for _, day := range []struct{ key, value string }{{"policy.show.from", l.From}, {"policy.show.to", l.To}} {
		if d, err := homeward.ParseDate(day.value); err == nil {
			all = append(all, speak.T(day.key, "Day", d))
		}
	}
	if l.Confidence == string(policy.Inferred) {
		all = append(all, speak.T("policy.show.inferred"))
	}
	if len(l.Source) > 0 {
		all = append(all, speak.T("policy.show.source", "Source", strings.Join(l.Source, ", ")))
	}
	if len(all) == 0 {
		return ""
	}
	return " (" + strings.Join(all, "; ") + ")"
}

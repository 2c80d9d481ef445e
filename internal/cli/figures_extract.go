package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"homeward"
	"homeward/internal/figures"

	"github.com/spf13/cobra"
)

func newFiguresExtractCommand() *cobra.Command {
	var published, hint string
	var asJSON bool
	c := &cobra.Command{
		Use:   "extract FILE...",
		Short: "Read the figures of articles: who came where, how many, when, and who says so",
		Long: `Read the figures of articles, as text or HTML ("-" is standard input), in English, Azerbaijani, Russian, Armenian, German,
French, Spanish, Turkish and Arabic. Each figure carries its kind, its place, its day, the part of the text it was read
from and the reasons; what looks wrong is flagged and never changed. Nothing is fetched from the network.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, files []string) error {
			day, err := parsePublished(published)
			if err != nil {
				return err
			}
			return extract(c, files, day, hint, asJSON)
		},
	}
	c.Flags().StringVar(&published, "published", "", "the day of publication, 2025-04-28; else it is taken from the text")
	c.Flags().StringVar(&hint, "place-hint", "", "key of the place that the text is about, if it does not say so")
	c.Flags().BoolVar(&asJSON, "json", false, "write one JSON array to standard output")
	return c
}

// spoken is a statement with its reasons in the language of the terminal.
type spoken struct {
	figures.Statement
	Reasons []string `json:"reasons"`
}

func extract(c *cobra.Command, files []string, day homeward.Date, hint string, asJSON bool) error {
	reader, err := newFigureReader()
	if err != nil {
		return err
	}
	progress := newProgress(c.ErrOrStderr())
	defer progress.end()
	out := []spoken{}
	for i, name := range files {
		if len(files) > 1 {
			progress.tell(i, len(files), name)
		}
		text, err := readArticle(c.InOrStdin(), name)
		if err != nil {
			return err
		}
		reading, err := reader.Read(figures.Source{Name: name, Text: text, Published: day, PlaceHint: hint})
		if err != nil {
			return err
		}
		for _, s := range reading.Statements {
			out = append(out, spoken{s, sayAll(s.Reasons)})
		}
	}
	if asJSON {
		return json.NewEncoder(c.OutOrStdout()).Encode(out)
	}
	for _, s := range out {
		tellStatement(c.OutOrStdout(), s)
	}
	return nil
}

func sayAll(texts []homeward.Text) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = say(t)
	}
	return out
}

// readArticle reads a file whole, or standard input, and refuses what is too large or no text.
func readArticle(stdin io.Reader, name string) (string, error) {
	var from io.Reader = stdin
	if name != "-" {
		f, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			return "", homeward.Errorf(homeward.NotFound, "figures.no_file", "File", name)
		}
		if err != nil {
			return "", homeward.Errorf(homeward.Unavailable, "figures.unreadable", "File", name).Because(err)
		}
		defer f.Close()
		from = f
	}
	b, err := io.ReadAll(io.LimitReader(from, figures.MaxSource+1))
	if err != nil {
		return "", homeward.Errorf(homeward.Unavailable, "figures.unreadable", "File", name).Because(err)
	}
	if figures.IsBinary(b) {
		return "", homeward.Errorf(homeward.Invalid, "figures.no_text", "File", name).WithHint("figures.no_text.hint")
	}
	return string(b), nil
}

// tellStatement writes a statement as two lines a person can read.
func tellStatement(w io.Writer, s spoken) {
	where := s.PlaceText
	switch {
	case s.Place != nil:
		where = speaker().Place(homeward.PlaceID(*s.Place))
	case s.Places != nil:
		where = strings.Join(s.Places, " + ")
	}
	fmt.Fprintf(w, "%s: %s\n", where, say(figures.Describe(s.Statement)))
	for _, r := range s.Reasons {
		fmt.Fprintf(w, "  %s\n", r)
	}
}

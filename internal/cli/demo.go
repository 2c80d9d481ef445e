package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/sample"
	"homeward/internal/store"

	"github.com/spf13/cobra"
)

// The sample's secret. Its people are invented, and the file is encrypted all the same, so that nothing differs from an
// operation with real ones.
const sampleSecret = "homeward-sample"

func newDemoCommand() *cobra.Command {
	var data, addr, claims string
	var noServe, asJSON bool
	c := &cobra.Command{
		Use:   "demo",
		Short: "Make a sample operation of invented people, play the whole chain, and serve its pages",
		Long: `Make a sample operation of invented people, play the whole chain from registration to keys, and serve its pages.

The sample lies in an encrypted file in the folder. Run again on the same folder, it goes on at the first missing step,
also after it was killed.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return demo(c, data, addr, claims, noServe, asJSON)
		},
	}
	c.Flags().StringVar(&data, "data", "demo", "folder of the sample operation")
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "address to serve the pages on")
	c.Flags().StringVar(&claims, "claims", "", "folder with claims.csv and articles.csv in the shared format, to be seen beside the sample")
	c.Flags().BoolVar(&noServe, "no-serve", false, "play the chain and stop")
	c.Flags().BoolVar(&asJSON, "json", false, "print what came of it as one JSON object")
	return c
}

func demo(c *cobra.Command, data, addr, claims string, noServe, asJSON bool) error {
	ctx, began := c.Context(), time.Now()
	// The port is taken first: who cannot serve should not wait for the chain to hear it.
	var port net.Listener
	if !noServe {
		var err error
		if port, err = listenOn(addr); err != nil {
			return err
		}
		defer port.Close()
	}
	clock := &sample.Clock{}
	house, err := openSample(ctx, data, clock)
	if err != nil {
		return err
	}
	defer house.DB.Close()
	progress := newProgress(c.ErrOrStderr())
	// The chain makes much that is soon forgotten; clearing it away less often takes a tenth off the time.
	before := debug.SetGCPercent(400)
	defer debug.SetGCPercent(before)
	if err := sample.Play(ctx, house, clock, progress.tell); err != nil {
		progress.end()
		return err
	}
	progress.end()
	if err := runClock(ctx, house.DB, clock); err != nil {
		return err
	}
	if claims != "" {
		house.IDs = newIDs(clock.Now)
		if err := takeSampleClaims(c, house, claims); err != nil {
			return err
		}
	}
	report, err := sample.Tell(ctx, house)
	if err != nil {
		return err
	}
	report.Seconds = float64(time.Since(began).Milliseconds()) / 1000
	if asJSON {
		enc := json.NewEncoder(c.OutOrStdout())
		enc.SetIndent("", "  ")
		if err := enc.Encode(report); err != nil {
			return err
		}
	} else {
		tellSample(c.OutOrStdout(), data, report)
	}
	if noServe {
		return nil
	}
	w := c.OutOrStdout()
	if asJSON {
		w = c.ErrOrStderr()
	}
	tellUsers(w, addr)
	house.IDs = newIDs(clock.Now)
	return servePages(ctx, c.ErrOrStderr(), house, port, false)
}

// takeSampleClaims takes a folder of claims into the sample's ledger under its analyst's name. Bad rows are told and left
// out; a folder that was taken before changes nothing.
func takeSampleClaims(c *cobra.Command, house *casework.House, dir string) error {
	in, err := takeClaims(filepath.Join(dir, "claims.csv"), filepath.Join(dir, "articles.csv"))
	if err != nil {
		return err
	}
	for _, r := range speakRows(in.Bad) {
		tellRow(c.ErrOrStderr(), r)
	}
	out, err := house.ImportStatement(c.Context(), sample.Analyst(), in, true)
	if err == nil {
		fmt.Fprintln(c.ErrOrStderr(), say(homeward.T("figures.import.done", "Articles", out.Articles, "Statements", out.Statements, "Already", out.Already)))
	}
	return err
}

// openSample opens the sample in a folder, making it when there is none.
func openSample(ctx context.Context, data string, clock *sample.Clock) (*casework.House, error) {
	house, err := newHouse()
	if err != nil {
		return nil, err
	}
	cfg := store.Config{Areas: casework.Areas(house.Places), Clock: clock.Now, Invented: true}
	if store.Exists(data) {
		house.DB, err = store.Open(ctx, data, sampleSecret, cfg)
	} else {
		house.DB, err = store.Create(ctx, data, sampleSecret, true, cfg, nil)
	}
	if err != nil {
		return nil, err
	}
	house.Operation, house.Sample = "sample", true
	return house, nil
}

// settingOpened is the real time at which the sample's day began.
const settingOpened = "sample_opened"

// runClock lets the sample's own date run on: it opened once, and its days pass like ours from there.
func runClock(ctx context.Context, db *store.DB, clock *sample.Clock) error {
	text, err := db.Setting(ctx, settingOpened)
	if err != nil {
		return err
	}
	since, err := time.Parse(time.RFC3339, text)
	if err != nil { // not opened yet
		since = time.Now()
		if err := db.SetSetting(ctx, settingOpened, since.Format(time.RFC3339)); err != nil {
			return err
		}
	}
	clock.Run(sample.Opens, since)
	return nil
}

func tellSample(w io.Writer, data string, r sample.Report) {
	fmt.Fprintf(w, "%s\n", say(homeward.T("demo.made", "Folder", data, "Households", r.Households, "Individuals", r.Individuals)))
	for _, s := range r.Settled {
		fmt.Fprintf(w, "  %s\n", say(homeward.T("demo.settled", "Place", s.Place, "Households", s.Households, "Individuals", s.Individuals)))
	}
	fmt.Fprintf(w, "  %s\n", say(homeward.T("demo.waiting", "Households", r.Waiting.Households, "Individuals", r.Waiting.Individuals)))
	fmt.Fprintf(w, "  %s\n", say(homeward.T("demo.rounds", "Rounds", len(r.Rounds), "Movements", r.Movements, "Handovers", r.Handovers)))
	m := r.Money
	fmt.Fprintf(w, "  %s\n", say(homeward.T("demo.money", "Households", m.Households, "Used", m.Stages[homeward.CertificateUsed],
		"Issued", m.Stages[homeward.CertificateIssued], "Refused", m.Stages[homeward.CertificateRefused])))
	for _, s := range r.Statements {
		key := "demo.statement_unknown"
		if s.Agrees != nil {
			key = map[bool]string{true: "demo.statement_agrees", false: "demo.statement_differs"}[*s.Agrees]
		}
		fmt.Fprintf(w, "  %s\n", say(homeward.T(key, "Source", outletText(s.Source), "Place", placesText(s), "Kind", homeward.T("figures.kind."+string(s.Kind)),
			"Families", deref(s.Families), "People", deref(s.People))))
	}
	fmt.Fprintf(w, "  %s\n", say(homeward.T("demo.journal", "Entries", r.Journal.Entries, "Seconds", fmt.Sprintf("%.1f", r.Seconds))))
}

// outletText names who published, or says that nobody is named.
func outletText(source string) any {
	if source == homeward.UnnamedOutlet {
		return homeward.T("figures.source.unnamed")
	}
	return source
}

// placesText names the place of a statement, or the several that one number is for.
func placesText(s sample.StatementReport) any {
	if s.Place != "" {
		return s.Place
	}
	var names []string
	for _, p := range s.Places {
		names = append(names, speaker().Place(p))
	}
	return strings.Join(names, ", ")
}

func deref(n *int) string {
	if n == nil {
		return "–"
	}
	return fmt.Sprint(*n)
}

func tellUsers(w io.Writer, addr string) {
	fmt.Fprintf(w, "\n%s\n", say(homeward.T("demo.users", "Password", sample.Password)))
	for _, u := range sample.Users() {
		fmt.Fprintf(w, "  %-12s %s\n", u.Login, say(homeward.T("demo.user", "Role", homeward.T("role."+string(u.Role)), "Area", u.Area)))
	}
	fmt.Fprintf(w, "%s\n", say(homeward.T("demo.two")))
	fmt.Fprintf(w, "\n%s\n", say(homeward.T("demo.serving", "Address", "http://"+addr)))
}

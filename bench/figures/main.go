//go:build unix

// Command figures measures how well published figures are read, by language and by kind, beside a plain regular
// expression reader on the same texts; how fast; what hostile pages cost; and whether the shared claims give the
// contradictions that people found in them.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"homeward/internal/figures"
)

func main() {
	sentences := flag.String("sentences", "internal/figures/testdata", "the project's own sentences and their places")
	labelled := flag.String("labelled", "", "a file of labelled articles to measure on instead (see docs/figures.md)")
	verbose := flag.Bool("v", false, "with -labelled, also print what is missed and what is too much")
	flag.Parse()
	run := func() error { return everything(*sentences) }
	if *labelled != "" {
		run = func() error { return onLabelled(*labelled, *verbose) }
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench/figures:", err)
		os.Exit(1)
	}
}

func everything(dir string) error {
	places, err := invented(filepath.Join(dir, "places.csv"))
	if err != nil {
		return err
	}
	items, err := ownSentences(filepath.Join(dir, "sentences"))
	if err != nil {
		return err
	}
	r := figures.NewReader(places)
	read, err := score(items, func(it item) ([]figures.Statement, error) {
		out, err := r.Read(figures.Source{Text: it.text, Published: it.published})
		return out.Statements, err
	})
	if err != nil {
		return err
	}
	plain, err := score(items, newPlain(places).read)
	if err != nil {
		return err
	}
	fmt.Printf("figures: %d own sentences, facts are (place, kind, unit, number); F1 of a plain regular expression reader beside\n", len(items))
	read.tell(plain)
	if err := onLabelled("bench/figures/testdata/articles.txt", false); err != nil {
		return err
	}
	if err := speed(r, newPlain(places), items); err != nil {
		return err
	}
	if err := hostile(r); err != nil {
		return err
	}
	return onShared(os.Getenv("HOMEWARD_SHARED"))
}

// onLabelled measures on articles that the project may not hold: one file, each article begun by "### <language><any>",
// with lines "=> kind place families people homes" for what it says.
func onLabelled(file string, verbose bool) error {
	items, err := articles(file)
	if err != nil {
		return err
	}
	places, err := programme()
	if err != nil {
		return err
	}
	r := figures.NewReader(places)
	got, err := score(items, func(it item) ([]figures.Statement, error) {
		out, err := r.Read(figures.Source{Text: it.text, Published: it.published})
		return out.Statements, err
	})
	if err != nil {
		return err
	}
	plain, err := score(items, newPlain(places).read)
	if err != nil {
		return err
	}
	fmt.Printf("figures: %d labelled articles\n", len(items))
	got.tell(plain)
	if verbose {
		got.differences()
	}
	return nil
}

// Command matching measures names and records against files whose truth is known, and beside other tools where they are
// installed. It is started by run.sh, which builds the program under test.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// bench is what every measurement needs.
type bench struct {
	// homeward is the program under test, shared the folder of data, work a folder for files of a run.
	homeward, shared, work string
	// python is an interpreter with the peers, if there is one.
	python string
}

func main() {
	var b bench
	flag.StringVar(&b.homeward, "homeward", "", "the program under test")
	flag.StringVar(&b.shared, "shared", os.Getenv("HOMEWARD_SHARED"), "folder of the data")
	flag.StringVar(&b.python, "python", "", "a Python with recordlinkage and splink")
	only := flag.String("only", "", "one of files, names, batch, desk")
	people := flag.Int("people", 1_000_000, "records of the batch")
	desk := flag.Int("desk", 10_000_000, "people of the largest register at the desk")
	flag.Parse()
	work, err := os.MkdirTemp("", "homeward-matching-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "matching:", err)
		os.Exit(1)
	}
	b.work = work
	defer os.RemoveAll(work)
	for _, m := range []struct {
		name string
		run  func() error
	}{
		{"files", b.files}, {"names", b.names}, {"batch", func() error { return b.batch(*people) }}, {"desk", func() error { return b.desks(*desk) }},
	} {
		if *only != "" && *only != m.name {
			continue
		}
		if err := m.run(); err != nil {
			fmt.Fprintln(os.Stderr, "matching:", m.name+":", err)
			os.RemoveAll(work)
			os.Exit(1)
		}
	}
}

// data is the path of a file of the linkage data, and whether it is there.
func (b *bench) data(name string) (string, bool) {
	path := filepath.Join(b.shared, "data", "linkage", name)
	_, err := os.Stat(path)
	return path, err == nil
}

// Gen writes lists of households and dwellings for measuring: gen -n 100000 -seed 1 -out PREFIX makes
// PREFIX-households.csv and PREFIX-homes.csv.
package main

import (
	"flag"
	"log"
	"os"

	"homeward/bench/allotment/instance"
)

func main() {
	n := flag.Int("n", 10_000, "households, and dwellings")
	seed := flag.Uint64("seed", 1, "seed")
	out := flag.String("out", "", "prefix of the files")
	flag.Parse()
	households, err := os.Create(*out + "-households.csv")
	if err != nil {
		log.Fatal(err)
	}
	dwellings, err := os.Create(*out + "-homes.csv")
	if err != nil {
		log.Fatal(err)
	}
	if err := instance.Write(*n, *seed, households, dwellings); err != nil {
		log.Fatal(err)
	}
	if err := households.Close(); err != nil {
		log.Fatal(err)
	}
	if err := dwellings.Close(); err != nil {
		log.Fatal(err)
	}
}

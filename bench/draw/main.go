//go:build unix

// Command draw measures the draw: whether tickets are fair over 100,000 seeds, whether both verifiers find every flipped bit
// of a bundle, and how long freezing, drawing and verifying take.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"flag"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"homeward/draw"
)

func main() {
	seeds := flag.Int("seeds", 100_000, "seeds of the chi-square tests")
	entries := flag.Int("entries", 100_000, "entries of the timed draw")
	every := flag.Int("every", 1, "flip every n-th bit of the sample bundles")
	flag.Parse()
	fmt.Printf("chi-square over %d seeds (p below 0.001 would be a bad sign)\n", *seeds)
	fairness(*seeds)
	node, err := exec.LookPath("node")
	if err != nil {
		fmt.Println("Node is not installed: the second verifier is left out")
	}
	files, err := filepath.Glob("draw/testdata/*.json")
	check(err)
	mutations(files, *every, node)
	timing(*entries, node)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// fairness counts in which order a few entries and dwellings come, over many seeds. The ids are as alike as ids get.
func fairness(seeds int) {
	const n, homes = 12, 5
	b := &draw.Bundle{}
	for i := range n {
		b.Entries = append(b.Entries, draw.Entry{ID: fmt.Sprintf("en_%02d", i)})
	}
	for i := range homes {
		b.Dwellings = append(b.Dwellings, draw.Dwelling{ID: fmt.Sprintf("dw_%02d", i)})
	}
	places := make([]int, n*n)           // entry × place in line
	orders := make([]int, 120)           // order of the first five entries
	lotOrders := make([]int, 120)        // order of the five dwellings
	together := make([]int, homes*homes) // place of entry 0 among the first five × lot of dwelling 0
	for k := range seeds {
		seed := sha256.Sum256(fmt.Appendf(nil, "seed %d", k))
		b.Seed = hex.EncodeToString(seed[:])
		line, err := draw.Line(b)
		check(err)
		lots, err := draw.Lots(b)
		check(err)
		var five, lot []int
		for place, p := range line {
			id := int(p.Entry.ID[3]-'0')*10 + int(p.Entry.ID[4]-'0')
			places[id*n+place]++
			if id < homes {
				five = append(five, id)
			}
		}
		for _, d := range lots {
			lot = append(lot, int(d.ID[4]-'0'))
		}
		orders[rank(five)]++
		lotOrders[rank(lot)]++
		together[indexOf(five, 0)*homes+indexOf(lot, 0)]++
	}
	// Every row and every column of the table sums to the number of seeds, which makes the usual statistic too great by n/(n−1).
	report("entry × place in line", places, (n-1)*(n-1), float64(n-1)/n)
	report("order of five entries", orders, 119, 1)
	report("order of five dwellings", lotOrders, 119, 1)
	report("ticket × lot", together, homes*homes-1, 1)
}

func indexOf(list []int, x int) int {
	for i, y := range list {
		if x == y {
			return i
		}
	}
	return -1
}

// rank numbers the orders of 0…len−1.
func rank(order []int) (r int) {
	for i := range order {
		less := 0
		for _, y := range order[i+1:] {
			if y < order[i] {
				less++
			}
		}
		r = r*(len(order)-i) + less
	}
	return r
}

func report(name string, counts []int, freedom int, scale float64) {
	total := 0
	for _, c := range counts {
		total += c
	}
	want, chi := float64(total)/float64(len(counts)), 0.0
	for _, c := range counts {
		chi += (float64(c) - want) * (float64(c) - want) / want
	}
	chi *= scale
	fmt.Printf("  %-24s chi² %8.2f, %3d degrees of freedom, p = %.3f\n", name, chi, freedom, gammaQ(float64(freedom)/2, chi/2))
}

// gammaQ is the regularised upper incomplete gamma function, by its series or its continued fraction.
func gammaQ(a, x float64) float64 {
	lg, _ := math.Lgamma(a)
	front := math.Exp(-x + a*math.Log(x) - lg)
	if x < a+1 {
		sum, term := 1/a, 1/a
		for n := a + 1; term > sum*1e-15; n++ {
			term *= x / n
			sum += term
		}
		return 1 - sum*front
	}
	b := x + 1 - a
	c, d := 1e300, 1/b
	h := d
	for i := 1.0; i < 10000; i++ {
		an := -i * (i - a)
		b += 2
		d = 1 / (an*d + b)
		c = b + an/c
		h *= d * c
		if math.Abs(d*c-1) < 1e-15 {
			break
		}
	}
	return front * h
}

// mutations flips bits of the sample bundles and counts who notices.
func mutations(files []string, every int, node string) {
	var ours, theirs, all int
	began := spent()
	batch, err := os.CreateTemp("", "bundles")
	check(err)
	defer os.Remove(batch.Name())
	w := bufio.NewWriter(batch)
	for _, f := range files {
		data, err := os.ReadFile(f)
		check(err)
		if !draw.Verify(data).OK {
			continue // a receipt
		}
		for bit := 0; bit < 8*len(data); bit += every {
			data[bit/8] ^= 1 << (bit % 8)
			all++
			if !draw.Verify(data).OK {
				ours++
			}
			_, err := w.WriteString(base64.StdEncoding.EncodeToString(data) + "\n")
			check(err)
			data[bit/8] ^= 1 << (bit % 8)
		}
	}
	fmt.Printf("flipped bits: %d, found by the Go verifier %d (%.0f CPU s)\n", all, ours, (spent() - began).Seconds())
	check(w.Flush())
	check(batch.Close())
	if node == "" {
		return
	}
	began = spent()
	out, err := exec.Command(node, "--max-old-space-size=4096", "draw/verifier/cli.js", "--batch", batch.Name()).Output()
	check(err)
	verdicts := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	if len(verdicts) != all {
		log.Fatalf("%d verdicts on %d bundles", len(verdicts), all)
	}
	for _, v := range verdicts {
		if v := string(v); v != "ok" && !strings.HasPrefix(v, "crashed") {
			theirs++
		}
	}
	fmt.Printf("flipped bits: %d, found by the JavaScript verifier %d (%.0f CPU s)\n", all, theirs, (spent() - began).Seconds())
}

// timing freezes, draws and verifies one great round.
func timing(n int, node string) {
	r := rand.New(rand.NewPCG(1, 1))
	h := draw.Header{Operation: "bench", Round: "r", PolicyID: "p", FrozenAt: "2026-01-01T00:00:00.000Z",
		Rules:   draw.Rules{Mode: draw.ModeDraw, Address: draw.AddressLot, Groups: draw.GroupsIgnore},
		Sources: []draw.Source{{ID: "beacon", Kind: draw.SourceBeacon, Label: "bytes of the bench", Missing: draw.MissingStop, Count: 16}},
	}
	zero := sha256.Sum256(nil)
	h.PolicyHash, h.SoftwareHash = hex.EncodeToString(zero[:]), hex.EncodeToString(zero[:])
	var entries []draw.Entry
	var dwellings []draw.Dwelling
	for i := range n {
		place, rooms := fmt.Sprintf("place-%d", r.IntN(20)), 1+r.IntN(5)
		entries = append(entries, draw.Entry{ID: fmt.Sprintf("en_%07d", i), ClassRank: r.IntN(5), Persons: 1 + r.IntN(8), Rooms: rooms,
			Accessible: r.IntN(12) == 0, Strata: []string{draw.Stratum(place, "flat", rooms)}})
		dwellings = append(dwellings, draw.Dwelling{ID: fmt.Sprintf("dw_%07d", i), Settlement: fmt.Sprintf("place-%d", r.IntN(20)), Type: "flat",
			Rooms: 1 + r.IntN(5), Accessible: r.IntN(10) == 0})
	}
	var b *draw.Bundle
	var data []byte
	step := func(name string, f func()) time.Duration {
		began := spent()
		f()
		d := spent() - began
		fmt.Printf("  %-34s %6.2f s\n", name, d.Seconds())
		return d
	}
	fmt.Printf("a draw of %d entries and %d dwellings, CPU seconds\n", n, n)
	step("freeze", func() {
		var err error
		b, err = draw.Freeze(h, entries, dwellings, rand.NewChaCha8([32]byte{}))
		check(err)
	})
	step("receipts of all", func() { check(b.Receipts(func(draw.Receipt) error { return nil })) })
	step("close, open, draw, seal", func() {
		check(b.Close(nil))
		value := "00112233445566778899aabbccddeeff"
		check(b.Open([]draw.Reveal{{Source: "beacon", State: draw.Revealed, Value: value, Again: value}}))
		check(b.Finish())
	})
	step("encode", func() {
		var err error
		data, err = b.Encode()
		check(err)
	})
	ours := step(fmt.Sprintf("verify in Go (%d MB)", len(data)>>20), func() {
		if v := draw.Verify(data); !v.OK {
			log.Fatal(v.Key)
		}
	})
	if node == "" {
		return
	}
	f, err := os.CreateTemp("", "draw")
	check(err)
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	check(err)
	check(f.Close())
	theirs := step("verify in JavaScript", func() {
		out, err := exec.Command(node, "--max-old-space-size=8192", "draw/verifier/cli.js", f.Name()).CombinedOutput()
		if err != nil {
			log.Fatalf("%v: %s", err, out)
		}
	})
	fmt.Printf("  JavaScript ÷ Go %.1f\n", theirs.Seconds()/ours.Seconds())
}

// spent is the CPU time of this program and of those it has run.
func spent() (d time.Duration) {
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		check(syscall.Getrusage(who, &u))
		d += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return d
}

//go:build unix

package main

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"homeward/internal/figures"
)

// speed reads articles made of own sentences, a dozen to each, on two cores, and the same with the peer.
func speed(r *figures.Reader, p plain, items []item) error {
	var list []item
	bytes := 0
	for i := range 4000 {
		var text strings.Builder
		lang := items[i%len(items)].lang
		for k := 0; k < 12; k++ {
			if s := items[(i+k*7)%len(items)]; s.lang == lang {
				text.WriteString(s.text + "\n\n")
			} else {
				text.WriteString(items[i%len(items)].text + "\n\n")
			}
		}
		list = append(list, item{text: text.String(), published: items[0].published})
		bytes += text.Len()
	}
	mine, err := rate(list, func(it item) error {
		_, err := r.Read(figures.Source{Text: it.text, Published: it.published})
		return err
	})
	if err != nil {
		return err
	}
	peer, err := rate(list, func(it item) error { _, err := p.read(it); return err })
	if err != nil {
		return err
	}
	fmt.Printf("%d articles of %d bytes on two cores: %.0f a minute of CPU time; plain reader %.0f, ratio %.2f\n",
		len(list), bytes/len(list), 2*mine, 2*peer, mine/peer)
	return nil
}

// rate gives articles a minute of one core, from the CPU time of two workers, which other work on the machine disturbs
// less than the clock.
func rate(list []item, read func(item) error) (float64, error) {
	var wg sync.WaitGroup
	errs := make([]error, 2)
	start := cpu()
	for w := range 2 {
		wg.Go(func() {
			for i := w; i < len(list) && errs[w] == nil; i += 2 {
				errs[w] = read(list[i])
			}
		})
	}
	wg.Wait()
	took := cpu() - start
	for _, err := range errs {
		if err != nil {
			return 0, err
		}
	}
	return float64(len(list)) / took.Minutes(), nil
}

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// hostile reads pages of a megabyte that are made to cost much.
func hostile(r *figures.Reader) error {
	const size = 1 << 20
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for _, x := range []struct{ name, text string }{
		{"an ordinary page", "<html><body>" + fill("<p>At this stage, families returned to the village, 20 hectares of which were cleared.</p>\n")},
		{"100,000 elements in each other", "<html><body>" + fill("<div>")},
		{"a million digits", fill("7")},
		{"digits and points", fill("1.2.")},
		{"scripts mixed in every word", fill("famіlіes семей ընտանիք عائلة ")},
		{"one sentence of counts", fill("20 families ")},
		{"nothing but brackets", fill("(")},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := cpu()
		out, err := r.Read(figures.Source{Text: x.text})
		took := cpu() - start
		runtime.ReadMemStats(&after)
		said := fmt.Sprintf("%d statements", len(out.Statements))
		if err != nil {
			said = "refused"
		}
		fmt.Printf("1 MB, %-32s %5.2f s CPU, %4d MB allocated in all, %s\n", x.name+":", took.Seconds(), (after.TotalAlloc-before.TotalAlloc)>>20, said)
	}
	return nil
}

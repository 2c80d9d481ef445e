package main

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// peerShare is the part of the batch that the peer is asked to do too: of a million records it takes more memory than
// most machines have.
const peerShare = 10

// batch matches files of invented people: a large one alone, and a tenth of it beside the peer.
func (b *bench) batch(records int) error {
	if _, err := b.batchOf(records); err != nil {
		return err
	}
	if b.python == "" {
		return nil
	}
	path, err := b.batchOf(records / peerShare)
	if err != nil {
		return err
	}
	return b.peer("peers.py", "batch", path, strconv.Itoa(records/peerShare))
}

// batchOf matches one file, in which about one record in five is a repeat, and returns where it lies.
func (b *bench) batchOf(records int) (path string, err error) {
	m, err := newMaker(11)
	if err != nil {
		return "", err
	}
	path = filepath.Join(b.work, "people.csv")
	truth, err := m.file(path, records)
	if err != nil {
		return "", err
	}
	out := filepath.Join(b.work, "clusters.csv")
	s, err := b.match(path, "--out", out)
	if err != nil {
		return "", err
	}
	found, err := readClusters(out)
	if err != nil {
		return "", err
	}
	p, r, f := clusterF1(found, truth)
	fmt.Printf("batch of %d invented records: %.1f s, %.0f MB at most, cluster P %.4f R %.4f F1 %.4f, largest %d\n", s.Records, s.Seconds, s.PeakMB, p, r, f, s.Largest)
	return path, nil
}

// file writes records and returns the person of each id.
func (m *maker) file(path string, records int) (map[string]string, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	buffer := bufio.NewWriterSize(f, 1<<20)
	w := csv.NewWriter(buffer)
	if err := w.Write([]string{"id", "given", "father", "family", "birth_date", "sex", "birth_place", "place", "phone", "document"}); err != nil {
		return nil, err
	}
	truth := make(map[string]string, records)
	write := func(p made) error {
		id := strconv.Itoa(len(truth))
		truth[id] = strconv.Itoa(p.person)
		return w.Write([]string{
			id, p.given, p.father, p.family, fmt.Sprintf("%d-%02d-%02d", p.birth.Year, p.birth.Month, p.birth.Day), p.sex, p.birthPlace, p.place, p.phone, p.document,
		})
	}
	for n := 0; len(truth) < records; n++ {
		p := m.person(n)
		if err := write(p); err != nil {
			return nil, err
		}
		for range [...]int{0, 0, 0, 1, 0, 0, 2, 0, 0, 0}[m.r.IntN(10)] {
			if len(truth) < records {
				if err := write(m.again(p)); err != nil {
					return nil, err
				}
			}
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, err
	}
	return truth, buffer.Flush()
}

package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// set is a file with known truth and how its columns are told to the program.
type set struct {
	name, file string
	columns    string
	also       string
	id         string
	truth      func(record map[string]string) string
}

const febrlColumns = "rec_id=id,given_name=given,surname=family,date_of_birth=birth_date,address_1=address,suburb=place"

// febrlTruth reads the person out of rec-17-dup-0.
func febrlTruth(r map[string]string) string { return strings.Split(r["rec_id"], "-")[1] }

func cluster(r map[string]string) string { return r["cluster"] }

var sets = []set{
	{"FEBRL 1", "dataset1.csv", febrlColumns, "street_number,address_2,postcode,state", "rec_id", febrlTruth},
	{"FEBRL 2", "dataset2.csv", febrlColumns, "street_number,address_2,postcode,state", "rec_id", febrlTruth},
	{"FEBRL 3", "dataset3.csv", febrlColumns, "street_number,address_2,postcode,state", "rec_id", febrlTruth},
	{"fake 1000", "fake_1000.csv", "unique_id=id,first_name=given,surname=family,dob=birth_date,city=place", "email", "unique_id", cluster},
	{
		"historical half A", "historical_half_a.csv",
		"unique_id=id,full_name=full_name,first_name=given,surname=family,dob=birth_date,birth_place=birth_place,gender=sex", "postcode_fake,occupation", "unique_id", cluster,
	},
}

// summary is what the program says of a run.
type summary struct {
	Records  int     `json:"records"`
	Pairs    int     `json:"pairs"`
	Clusters int     `json:"clusters"`
	Largest  int     `json:"largest_cluster"`
	Seconds  float64 `json:"seconds"`
	PeakMB   float64 `json:"peak_mb"`
	Linked   []struct {
		A string `json:"a"`
		B string `json:"b"`
	} `json:"linked"`
}

// files measures files with known truth: pairs inside the clusters that were found against pairs that are true.
func (b *bench) files() error {
	for _, s := range sets {
		path, ok := b.data(s.file)
		if !ok {
			fmt.Printf("%-18s skipped: %s is not there\n", s.name, s.file)
			continue
		}
		out := filepath.Join(b.work, "clusters.csv")
		sum, err := b.match(path, "--map", s.columns, "--also", s.also, "--out", out)
		if err != nil {
			return err
		}
		truth, err := s.read(path)
		if err != nil {
			return err
		}
		found, err := readClusters(out)
		if err != nil {
			return err
		}
		p, r, f := clusterF1(found, truth)
		fmt.Printf("%-18s cluster P %.4f R %.4f F1 %.4f, largest %d, %.1f s\n", s.name, p, r, f, sum.Largest, sum.Seconds)
	}
	if err := b.link(); err != nil {
		return err
	}
	return b.peer("peers.py", b.shared)
}

func (b *bench) match(args ...string) (summary, error) {
	var s summary
	out, err := exec.Command(b.homeward, append(append([]string{"match"}, args...), "--json")...).Output()
	if err != nil {
		if e, ok := err.(*exec.ExitError); ok {
			err = fmt.Errorf("%w: %s", err, e.Stderr)
		}
		return s, err
	}
	return s, json.Unmarshal(out, &s)
}

func readCSV(path string) ([]map[string]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.TrimLeadingSpace = true
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	out := make([]map[string]string, 0, len(rows))
	for _, row := range rows[1:] {
		m := make(map[string]string, len(row))
		for i, v := range row {
			m[strings.TrimSpace(rows[0][i])] = strings.TrimSpace(v)
		}
		out = append(out, m)
	}
	return out, nil
}

// read returns the person of each id.
func (s set) read(path string) (map[string]string, error) {
	rows, err := readCSV(path)
	truth := make(map[string]string, len(rows))
	for _, r := range rows {
		truth[r[s.id]] = s.truth(r)
	}
	return truth, err
}

func readClusters(path string) (map[string]string, error) {
	rows, err := readCSV(path)
	found := make(map[string]string, len(rows))
	for _, r := range rows {
		found[r["id"]] = r["cluster"]
	}
	return found, err
}

// clusterF1 counts pairs: those inside found clusters that are true, of those found and of those true.
func clusterF1(found, truth map[string]string) (precision, recall, f1 float64) {
	var inFound, inTruth, both = map[string]float64{}, map[string]float64{}, map[string]float64{}
	for id, person := range truth {
		inFound[found[id]]++
		inTruth[person]++
		both[found[id]+"\x00"+person]++
	}
	pairs := func(sizes map[string]float64) (n float64) {
		for _, s := range sizes {
			n += s * (s - 1) / 2
		}
		return n
	}
	hit := pairs(both)
	precision, recall = hit/pairs(inFound), hit/pairs(inTruth)
	return precision, recall, 2 * precision * recall / (precision + recall)
}

// link cuts FEBRL 1 and 2 into originals and duplicates and links the two, which is what FEBRL 4 is: one original, at
// most one duplicate of each person (the first, of several).
func (b *bench) link() error {
	for _, name := range []string{"dataset1.csv", "dataset2.csv"} {
		path, ok := b.data(name)
		if !ok {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		lines := strings.Split(strings.TrimSpace(string(data)), "\n")
		org, dup := []string{lines[0]}, []string{lines[0]}
		people := map[string]bool{}
		for _, l := range lines[1:] {
			person := strings.Split(l, "-")[1]
			switch {
			case strings.Contains(l, "-org,"):
				org = append(org, l)
			case !people[person]:
				people[person] = true
				dup = append(dup, l)
			}
		}
		left, right := filepath.Join(b.work, "org.csv"), filepath.Join(b.work, "dup.csv")
		if err := os.WriteFile(left, []byte(strings.Join(org, "\n")+"\n"), 0o600); err != nil {
			return err
		}
		if err := os.WriteFile(right, []byte(strings.Join(dup, "\n")+"\n"), 0o600); err != nil {
			return err
		}
		s, err := b.match(left, right, "--map", febrlColumns, "--also", "street_number,address_2,postcode,state")
		if err != nil {
			return err
		}
		hits := 0
		for _, l := range s.Linked {
			if strings.Split(l.A, "-")[1] == strings.Split(l.B, "-")[1] {
				hits++
			}
		}
		p, r := float64(hits)/float64(len(s.Linked)), float64(hits)/float64(len(dup)-1)
		fmt.Printf("%-18s P %.4f R %.4f F1 %.4f (originals %d, duplicates %d)\n", "link "+name, p, r, 2*p*r/(p+r), len(org)-1, len(dup)-1)
	}
	return nil
}

// peer runs a script of another tool, or says that it is not installed.
func (b *bench) peer(script string, args ...string) error {
	if b.python == "" {
		fmt.Println("peers              skipped: no Python with recordlinkage or splink (set HOMEWARD_PYTHON)")
		return nil
	}
	c := exec.Command(b.python, append([]string{filepath.Join("bench", "matching", script)}, args...)...)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	return c.Run()
}

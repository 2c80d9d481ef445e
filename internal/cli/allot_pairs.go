package cli

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"

	"homeward"
	"homeward/internal/allotment"

	"github.com/spf13/cobra"
)

// pairSummary is the wire form of an assignment of whole households to settlements.
type pairSummary struct {
	Households   int                 `json:"households"`
	Settlements  int                 `json:"settlements"`
	Placed       int                 `json:"placed"`
	PeoplePlaced int64               `json:"people_placed"`
	Waiting      int                 `json:"waiting"`
	Score        json.Number         `json:"score"`
	Bound        json.Number         `json:"bound"`
	Gap          json.Number         `json:"gap"`
	Proved       bool                `json:"proved"`
	Nodes        int                 `json:"nodes"`
	BySettlement []settlementSummary `json:"by_settlement,omitempty"`
	Assignment   []placed            `json:"assignment,omitempty"`
	CPUSeconds   float64             `json:"cpu_seconds"`
	PeakMB       float64             `json:"peak_mb"`
}

type settlementSummary struct {
	Settlement homeward.PlaceID `json:"settlement"`
	Capacity   int64            `json:"capacity"`
	People     int64            `json:"people"`
	Households int              `json:"households"`
}

type placed struct {
	Household  string           `json:"household"`
	Settlement homeward.PlaceID `json:"settlement"`
}

func runPairs(c *cobra.Command, f *allotFlags) error {
	if f.households == "" || f.capacity == "" {
		return usageError{c, fmt.Errorf("--pairs needs --households and --capacity")}
	}
	files := allotment.PairFiles{HouseholdsName: f.households, PairsName: f.pairs, CapacityName: f.capacity}
	for _, file := range []struct {
		name string
		data *[]byte
	}{{f.households, &files.Households}, {f.pairs, &files.Pairs}, {f.capacity, &files.Capacity}} {
		data, err := readFile(file.name)
		if err != nil {
			return err
		}
		*file.data = data
	}
	p := newProgress(c.ErrOrStderr())
	defer p.end()
	p.tell(0, 2, say(homeward.T("allotment.progress.read")))
	list, err := files.Read()
	if err != nil {
		return err
	}
	p.tell(1, 2, say(homeward.T("allotment.progress.solve")))
	r := list.Pairing.Solve()
	out, err := summarisePairs(list, &r)
	if err != nil {
		return err
	}
	if f.out != "" {
		if err := writePairs(f.out, list, &r); err != nil {
			return err
		}
	}
	return tellPairs(c, out, f.asJSON)
}

// summarisePairs counts what the assignment achieved, from the lists and not from the solver, and refuses one that does
// not fit.
func summarisePairs(list *allotment.PairList, r *allotment.Paired) (*pairSummary, error) {
	out := &pairSummary{
		Households: len(list.Households), Settlements: len(list.Settlements), Proved: r.Proved, Nodes: r.Nodes,
		Score: list.Number(r.Score), Bound: list.Number(r.Bound), Gap: list.Number(r.Bound - r.Score),
	}
	for s, id := range list.Settlements {
		out.BySettlement = append(out.BySettlement, settlementSummary{Settlement: id, Capacity: list.Pairing.Capacity[s]})
	}
	if err := list.Pairing.Verify(r); err != nil {
		return nil, err
	}
	for i, s := range r.Settlement {
		if s < 0 {
			out.Waiting++
			continue
		}
		out.Placed++
		people := list.People[i]
		out.PeoplePlaced += people
		out.BySettlement[s].People += people
		out.BySettlement[s].Households++
		out.Assignment = append(out.Assignment, placed{list.Households[i], list.Settlements[s]})
	}
	return out, nil
}

func writePairs(folder string, list *allotment.PairList, r *allotment.Paired) error {
	if err := makeFolder(folder); err != nil {
		return err
	}
	return writeRows(filepath.Join(folder, "result.csv"), "household,settlement,score", len(r.Settlement), func(b []byte, i int) []byte {
		b = append(appendField(b, list.Households[i]), ',')
		if s := r.Settlement[i]; s >= 0 {
			b = append(appendField(b, string(list.Settlements[s])), ',')
			return append(b, list.Number(list.Pairing.Score(i, s))...)
		}
		return append(b, ',')
	})
}

func tellPairs(c *cobra.Command, out *pairSummary, asJSON bool) error {
	out.CPUSeconds, out.PeakMB = usage()
	if asJSON {
		enc := json.NewEncoder(c.OutOrStdout())
		enc.SetIndent("", "  ")
		return enc.Encode(out)
	}
	key := "allotment.pairs.bounded"
	if out.Proved {
		key = "allotment.pairs.proved"
	}
	_, err := fmt.Fprintf(c.OutOrStdout(), "%s\n%s\n",
		say(homeward.T("allotment.pairs.placed", "Count", out.Placed, "Households", out.Households, "People", out.PeoplePlaced)),
		say(homeward.T(key, "Score", out.Score.String(), "Bound", out.Bound.String(), "Gap", out.Gap.String())))
	return err
}

// runGAP solves an instance of the OR-library, where the least cost is sought and everybody has to be placed.
func runGAP(c *cobra.Command, f *allotFlags) error {
	data, err := readFile(f.gap)
	if err != nil {
		return err
	}
	p, err := allotment.ReadGAP(f.gap, data, f.maximise)
	if err != nil {
		return err
	}
	bars := newProgress(c.ErrOrStderr())
	defer bars.end()
	bars.tell(0, 1, say(homeward.T("allotment.progress.solve")))
	r := p.Solve()
	if err := p.Verify(&r); err != nil {
		return err
	}
	sign := int64(-1)
	if f.maximise {
		sign = 1
	}
	number := func(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }
	out := &pairSummary{
		Households: len(p.Ways), Settlements: len(p.Capacity), Proved: r.Proved, Nodes: r.Nodes,
		Score: number(sign * r.Score), Bound: number(sign * r.Bound), Gap: number(r.Bound - r.Score),
	}
	for _, s := range r.Settlement {
		if s >= 0 {
			out.Placed++
		}
	}
	out.Waiting = out.Households - out.Placed
	return tellPairs(c, out, f.asJSON)
}

package casework

import (
	"errors"

	"homeward"
	"homeward/draw"
)

func asDrawError(err error) (*draw.Error, bool) { return errors.AsType[*draw.Error](err) }

// reasonsOf writes each entry's answer in a drawn round, by entry. It is the one place where these words are chosen, so
// page, letter and file never contradict each other.
func reasonsOf(b *draw.Bundle) map[string]homeward.Text {
	type stratum struct{ homes, entries int }
	strata := map[string]*stratum{}
	count := func(s string) *stratum {
		if strata[s] == nil {
			strata[s] = &stratum{}
		}
		return strata[s]
	}
	gone := map[string]bool{}
	for _, d := range b.Dropped {
		gone[d.ID] = true
	}
	rooms, needs := map[string]int{}, map[string]bool{}
	for _, d := range b.Dwellings {
		if !gone[d.ID] {
			count(d.Stratum()).homes++
		}
		rooms[d.Stratum()] = d.Rooms
	}
	classes := map[string]int{}
	for _, e := range b.Entries {
		classes[e.ID], needs[e.ID] = e.ClassRank, e.Accessible
		if len(e.Strata) > 0 {
			rooms[e.Strata[0]] = e.Rooms
		}
	}
	for _, row := range b.Result.Rows {
		count(row.Stratum).entries++
	}
	out := make(map[string]homeward.Text, len(b.Result.Rows))
	for _, row := range b.Result.Rows {
		key := "reason.waiting"
		switch {
		case row.Dwelling != "" && needs[row.Entry]:
			key = "reason.allocated_step_free"
		case row.Dwelling != "":
			key = "reason.allocated"
		case count(row.Stratum).homes == 0:
			key = "reason.waiting_no_home"
		}
		out[row.Entry] = homeward.T(key, "Place", row.Place, "Homes", count(row.Stratum).homes, "Entries", count(row.Stratum).entries,
			"Rooms", rooms[row.Stratum], "Class", classes[row.Entry], "Number", row.Number)
	}
	for _, d := range b.Dropped {
		out[d.ID] = homeward.T("reason.dropped", "Why", homeward.T("refusal."+d.Reason))
	}
	return out
}

package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"homeward"
)

// tellAllotment writes a result for a person: what was given, what is proved, and the three rules side by side.
func tellAllotment(w io.Writer, s *allotSummary) error {
	lines := []homeward.Text{
		homeward.T("allotment.tell.housed", "Count", s.Housed, "Households", s.Households, "People", s.PeopleHoused),
		homeward.T("allotment.tell.homes", "Count", s.LeftEmpty, "Ready", s.Ready, "Dwellings", s.Dwellings),
	}
	for n, count := range s.Wishes {
		lines = append(lines, homeward.T("allotment.tell.wish", "Wish", n+1, "Count", count))
	}
	switch {
	case s.Mode == "weighted" && s.Gap > 0:
		lines = append(lines, homeward.T("allotment.tell.gap", "Value", s.Value, "Bound", s.Bound, "Gap", s.Gap))
	case s.Mode == "weighted":
		lines = append(lines, homeward.T("allotment.tell.best", "Value", s.Value))
	case s.Mode == "priority":
		lines = append(lines, homeward.T("allotment.tell.order"))
	}
	if s.PriorityViolations != nil && *s.PriorityViolations > 0 {
		lines = append(lines, homeward.T("allotment.tell.violations", "Count", *s.PriorityViolations))
	}
	if s.Unproved > 0 {
		lines = append(lines, homeward.T("allotment.tell.unproved", "Count", s.Unproved))
	}
	if g := s.Groups; g != nil {
		lines = append(lines, homeward.T("allotment.tell.groups", "Count", g.Groups, "Housed", g.Housed, "Near", g.InOneBuilding, "Cost", g.Cost))
	}
	if s.Rehearsal {
		lines = append(lines, homeward.T("allotment.tell.rehearsal"))
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, say(line)); err != nil {
			return err
		}
	}
	if s.Compare == nil {
		return nil
	}
	return tellComparison(w, s.Compare)
}

// tellComparison sets the rules side by side, one a column.
func tellComparison(w io.Writer, rules []allotSummary) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(name string, cell func(s *allotSummary) string) {
		fmt.Fprintf(t, "%s\t", name)
		for i := range rules {
			fmt.Fprintf(t, "%s\t", cell(&rules[i]))
		}
		fmt.Fprintln(t)
	}
	number := func(key string, of func(s *allotSummary) int) {
		row(say(homeward.T("allotment.row_"+key)), func(s *allotSummary) string { return fmt.Sprint(of(s)) })
	}
	fmt.Fprintln(w)
	row("", func(s *allotSummary) string { return say(homeward.T("allotment.mode." + s.Mode)) })
	number("housed", func(s *allotSummary) int { return s.Housed })
	number("people", func(s *allotSummary) int { return s.PeopleHoused })
	number("empty", func(s *allotSummary) int { return s.LeftEmpty })
	for n := range rules[0].Wishes {
		row(say(homeward.T("allotment.row_wish", "Wish", n+1)), func(s *allotSummary) string { return fmt.Sprint(s.Wishes[n]) })
	}
	number("spare", func(s *allotSummary) int { return s.SpareRooms })
	number("misused", func(s *allotSummary) int { return s.Misused })
	row(say(homeward.T("allotment.row_violations")), func(s *allotSummary) string {
		if s.PriorityViolations == nil {
			return "–"
		}
		return fmt.Sprint(*s.PriorityViolations)
	})
	row(say(homeward.T("allotment.row_value")), func(s *allotSummary) string { return fmt.Sprint(s.Value) })
	for n, slice := range rules[0].Slices {
		key := "allotment.slice." + slice.By
		if slice.By == "accessible" {
			key += map[int]string{0: "_no", 1: "_yes"}[slice.Value]
		}
		name := homeward.T(key, "Value", slice.Value, "Place", slice.Place, "Households", slice.Households)
		row(say(name), func(s *allotSummary) string {
			return fmt.Sprintf("%d / %d", s.Slices[n].Housed, s.Slices[n].FirstWish)
		})
	}
	return t.Flush()
}

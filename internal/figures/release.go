package figures

import "homeward"

// Day is what the register shows for a place on a day, for a release to the press.
type Day struct {
	Place homeward.PlaceID
	Day   homeward.Date
	// CutOff is when the register was read: what is entered later is not in the numbers.
	CutOff homeward.Instant
	Group  homeward.Count // who moved in on the day
	Before homeward.Count // who had moved in before it
}

// Total is who had moved in by the end of the day.
func (d Day) Total() homeward.Count {
	return homeward.Count{Households: d.Before.Households + d.Group.Households, Individuals: d.Before.Individuals + d.Group.Individuals}
}

// Paragraph writes the day's paragraph for the press, one Text a sentence: the group, the total with the one before,
// and when the register was read. A group, or a first total, of fewer families than minimum is told without its
// numbers, and so is the total that would give it away.
func Paragraph(d Day, minimum int) []homeward.Text {
	var out []homeward.Text
	place, day := d.Place, d.Day
	before, total := d.Before, d.Total()
	switch {
	case d.Group.Households == 0:
		out = append(out, homeward.T("figures.release.no_group", "Place", place, "Day", day))
	case d.Group.Households < minimum:
		out = append(out, homeward.T("figures.release.small_group", "Place", place, "Day", day, "Minimum", minimum))
		total = before // the total of the day would tell the group; it waits for the next release
	default:
		out = append(out, homeward.T("figures.release.group", "Place", place, "Day", day,
			"Families", familiesText(d.Group.Households), "People", peopleText(d.Group.Individuals)))
	}
	switch {
	case total.Households == 0:
		out = append(out, homeward.T("figures.release.none_yet", "Place", place))
	case total.Households < minimum:
		out = append(out, homeward.T("figures.release.small_total", "Place", place, "Minimum", minimum))
	case before.Households == 0 || before.Households < minimum || total == before:
		out = append(out, homeward.T("figures.release.total", "Place", place,
			"Families", familiesText(total.Households), "People", peopleText(total.Individuals)))
	default:
		out = append(out, homeward.T("figures.release.total_before", "Place", place,
			"Families", familiesText(total.Households), "People", peopleText(total.Individuals),
			"BeforeFamilies", familiesText(before.Households), "BeforePeople", peopleText(before.Individuals)))
	}
	return append(out, homeward.T("figures.release.cut_off", "At", d.CutOff))
}

// Correction writes the paragraph that corrects a release: what was said, and what the register shows now. It is not ok
// if nothing has changed.
func Correction(published, now Day) ([]homeward.Text, bool) {
	if published.Group == now.Group && published.Before == now.Before {
		return nil, false
	}
	pairs := []any{"Place", now.Place, "Day", now.Day, "At", published.CutOff}
	out := []homeward.Text{homeward.T("figures.release.correction", pairs...)}
	if published.Group != now.Group {
		out = append(out, homeward.T("figures.release.corrected_group", "Families", familiesText(now.Group.Households), "People", peopleText(now.Group.Individuals),
			"WasFamilies", familiesText(published.Group.Households), "WasPeople", peopleText(published.Group.Individuals)))
	}
	if published.Total() != now.Total() {
		out = append(out, homeward.T("figures.release.corrected_total", "Families", familiesText(now.Total().Households), "People", peopleText(now.Total().Individuals),
			"WasFamilies", familiesText(published.Total().Households), "WasPeople", peopleText(published.Total().Individuals)))
	}
	return append(out, homeward.T("figures.release.cut_off", "At", now.CutOff)), true
}

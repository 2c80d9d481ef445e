package figures

import "homeward"

// Day is what the register shows for a place on a day, for a release to the press.
type Day struct {
	Place homeward.PlaceID
	Day   homeward.Date
	// Since is the first day of the group, where that of an earlier day was too small to be told and waited for this one.
	Since homeward.Date
	// CutOff is when the register was read: what is entered later is not in the numbers.
	CutOff homeward.Instant
	Group  homeward.Count // who moved in on the day, or since
	Before homeward.Count // who had moved in before the group
	// Waits is set where a group that is too small waits to be told with the next one.
	Waits bool
}

// Total is who had moved in by the end of the day, less a group that waits to be told.
func (d Day) Total() homeward.Count {
	return homeward.Count{Households: d.Before.Households + d.Group.Households, Individuals: d.Before.Individuals + d.Group.Individuals}
}

// Moves is how many moved in on a day.
type Moves struct {
	Day homeward.Date
	Of  homeward.Count
}

// DayOf makes the Day of a place from the days on which people moved in, in order. A group of fewer households than
// minimum waits and is told with those after it, until together they are enough: so no two totals that are ever told
// differ by fewer than minimum, whichever days are released.
func DayOf(place homeward.PlaceID, days []Moves, day homeward.Date, minimum int, cutOff homeward.Instant) Day {
	d := Day{Place: place, Day: day, CutOff: cutOff}
	today := false
	for _, m := range days {
		if day.Before(m.Day) || m.Of.Households == 0 {
			continue
		}
		if d.Group.Households >= minimum {
			d.Before, d.Group, d.Since = d.Total(), homeward.Count{}, homeward.Date{}
		}
		if d.Since.IsZero() {
			d.Since = m.Day
		}
		d.Group.Households += m.Of.Households
		d.Group.Individuals += m.Of.Individuals
		today = m.Day == day
	}
	switch {
	case d.Group.Households > 0 && d.Group.Households < minimum:
		d.Group, d.Since, d.Waits = homeward.Count{}, homeward.Date{}, true
	case !today:
		d.Before, d.Group, d.Since = d.Total(), homeward.Count{}, homeward.Date{}
	}
	if d.Since == day {
		d.Since = homeward.Date{}
	}
	return d
}

// Paragraph writes the day's paragraph for the press, one Text a sentence: the group, the total with the one before,
// and when the register was read. A group, or a first total, of fewer families than minimum is told without its
// numbers, and so is the total that would give it away.
func Paragraph(d Day, minimum int) []homeward.Text {
	var out []homeward.Text
	before, total := d.Before, d.Total()
	// A Text holds only the numbers it tells: it is kept and handed on.
	say := func(key string, more ...any) {
		out = append(out, homeward.T("figures.release."+key, append([]any{"Place", d.Place, "Day", d.Day}, more...)...))
	}
	hidden := 0 < before.Households && before.Households < minimum // the total less the group would tell it
	group := []any{"Families", familiesText(d.Group.Households), "People", peopleText(d.Group.Individuals)}
	switch {
	case d.Waits, 0 < d.Group.Households && d.Group.Households < minimum:
		say("small_group", "Minimum", minimum)
		total = before // the total of the day would tell the group; it waits for the next release
	case d.Group.Households == 0:
		say("no_group")
	case hidden:
	case !d.Since.IsZero():
		say("group_since", append(group, "Since", d.Since)...)
	default:
		say("group", group...)
	}
	all := []any{"Families", familiesText(total.Households), "People", peopleText(total.Individuals)}
	switch {
	case total.Households == 0 && !d.Waits:
		say("none_yet")
	case total.Households < minimum && !d.Waits:
		say("small_total", "Minimum", minimum)
	case total.Households < minimum:
	case before.Households == 0 || hidden || total == before:
		say("total", all...)
	default:
		say("total_before", append(all, "BeforeFamilies", familiesText(before.Households), "BeforePeople", peopleText(before.Individuals))...)
	}
	return append(out, homeward.T("figures.release.cut_off", "At", d.CutOff))
}

// Correction writes the paragraph that corrects a release: what was said, and what the register shows now. What has
// fallen below the minimum is withdrawn without a number, as it would be told in a first release; so is what is no more.
// It is not ok if nothing has changed.
func Correction(published, now Day, minimum int) ([]homeward.Text, bool) {
	if published.Group == now.Group && published.Before == now.Before {
		return nil, false
	}
	out := []homeward.Text{homeward.T("figures.release.correction", "Place", now.Place, "Day", now.Day, "At", published.CutOff)}
	if published.Group != now.Group {
		out = append(out, corrected("group", published.Group, now.Group, now.Waits, minimum))
	}
	if published.Total() != now.Total() {
		out = append(out, corrected("total", published.Total(), now.Total(), false, minimum))
	}
	return append(out, homeward.T("figures.release.cut_off", "At", now.CutOff)), true
}

// corrected is one sentence of a correction, about the group or the total: what stands instead of what was told. Where
// nothing was told before, or nothing may be told now, it says so rather than "0 families".
func corrected(what string, was, is homeward.Count, waits bool, minimum int) homeward.Text {
	key := "figures.release.corrected_" + what
	told := []any{"WasFamilies", familiesText(was.Households), "WasPeople", peopleText(was.Individuals)}
	stands := []any{"Families", familiesText(is.Households), "People", peopleText(is.Individuals)}
	switch {
	case waits, 0 < is.Households && is.Households < minimum:
		return homeward.T(key+"_small", append(told, "Minimum", minimum)...)
	case is.Households == 0:
		return homeward.T(key+"_none", told...)
	case was.Households == 0:
		return homeward.T(key+"_first", stands...)
	default:
		return homeward.T(key, append(stands, told...)...)
	}
}

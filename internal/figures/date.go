package figures

import (
	"fmt"

	"homeward"
)

// calendar is a date as far as it is given; zero parts are not known.
type calendar struct{ year, month, day int }

// dateHit is a date found in a sentence, by its tokens.
type dateHit struct {
	from, to int
	day      calendar
}

// dates finds the dates of a sentence: "28 April 2025", "April 28", "aprelin 28-də", "24.08.2023", "February 1992", and
// years that stand alone.
func dates(s *sentence) []dateHit {
	var out []dateHit
	for _, h := range s.hits {
		if h.class == cueMonth {
			if d, ok := aroundMonth(s.tokens, h); ok {
				out = append(out, d)
			}
		}
	}
	for i, t := range s.tokens {
		if t.kind == dateToken {
			out = append(out, dateHit{i, i + 1, t.number.day})
		}
	}
	return out
}

// aroundMonth reads the day and the year beside the name of a month.
func aroundMonth(tokens []token, h hit) (dateHit, bool) {
	d := dateHit{from: h.from, to: h.to, day: calendar{month: h.value}}
	if i := skipBack(tokens, h.from-1); i >= 0 && isDay(tokens[i]) {
		d.from, d.day.day = i, int(tokens[i].number.value)
	} else if i := skipBack(tokens, h.from-1); i >= 0 && isYear(tokens[i]) {
		d.from, d.day.year = i, int(tokens[i].number.value) // 2025-ci il aprelin 28-də
	}
	i := h.to
	if i < len(tokens) && tokens[i].kind == markToken && tokens[i].mark == '.' && i+1 < len(tokens) && isDay(tokens[i+1]) {
		i++ // Jan. 15
	}
	if d.day.day == 0 && i < len(tokens) && isDay(tokens[i]) {
		d.day.day = int(tokens[i].number.value)
		d.to = afterSuffix(tokens, i+1)
		i = d.to
	}
	if y := skipForth(tokens, i); d.day.year == 0 && y < len(tokens) && isYear(tokens[y]) {
		d.day.year, d.to = int(tokens[y].number.value), afterSuffix(tokens, y+1)
	}
	// A month's name may be a plain word ("may", "mart"); alone it dates nothing.
	if d.day.day == 0 && d.day.year == 0 {
		return dateHit{}, false
	}
	return d, true
}

// skipBack steps over the small things between a day and its month: the point of "28. April", the "de" of "28 de abril".
func skipBack(tokens []token, i int) int {
	for n := 0; i >= 0 && n < 3; n++ {
		t := tokens[i]
		if t.kind == markToken && (t.mark == '.' || t.mark == ',' || t.mark == '-') || t.kind == wordToken && dateFiller[t.fold] {
			i--
			continue
		}
		break
	}
	return i
}

func skipForth(tokens []token, i int) int {
	for n := 0; i < len(tokens) && n < 2; n++ {
		t := tokens[i]
		if t.kind == markToken && t.mark == ',' || t.kind == wordToken && dateFiller[t.fold] {
			i++
			continue
		}
		break
	}
	return i
}

// dateFiller are words that may stand between the parts of a date.
var dateFiller = set("de of the du del il ilin ci cu թ թվականի տարվա года г عام er st nd rd th")

func isDay(t token) bool {
	return t.kind == numberToken && t.number.whole && !t.number.grouped && !t.number.percent && t.number.value >= 1 && t.number.value <= 31
}

func isYear(t token) bool {
	return t.kind == numberToken && t.number.whole && !t.number.grouped && t.end-t.start >= 4 && t.number.value >= 1900 && t.number.value <= 2060
}

// afterSuffix steps over an ending that hangs on a number: the "-də" of "28-də".
func afterSuffix(tokens []token, i int) int {
	if i+1 < len(tokens) && tokens[i].kind == markToken && (tokens[i].mark == '-' || tokens[i].mark == '\'') && !tokens[i].spaced &&
		tokens[i+1].kind == wordToken && !tokens[i+1].spaced && len(tokens[i+1].fold) <= 10 {
		return i + 2
	}
	return i
}

// String writes a date as far as it is known: 2025-04-28, 2025-04, 2025, or --04-28 where the year is not known.
func (c calendar) String() string {
	switch {
	case c.year > 0 && c.month > 0 && c.day > 0:
		return fmt.Sprintf("%04d-%02d-%02d", c.year, c.month, c.day)
	case c.year > 0 && c.month > 0:
		return fmt.Sprintf("%04d-%02d", c.year, c.month)
	case c.year > 0:
		return fmt.Sprintf("%04d", c.year)
	case c.month > 0 && c.day > 0:
		return fmt.Sprintf("--%02d-%02d", c.month, c.day)
	}
	return ""
}

func (c calendar) precision() string {
	switch {
	case c.year > 0 && c.month > 0 && c.day > 0:
		return "day"
	case c.year > 0 && c.month > 0:
		return "month"
	case c.year > 0:
		return "year"
	case c.month > 0 && c.day > 0:
		return "day_of_year"
	}
	return ""
}

// resolve gives a date without a year the year that brings it nearest to the day of publication.
func (c calendar) resolve(published homeward.Date) calendar {
	if c.year != 0 || c.month == 0 || published.IsZero() {
		return c
	}
	c.year = published.Year
	if c.day > 0 {
		switch far := published.DaysUntil(c.date()); {
		case far > 183:
			c.year--
		case far < -183:
			c.year++
		}
	}
	return c
}

func (c calendar) date() homeward.Date { return homeward.NewDate(c.year, timeMonth(c.month), c.day) }

func dayOf(d homeward.Date) calendar {
	if d.IsZero() {
		return calendar{}
	}
	return calendar{d.Year, int(d.Month), d.Day}
}

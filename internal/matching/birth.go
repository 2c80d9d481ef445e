package matching

import "strings"

// Date is a date of birth as far as it is told; 0 is what is not. It need not exist in the calendar: papers err, and a
// wrong date may still be the same wrong date.
type Date struct{ Year, Month, Day int }

// dateOrder is how the numbers of a column's dates stand.
type dateOrder uint8

const (
	dayFirst dateOrder = iota
	monthFirst
)

// guessDateOrder looks at dates like 03/12/1980 of one column: a first number over 12 can only be a day.
func guessDateOrder(values []string) dateOrder {
	day, month := 0, 0
	for _, v := range values {
		n := numbersOf(v)
		if len(n) != 3 || n[2].digits != 4 {
			continue
		}
		if n[0].value > 12 && n[1].value <= 12 {
			day++
		}
		if n[1].value > 12 && n[0].value <= 12 {
			month++
		}
	}
	if month > day {
		return monthFirst
	}
	return dayFirst
}

type number struct{ value, digits int }

// numbersOf returns the runs of digits in a text, at most four; digits of Arabic script count.
func numbersOf(s string) []number {
	out := make([]number, 0, 4)
	in := false
	for _, r := range s {
		d := digitOf(r)
		if d < 0 {
			in = false
			continue
		}
		if !in {
			if len(out) == 4 {
				return out
			}
			out = append(out, number{})
			in = true
		}
		last := &out[len(out)-1]
		if last.digits < 9 {
			last.value = last.value*10 + d
		}
		last.digits++
	}
	return out
}

func digitOf(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '٠' && r <= '٩':
		return int(r - '٠')
	case r >= '۰' && r <= '۹':
		return int(r - '۰')
	}
	return -1
}

// ParseDate reads a date written year first, day first or (if the column says so) month first, with any marks between
// or none, or a year alone. What cannot be read is the zero Date.
func ParseDate(s string) Date { return parseDate(s, dayFirst) }

func parseDate(s string, order dateOrder) Date {
	if i := strings.IndexAny(s, "T"); i >= 8 {
		s = s[:i]
	}
	n := numbersOf(s)
	switch {
	case len(n) == 1 && n[0].digits == 8:
		v := n[0].value
		if y := v / 10000; y >= 1000 && y < 2200 {
			return Date{y, v / 100 % 100, v % 100}
		}
		return Date{v % 10000, v / 10000 % 100, v / 1000000}
	case len(n) == 1 && n[0].digits == 4:
		return Date{Year: n[0].value}
	case len(n) == 2 && n[0].digits == 4:
		return Date{Year: n[0].value, Month: n[1].value}
	case len(n) == 2 && n[1].digits == 4:
		return Date{Year: n[1].value, Month: n[0].value}
	case len(n) >= 3 && n[0].digits == 4:
		return Date{n[0].value, n[1].value, n[2].value}
	case len(n) >= 3 && (n[2].digits == 4 || n[2].digits == 2):
		y := n[2].value
		if n[2].digits == 2 {
			// Two digits are a year of people who live: 30 to 99 before 2000.
			y += 1900
			if n[2].value < 30 {
				y += 100
			}
		}
		if order == monthFirst {
			return Date{y, n[0].value, n[1].value}
		}
		return Date{y, n[1].value, n[0].value}
	}
	return Date{}
}

// Exists says whether a full date stands in the calendar; a partial one exists as far as it is told.
func (d Date) Exists() bool {
	if d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Year <= 0 {
		return false
	}
	if d.Month == 0 {
		return d.Day == 0
	}
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[d.Month-1]
	if d.Month == 2 && (d.Year%4 == 0 && d.Year%100 != 0 || d.Year%400 == 0) {
		days = 29
	}
	return d.Day <= days
}

// digits writes a full date as eight digits, for the comparison of slips of the pen.
func (d Date) digits() [8]byte {
	var out [8]byte
	v := d.Year%10000*10000 + d.Month%100*100 + d.Day%100
	for i := 7; i >= 0; i-- {
		out[i] = byte(v % 10)
		v /= 10
	}
	return out
}

// isSlip says whether two full dates differ by one slip: day and month swapped, one digit wrong, two neighbouring
// digits swapped, or one day apart within a month.
func isSlip(a, b Date) bool {
	if a.Year == b.Year && a.Month == b.Day && a.Day == b.Month {
		return true
	}
	if a.Year == b.Year && a.Month == b.Month && (a.Day-b.Day == 1 || b.Day-a.Day == 1) {
		return true
	}
	x, y := a.digits(), b.digits()
	wrong, first := 0, 0
	for i := range x {
		if x[i] != y[i] {
			if wrong == 0 {
				first = i
			}
			wrong++
		}
	}
	if wrong == 1 {
		return true
	}
	return wrong == 2 && first < 7 && x[first] == y[first+1] && x[first+1] == y[first]
}

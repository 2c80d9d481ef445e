package i18n

import (
	"math"
	"strconv"
	"strings"
	"time"

	"homeward"
)

// writing is how a language writes numbers and dates; after CLDR 47, except where noted.
type writing struct {
	group   string // between groups of three digits
	decimal string
	// long has {d}, {m} and {y}; months are in the grammatical case that stands beside a day.
	long   string
	months [12]string
	// short is for tables; {m} is a number of two digits, {b} a month's short name.
	short    string
	brief    [12]string
	monthly  string     // a month of a year, {m} from bare
	bare     [12]string // months that stand alone
	weekdays [7]string  // Sunday first, as in package time
	dated    string     // weekday {w} and long date {date}
}

// nbsp keeps digit groups and units on one line.
const nbsp = "\u00a0"

var writings = map[string]writing{
	"az": {
		group: ".", decimal: ",",
		long:     "{d}" + nbsp + "{m} {y}",
		months:   [12]string{"yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr", "noyabr", "dekabr"},
		short:    "{dd}.{mm}.{y}",
		monthly:  "{m} {y}",
		bare:     [12]string{"yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr", "noyabr", "dekabr"},
		weekdays: [7]string{"bazar", "bazar ertəsi", "çərşənbə axşamı", "çərşənbə", "cümə axşamı", "cümə", "şənbə"},
		dated:    "{date}, {w}",
	},
	"hy": {
		group: nbsp, decimal: ",",
		long:     "{d}" + nbsp + "{m}, {y}" + nbsp + "թ.",
		months:   [12]string{"հունվարի", "փետրվարի", "մարտի", "ապրիլի", "մայիսի", "հունիսի", "հուլիսի", "օգոստոսի", "սեպտեմբերի", "հոկտեմբերի", "նոյեմբերի", "դեկտեմբերի"},
		short:    "{dd}.{mm}.{y}",
		monthly:  "{y}" + nbsp + "թ. {m}",
		bare:     [12]string{"հունվար", "փետրվար", "մարտ", "ապրիլ", "մայիս", "հունիս", "հուլիս", "օգոստոս", "սեպտեմբեր", "հոկտեմբեր", "նոյեմբեր", "դեկտեմբեր"},
		weekdays: [7]string{"կիրակի", "երկուշաբթի", "երեքշաբթի", "չորեքշաբթի", "հինգշաբթի", "ուրբաթ", "շաբաթ"},
		dated:    "{date}, {w}",
	},
	"ru": {
		group: nbsp, decimal: ",",
		long:     "{d}" + nbsp + "{m} {y}" + nbsp + "г.",
		months:   [12]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"},
		short:    "{dd}.{mm}.{y}",
		monthly:  "{m} {y}" + nbsp + "г.",
		bare:     [12]string{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"},
		weekdays: [7]string{"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"},
		dated:    "{w}, {date}",
	},
	"en": {
		group: ",", decimal: ".",
		long:   "{d}" + nbsp + "{m} {y}",
		months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		// 9/2 and 2/9 are read differently by different readers of English; a short name is not.
		short:    "{d}" + nbsp + "{b}" + nbsp + "{y}",
		brief:    [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		monthly:  "{m} {y}",
		bare:     [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		dated:    "{w} {date}",
	},
}

// Number writes n with its digits grouped.
func (l *Localizer) Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	w := writings[l.lang]
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	groups = append([]string{digits}, groups...)
	return sign + strings.Join(groups, w.group)
}

// Signed writes n with its sign, for differences: +12, −3, 0.
func (l *Localizer) Signed(n int) string {
	if n > 0 {
		return "+" + l.Number(n)
	}
	return l.Number(n)
}

// Decimal writes x with so many places after the mark.
func (l *Localizer) Decimal(x float64, places int) string {
	s := strconv.FormatFloat(math.Abs(x), 'f', places, 64)
	sign := ""
	if x < 0 && strings.Trim(s, "0.") != "" {
		sign = "−"
	}
	whole, part, _ := strings.Cut(s, ".")
	n, err := strconv.Atoi(whole)
	if err != nil {
		return s // beyond what an int holds: no such number is shown to people
	}
	out := sign + l.Number(n)
	if part != "" {
		out += writings[l.lang].decimal + part
	}
	return out
}

// Date writes a day in words: 5 March 2026. The zero Date is a dash.
func (l *Localizer) Date(d homeward.Date) string {
	if d.IsZero() {
		return "–"
	}
	w := writings[l.lang]
	return fill(w.long, d, w.months[d.Month-1], "")
}

// ShortDate writes a day for a table: 05.03.2026, in English 5 Mar 2026.
func (l *Localizer) ShortDate(d homeward.Date) string {
	if d.IsZero() {
		return "–"
	}
	w := writings[l.lang]
	return fill(w.short, d, "", w.brief[d.Month-1])
}

// Weekday writes a day with the day of the week: Thursday 5 March 2026.
func (l *Localizer) Weekday(d homeward.Date) string {
	if d.IsZero() {
		return "–"
	}
	w := writings[l.lang]
	return strings.NewReplacer("{w}", w.weekdays[d.Time().Weekday()], "{date}", l.Date(d)).Replace(w.dated)
}

// Month writes a month of a year: March 2026.
func (l *Localizer) Month(d homeward.Date) string {
	if d.IsZero() {
		return "–"
	}
	w := writings[l.lang]
	return fill(w.monthly, d, w.bare[d.Month-1], "")
}

// Instant writes a moment: the short date and the time, in UTC and saying so. The register keeps its days in UTC, and a
// time shown in another zone could stand on another day than the figure that counts it.
func (l *Localizer) Instant(i homeward.Instant) string {
	if i.IsZero() {
		return "–"
	}
	return l.ShortDate(i.Date()) + nbsp + l.Clock(i)
}

// Clock writes the time of day of a moment: 14:05 UTC.
func (l *Localizer) Clock(i homeward.Instant) string {
	if i.IsZero() {
		return "–"
	}
	return i.UTC().Format("15:04") + nbsp + "UTC"
}

// Duration writes how long something takes, in its two largest units: 3 days 4 hours, 12 minutes.
func (l *Localizer) Duration(d time.Duration) string {
	units := []struct {
		key  string
		size time.Duration
	}{{"common.days", 24 * time.Hour}, {"common.hours", time.Hour}, {"common.minutes", time.Minute}, {"common.seconds", time.Second}}
	var parts []string
	for _, u := range units {
		n := d / u.size
		d -= n * u.size
		if n != 0 {
			parts = append(parts, l.T(u.key, "Count", int(n)))
		}
		if len(parts) == 2 || n == 0 && len(parts) == 1 {
			break
		}
	}
	if len(parts) == 0 {
		return l.T("common.seconds", "Count", 0)
	}
	return strings.Join(parts, " ")
}

func fill(pattern string, d homeward.Date, month, brief string) string {
	two := func(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
	return strings.NewReplacer(
		"{d}", strconv.Itoa(d.Day), "{dd}", two(d.Day), "{mm}", two(int(d.Month)),
		"{m}", month, "{b}", brief, "{y}", strconv.Itoa(d.Year),
	).Replace(pattern)
}

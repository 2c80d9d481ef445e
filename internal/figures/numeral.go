package figures

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readNumber reads a number written in digits, with its grouping: 1,392 / 1.392 / 1 392 / 1392 are one value. It also
// reads clock times and dates written in digits, which are no counts.
func readNumber(text string, i, to int) token {
	t := token{start: i, kind: numberToken}
	groups, marks, end := digitGroups(text, i, to)
	t.end = end
	if readDate(&t, groups, marks) || readClock(&t, groups, marks) {
		return t
	}
	groups, marks, t.end = keepGrouping(groups, marks, t.end)
	t.number = valueOf(groups, marks)
	return suffix(text, to, t)
}

// digitGroups collects runs of digits that stand together: joined by a point, comma, colon, slash, hyphen or one
// blank. ends after the last run.
func digitGroups(text string, i, to int) (groups []run, marks []rune, end int) {
	for i < to {
		g := readRun(text, i, to)
		groups = append(groups, g)
		end = g.end
		r, size := utf8.DecodeRuneInString(text[end:to])
		next, _ := utf8.DecodeRuneInString(text[min(end+size, to):to])
		if end >= to || len(groups) == 5 || digit(next) < 0 || !strings.ContainsRune(".,:/-'’٬٫․ \u00a0\u202f\u2009h", r) {
			break
		}
		marks = append(marks, r)
		i = end + size
	}
	return groups, marks[:len(groups)-1], end
}

// run is a run of digits.
type run struct {
	value  float64
	digits int
	end    int
}

func readRun(text string, i, to int) run {
	g := run{end: i}
	for g.end < to {
		r, size := utf8.DecodeRuneInString(text[g.end:to])
		d := digit(r)
		if d < 0 {
			break
		}
		if g.digits < maxDigits {
			g.value = g.value*10 + float64(d)
		}
		g.digits++
		g.end += size
	}
	return g
}

func readDate(t *token, g []run, marks []rune) bool {
	if len(g) < 3 || marks[0] != marks[1] {
		return false
	}
	y, m, d := g[2], g[1], g[0]
	switch {
	case marks[0] == '-' && g[0].digits == 4:
		y, d = g[0], g[2]
	case marks[0] == '.' || marks[0] == '/' || marks[0] == '-':
	default:
		return false
	}
	if y.digits != 4 || m.digits > 2 || d.digits > 2 || m.value < 1 || m.value > 12 || d.value < 1 || d.value > 31 ||
		y.value < 1900 || y.value > 2100 {
		return false
	}
	t.kind, t.end = dateToken, g[2].end
	t.number.day = calendar{year: int(y.value), month: int(m.value), day: int(d.value)}
	return true
}

func readClock(t *token, g []run, marks []rune) bool {
	if len(g) < 2 || marks[0] != ':' && marks[0] != 'h' || g[0].digits > 2 || g[1].digits != 2 || g[0].value > 24 || g[1].value > 59 {
		return false
	}
	t.kind, t.end = timeToken, g[1].end
	t.number.clock = fmt.Sprintf("%02d:%02d", int(g[0].value), int(g[1].value))
	return true
}

// keepGrouping keeps as many runs as make one number: groups of three digits after the first, all joined alike, or one
// decimal part.
func keepGrouping(g []run, marks []rune, end int) ([]run, []rune, int) {
	n := 1
	for n < len(g) && groups(marks[n-1]) && g[n].digits == 3 && g[0].digits <= 3 && g[0].value > 0 &&
		sameMark(marks[n-1], marks[0]) {
		n++
	}
	if n < len(g) && strings.ContainsRune(".,٫", marks[n-1]) && g[n].digits <= 3 && (n == 1 || marks[n-1] != marks[0]) {
		n++
	}
	if n < len(g) {
		end = g[n-1].end
	}
	return g[:n], marks[:n-1], end
}

func groups(r rune) bool { return strings.ContainsRune(".,'’٬․ \u00a0\u202f\u2009", r) }

func sameMark(a, b rune) bool { return a == b || (unicode.IsSpace(a) && unicode.IsSpace(b)) }

func valueOf(g []run, marks []rune) number {
	n := number{value: g[0].value, whole: true}
	if g[0].digits > maxDigits {
		n.whole = false
	}
	for i := 1; i < len(g); i++ {
		if g[i].digits == 3 && g[0].digits <= 3 && (i == 1 || marks[i-1] == marks[0] || unicode.IsSpace(marks[i-1])) {
			n.value = n.value*1000 + g[i].value
			n.grouped = true
			n.dotGroup = n.dotGroup || marks[i-1] == '.'
			continue
		}
		n.value += g[i].value / math.Pow10(g[i].digits)
		n.whole, n.decimal = false, true
	}
	return n
}

// suffix reads what may hang on a number: a percent sign, an ordinal ending.
func suffix(text string, to int, t token) token {
	rest := text[t.end:to]
	r, size := utf8.DecodeRuneInString(rest)
	switch {
	case r == '%' || r == '٪':
		t.number.percent = true
		t.end += size
		return t
	case r == 'º' || r == '°' || r == 'ª':
		t.number.ordinal = true
		t.end += size
		return t
	}
	if len(rest) > 1 && (r == '-' || r == '‑' || r == '\'' || r == '’') {
		rest = rest[size:]
	} else if !unicode.IsLetter(r) {
		return t
	}
	ending := rest
	if n := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) }); n >= 0 {
		ending = rest[:n]
	}
	if ordinals[fold(strings.ToLower(ending))] {
		t.number.ordinal = true
		t.end = t.end + len(text[t.end:to]) - len(rest) + len(ending)
	}
	return t
}

// ordinals are the endings that make a number a rank, in the languages that write them. Case endings such as the -u of
// "10-u" are none: that number still counts.
var ordinals = map[string]bool{"st": true, "nd": true, "rd": true, "th": true, "ci": true, "cu": true, "inci": true,
	"uncu": true, "nci": true, "ncu": true, "er": true, "ere": true, "eme": true, "й": true, "я": true, "е": true,
	"го": true, "му": true, "м": true, "ой": true, "ый": true, "րդ": true, "ին": true}

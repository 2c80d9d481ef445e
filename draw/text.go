package draw

import (
	"crypto/sha256"
	"fmt"
	"sort"
	"strings"
	"time"
	"unicode"
)

// Error is a refusal that can be told to a person: a key of the reader's catalogue and its arguments.
type Error struct {
	Key  string
	Args map[string]any
}

// Error is for logs; readers get Key and Args in their language.
func (e *Error) Error() string {
	names := make([]string, 0, len(e.Args))
	for name := range e.Args {
		names = append(names, name)
	}
	sort.Strings(names)
	for i, name := range names {
		names[i] = fmt.Sprintf(" %s=%v", name, e.Args[name])
	}
	return e.Key + strings.Join(names, "")
}

func problem(key string, pairs ...any) *Error {
	e := &Error{Key: key, Args: map[string]any{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		e.Args[pairs[i].(string)] = pairs[i+1]
	}
	return e
}

// lines writes a title, unless it is empty, and key=value lines, each ended by a line feed. No value holds a line feed
// (isText, isToken and the number formats see to that), so the lines of two different contents never agree.
func lines(title string, pairs ...string) string {
	var b strings.Builder
	if title != "" {
		b.WriteString(title)
		b.WriteByte('\n')
	}
	for i := 0; i < len(pairs); i += 2 {
		b.WriteString(pairs[i])
		b.WriteByte('=')
		b.WriteString(pairs[i+1])
		b.WriteByte('\n')
	}
	return b.String()
}

// isToken says whether s may be an id, a slug or a key: 1 to 64 of A-Z a-z 0-9 . _ : - and the first a letter or digit.
// Tokens hold no slash and no space, which join them into strata and lists.
func isToken(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		alnum := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !alnum && (i == 0 || c != '.' && c != '_' && c != ':' && c != '-') {
			return false
		}
	}
	return true
}

// isDecimal says whether s is a number that is not negative, in plain digits: at most nine before the point, and six after it.
func isDecimal(s string) bool {
	whole, part, point := strings.Cut(s, ".")
	digits := func(s string, most int) bool {
		return s != "" && len(s) <= most && strings.Trim(s, "0123456789") == ""
	}
	return digits(whole, 9) && (len(whole) == 1 || whole[0] != '0') && (!point || digits(part, 6))
}

// notNormal are letters and signs that are not in normal form C or would join with a neighbour to something else. With
// them and all combining marks refused, every text is in normal form C however it is put together; that is how a program
// without Unicode's tables of normal forms, like this one, can tell.
var notNormal = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0374, Hi: 0x0374, Stride: 1}, {Lo: 0x037E, Hi: 0x037E, Stride: 1}, {Lo: 0x0387, Hi: 0x0387, Stride: 1},
		{Lo: 0x0958, Hi: 0x095F, Stride: 1}, {Lo: 0x09DC, Hi: 0x09DF, Stride: 1}, {Lo: 0x0A33, Hi: 0x0A5E, Stride: 1},
		{Lo: 0x0B5C, Hi: 0x0B5D, Stride: 1}, {Lo: 0x0F43, Hi: 0x0F69, Stride: 1}, {Lo: 0x1100, Hi: 0x11FF, Stride: 1},
		{Lo: 0x1F00, Hi: 0x1FFF, Stride: 1}, {Lo: 0x2126, Hi: 0x212B, Stride: 1}, {Lo: 0x2329, Hi: 0x232A, Stride: 1},
		{Lo: 0x2ADC, Hi: 0x2ADC, Stride: 1}, {Lo: 0xF900, Hi: 0xFAFF, Stride: 1}, {Lo: 0xFB1D, Hi: 0xFB4F, Stride: 1},
		{Lo: 0xFFFD, Hi: 0xFFFD, Stride: 1},
	},
}

// isText says whether s may be a label or a remark: at most 400 bytes of letters, digits, punctuation, symbols and single
// spaces inside, in normal form C, of the Basic Multilingual Plane.
func isText(s string) bool {
	if len(s) > 400 || strings.HasPrefix(s, " ") || strings.HasSuffix(s, " ") || strings.Contains(s, "  ") {
		return false
	}
	for _, r := range s {
		if r > 0xFFFF || !unicode.IsPrint(r) || unicode.Is(unicode.M, r) || unicode.Is(notNormal, r) {
			return false
		}
	}
	return true
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; !('0' <= c && c <= '9' || 'a' <= c && c <= 'f') {
			return false
		}
	}
	return s != ""
}

// isHash says whether s is a SHA-256 in lower-case hex.
func isHash(s string) bool { return len(s) == 64 && isHex(s) }

func isStamp(s string) bool {
	t, err := time.Parse(stampLayout, s)
	return err == nil && Stamp(t) == s
}

func sha256Hex(s string) string {
	return hexOf(sha256.Sum256([]byte(s)))
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

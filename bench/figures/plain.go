//go:build unix

package main

import (
	"regexp"
	"strconv"
	"strings"

	"homeward/internal/figures"
)

// plain is the peer: what a good afternoon with regular expressions gives. It knows the words for families and people
// and the words for a total in every language, and takes the last place named before the number, else the first behind it.
type plain struct {
	number *regexp.Regexp
	total  *regexp.Regexp
	names  map[string]string
	place  *regexp.Regexp
}

func newPlain(places []figures.PlaceNames) plain {
	p := plain{
		number: regexp.MustCompile(`(?i)(\d{1,3}(?:[ .,\x{a0}]\d{3})+|\d+)\s*(?:\pL+\s+)?(?:(famil|household|ailə|сем|ընտանիք|aile|hogar|عائل|أسر)|(people|person|individual|resident|nəfər|человек|մարդ|menschen|kişi|شخص|personen|leute))`),
		total:  regexp.MustCompile(`(?i)in total|to date|so far|indiyədək|ümumilikdə|bu günə qədər|всего|на сегодняшний день|ընդհանուր|մինչ օրս|insgesamt|bisher|au total|jusqu|en total|hasta|toplam|bugüne kadar|إجمالي|حتى الآن`),
		names:  map[string]string{},
	}
	var all []string
	for _, x := range places {
		for _, n := range x.Names {
			p.names[strings.ToLower(n)] = x.Key
			all = append(all, regexp.QuoteMeta(n))
		}
	}
	p.place = regexp.MustCompile(`(?i)` + strings.Join(all, "|"))
	return p
}

var sentenceEnd = regexp.MustCompile(`[.!?։؟]\s+|\n`)

func (p plain) read(it item) ([]figures.Statement, error) {
	var out []figures.Statement
	for _, s := range sentenceEnd.Split(it.text, -1) {
		at := p.place.FindAllStringIndex(s, -1)
		kind := figures.Increment
		if p.total.MatchString(s) {
			kind = figures.Cumulative
		}
		for _, m := range p.number.FindAllStringSubmatchIndex(s, -1) {
			n, err := strconv.Atoi(strings.NewReplacer(" ", "", ".", "", ",", "", "\u00a0", "").Replace(s[m[2]:m[3]]))
			if err != nil {
				continue
			}
			st := figures.Statement{Kind: kind}
			for _, a := range at {
				if st.Place != nil && a[0] > m[0] {
					break
				}
				key := p.names[strings.ToLower(s[a[0]:a[1]])]
				st.Place = &key
			}
			if m[4] >= 0 {
				st.Families = &n
			} else {
				st.People = &n
			}
			out = append(out, st)
		}
	}
	return out, nil
}

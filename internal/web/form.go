package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/i18n"
)

// form is what somebody wrote into a page, and what is wrong with it. A page that is refused is shown again with
// everything as it was written and, on top, the list of faults, each a link to its field.
type form struct {
	l      *i18n.Localizer
	values url.Values
	faults []fault
}

// fault is one thing wrong with a form, at one field.
type fault struct {
	Field string // id and name of the field
	Text  string
}

// maxForm bounds what a form may send; the largest, a household of thirty, is a few kilobytes.
const maxForm = 1 << 20

func (v *visit) form() (*form, error) {
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, maxForm)
	if err := v.r.ParseForm(); err != nil {
		return nil, homeward.Errorf(homeward.Invalid, "error.form").Because(err)
	}
	return &form{l: v.Localizer, values: v.r.PostForm}, nil
}

// blank is a form nobody has written into yet, with what it offers.
func (v *visit) blank(pairs ...string) *form {
	f := &form{l: v.Localizer, values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.values.Set(pairs[i], pairs[i+1])
	}
	return f
}

// Value is what was written into a field.
func (f *form) Value(name string) string { return f.values.Get(name) }

// Fault is what is wrong with a field; empty when nothing is.
func (f *form) Fault(name string) string {
	for _, x := range f.faults {
		if x.Field == name {
			return x.Text
		}
	}
	return ""
}

// OK says whether nothing is wrong.
func (f *form) OK() bool { return len(f.faults) == 0 }

// refuse notes what is wrong with a field.
func (f *form) refuse(name, key string, pairs ...any) {
	f.faults = append(f.faults, fault{name, f.l.T(key, pairs...)})
}

// refuseErr notes an error that casework or a parser gave for a field; one that is no fault of the reader's is returned.
func (f *form) refuseErr(name string, err error) error {
	switch homeward.KindOf(err) {
	case homeward.Invalid, homeward.Conflict, homeward.Blocked:
		text, hint := homeward.TextOf(err)
		words := f.l.Text(text)
		if !hint.IsZero() {
			words += " " + f.l.Text(hint)
		}
		f.faults = append(f.faults, fault{name, words})
		return nil
	}
	return err
}

// text reads a field of words, without blanks around them.
func (f *form) text(name string) string { return strings.TrimSpace(f.values.Get(name)) }

// need reads a field that must be filled in; key is the sentence said when it is not.
func (f *form) need(name, key string) string {
	s := f.text(name)
	if s == "" {
		f.refuse(name, key)
	}
	return s
}

// date reads a day; empty is the zero Date.
func (f *form) date(name string) homeward.Date {
	s := f.text(name)
	if s == "" {
		return homeward.Date{}
	}
	d, err := homeward.ParseDate(s)
	if err != nil {
		f.refuse(name, "web.form.date", "Value", s)
	}
	return d
}

// needDate reads a day that must be filled in.
func (f *form) needDate(name, key string) homeward.Date {
	if f.text(name) == "" {
		f.refuse(name, key)
		return homeward.Date{}
	}
	return f.date(name)
}

// number reads a whole number from lo to hi.
func (f *form) number(name string, lo, hi int) int {
	n, err := strconv.Atoi(f.text(name))
	if err != nil || n < lo || n > hi {
		f.refuse(name, "web.form.number", "From", lo, "To", hi)
		return lo
	}
	return n
}

// decimal reads a number that may have a comma or a point; empty is 0, false.
func (f *form) decimal(name string) (x float64, ok bool) {
	s := strings.ReplaceAll(strings.ReplaceAll(f.text(name), "\u00a0", ""), ",", ".")
	if s == "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || x < 0 || x > 1e9 {
		f.refuse(name, "web.form.decimal", "Value", f.text(name))
		return 0, false
	}
	return x, true
}

// checked says whether a box was ticked.
func (f *form) checked(name string) bool { return f.values.Get(name) != "" }

// choice reads one of the words that were offered; anything else was not offered by us.
func choice[T ~string](f *form, name string, offered []T) T {
	s := T(f.text(name))
	for _, o := range offered {
		if s == o {
			return s
		}
	}
	f.refuse(name, "web.form.choice")
	return ""
}

package web

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/atlas"
	"homeward/internal/i18n"

	"github.com/a-h/templ"
)

// frame is what stands around every page.
type frame struct {
	*i18n.Localizer
	Places *atlas.Atlas
	Title  string
	Name   string // of the operation
	Sample bool
	Today  homeward.Date
	User   string // empty when nobody is signed in
	Roles  string
	Nav    []navItem
	Langs  []langItem
	Theme  string
	Themes []navItem
	Notice string // what the step before has done
	Bare   bool   // a page for a small screen in the field: without the main pages
}

type navItem struct {
	Address, Text string
	Here          bool
}

type langItem struct {
	i18n.Language
	Address string
	Here    bool
}

// sections are the main pages in the order of the chain, each with the action that opens it.
var sections = []struct {
	path, key string
	action    homeward.Action
}{
	{"/overview", "web.nav.overview", homeward.FigureView},
	{"/households", "web.nav.households", homeward.RegisterList},
	{"/questions", "web.nav.questions", homeward.QuestionView},
	{"/settlements", "web.nav.dwellings", homeward.HomeView},
	{"/rounds", "web.nav.rounds", homeward.HomeView},
	{"/certificates", "web.nav.certificates", homeward.RegisterList},
	{"/movements", "web.nav.movements", homeward.RegisterList},
	{"/handovers", "web.nav.handovers", homeward.RegisterList},
	{"/figures", "web.nav.figures", homeward.FigureView},
	{"/rules", "web.nav.rules", homeward.FigureView},
	{"/journal", "web.nav.journal", homeward.JournalRead},
	{"/users", "web.nav.users", homeward.UserAdd},
}

// sectionOf says under which main page an address stands, where that is not its beginning.
var sectionOf = map[string]string{"dwellings": "/settlements", "offers": "/rounds", "articles": "/figures", "statements": "/figures"}

// frame puts what stands around a page together; key is its title.
func (v *visit) frame(key string, pairs ...any) *frame {
	f := &frame{
		Localizer: v.Localizer, Places: v.srv.House.Places, Title: v.T(key, pairs...),
		Name: v.srv.House.Operation, Sample: v.srv.House.Sample, Today: v.srv.now().Date(),
		Theme: theme(v.w, v.r), Notice: v.notice(),
	}
	if f.Sample {
		f.Name = v.T("operation.sample")
	}
	here := "/" + strings.SplitN(strings.TrimPrefix(v.r.URL.Path, "/"), "/", 2)[0]
	if s, ok := sectionOf[here[1:]]; ok {
		here = s
	}
	for _, s := range sections {
		if access.May(v.actor, s.action) {
			f.Nav = append(f.Nav, navItem{s.path, v.T(s.key), s.path == here})
		}
	}
	for _, l := range i18n.Languages {
		f.Langs = append(f.Langs, langItem{l, v.get("lang", l.Code), l.Code == v.Lang()})
	}
	for _, t := range []string{"light", "dark", "system"} {
		if t != f.Theme && (t != "system" || f.Theme != "") {
			f.Themes = append(f.Themes, navItem{Address: v.get("theme", t), Text: v.T("web.theme." + t)})
		}
	}
	if v.actor.User != "" {
		f.User = v.actor.Name
		var roles []string
		for _, p := range v.actor.Appointments {
			roles = append(roles, v.T("role."+string(p.Role)))
		}
		f.Roles = strings.Join(roles, ", ")
	}
	return f
}

// get is the address that shows this page again with one of its query changed. A page that answers a form has no
// address of its own and is left for the page the form stands on.
func (v *visit) get(name, value string) string {
	if v.r.Method == "GET" {
		return v.here(name, value)
	}
	return strings.TrimSuffix(v.r.URL.Path, "/") + "?" + url.Values{name: {value}}.Encode()
}

// Place shows the names of a place side by side, in the reader's order, each in its language, none above the other.
func (f *frame) Place(id homeward.PlaceID) templ.Component {
	pair := f.Places.Pair(id, f.Lang())
	if len(pair) == 0 {
		pair = []homeward.Name{{Text: string(id)}}
	}
	// Written by hand: a loop in a template ends with a blank, and a comma may follow the last name.
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		for i, n := range pair {
			if i > 0 {
				if _, err := io.WriteString(w, " · "); err != nil {
					return err
				}
			}
			if _, err := fmt.Fprintf(w, "<span lang=\"%s\">%s</span>", templ.EscapeString(n.Lang), templ.EscapeString(n.Text)); err != nil {
				return err
			}
		}
		return nil
	})
}

// PlaceText is the names of a place in one line, for titles and options.
func (f *frame) PlaceText(id homeward.PlaceID) string { return f.Places.Label(id, f.Lang()) }

// Outlet names who published a figure, or says that nobody is named.
func (f *frame) Outlet(source string) string {
	if source == homeward.UnnamedOutlet {
		return f.T("figures.source.unnamed")
	}
	return source
}

// PlaceShort is the reader's first name of a place, for tight spots on a page that shows both elsewhere.
func (f *frame) PlaceShort(id homeward.PlaceID) string { return f.Places.Short(id, f.Lang()) }

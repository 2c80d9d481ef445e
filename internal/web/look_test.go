//go:build unix

package web

import (
	"strings"
	"testing"
	"time"

	"homeward/internal/casework"
	"homeward/internal/hometest"

	"github.com/chromedp/chromedp"
)

// deskSite is the sample with a desk that has read its register.
func deskSite(t testing.TB) *site {
	t.Helper()
	s := sampleSite(t)
	s.house.Desk = casework.NewDesk()
	if err := s.house.FillDesk(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// again is the form of a man who is in the sample's register, written in Armenian letters.
func again(id string) []string {
	return []string{"id", id, "people", "3", "given-1", "Էլշադ", "family-1", "Հասանով", "born-1", "1979-04-17", "relation-1", "head",
		"origin", "khojaly", "origin_address", "Nizami 4", "left", "1992-02-26", "stay", "dormitory", "stay_place", "baku", "intention", "return"}
}

// TestLookBeforeSaving: without a script the first press shows who may be the same, loses nothing, and the second saves.
func TestLookBeforeSaving(t *testing.T) {
	s := deskSite(t)
	v := s.as(t, "registrar")
	id := v.get("/households/new").values("id")[0]
	shown := v.post("/households/new", again(id)...)
	shown.want(200, "2 possible matches in the register", "Nothing is saved yet", "Person 2: ", "Həsənov, Elşad", "Гасанов, Эльшад", "Gasanov, Elshad",
		"What speaks for it", "What speaks against it", "Save all the same")
	for name, want := range map[string]string{"given-1": "Էլշադ", "born-1": "1979-04-17", "origin_address": "Nizami 4", "id": id} {
		if got := shown.values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s came back as %q", name, got)
		}
	}
	if text(shown.one("#look-0")) != "" || text(shown.one("#look-1")) == "" {
		t.Error("the matches do not stand beside the person they are about")
	}
	saved := v.post("/households/new", again(id)...)
	saved.want(200, "Possibly the same person", "What holds this household")
	v.post("/households/new", again(id)...).want(422, "This household is in the register already")

	log := s.as(t, "auditor").get("/journal?subject=" + id)
	log.want(200, "Show a registrar who may be in the register already", "Register a household")
	if strings.Contains(text(log.one("main")), "Էլշադ") {
		t.Error("the journal holds a name")
	}
}

// TestLookIsNoSaving: the button that only looks finds nothing wrong with a form half written.
func TestLookIsNoSaving(t *testing.T) {
	v := deskSite(t).as(t, "registrar")
	half := []string{"people", "3", "given-0", "Эльшад", "family-0", "Гасанов", "born-0", "1979-04-17", "look", "1"}
	d := v.post("/households/new", half...)
	d.want(200, "2 possible matches in the register")
	if len(d.all(".wrong")) > 0 {
		t.Error("a look finds fault")
	}
	v.post("/households/new", "people", "3", "given-0", "Zərəngül", "family-0", "Qırxbulaqlı", "born-0", "1931-01-02", "look", "1").
		want(200, "Nobody like these people was found")
}

func TestLookIsRefused(t *testing.T) {
	s := deskSite(t)
	registrar := s.as(t, "registrar")
	for name, c := range map[string]struct {
		who    *visitor
		person string
		status int
	}{
		"an analyst":            {s.as(t, "analyst"), "0", 403},
		"a housing officer":     {s.as(t, "housing"), "0", 403},
		"a stranger":            {s.visitor(t), "0", 401},
		"no such person":        {registrar, "40", 422},
		"a number that is none": {registrar, "x", 422},
		"less than the first":   {registrar, "-1", 422},
		"nothing written":       {registrar, "0", 200},
	} {
		t.Run(name, func(t *testing.T) {
			if d := c.who.post("/households/new/look", "person", c.person); d.status != c.status || d.status == 200 && text(d.root) != "" {
				t.Errorf("status %d, says %q", d.status, short(text(d.root)))
			}
		})
	}
}

// TestLookWhileTyping: with the script the match stands beside the field without a reload, the content policy stops
// nothing, and the first press then saves: it was seen.
func TestLookWhileTyping(t *testing.T) {
	s := deskSite(t)
	tab := s.open(t, "registrar", "en")
	err := chromedp.Do(tab, chromedp.Navigate(s.url+"/households/new"),
		chromedp.Evaluate[chromedp.Void](`window.stays = "yes"; window.stopped = []; document.addEventListener("securitypolicyviolation", e => stopped.push(e.violatedDirective + " " + e.blockedURI))`),
		chromedp.SendKeys("#family-0", "Гасанов"), chromedp.SendKeys("#given-0", "Эльшад"),
		chromedp.Evaluate[chromedp.Void](`document.querySelector("#born-0").value = "1979-04-17"; document.querySelector("#born-0").dispatchEvent(new Event("change", {bubbles: true}))`))
	if err != nil {
		t.Fatal(err)
	}
	const state = `document.querySelectorAll("#look-0 .notice").length + "; " + window.stays + "; " + window.stopped.join(",") + "; " + document.querySelector("#given-0").value`
	got := ""
	for range 50 {
		if got, err = chromedp.Run(tab, chromedp.Evaluate[string](state)); err != nil {
			t.Fatal(err)
		}
		if got == "2; yes; ; Эльшад" {
			hometest.Axe(t, tab)
			return
		}
		if err := chromedp.Do(tab, chromedp.Sleep(100*time.Millisecond)); err != nil {
			t.Fatal(err)
		}
	}
	t.Errorf("after typing: %s", got)
}

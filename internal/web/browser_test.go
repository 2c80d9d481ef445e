//go:build unix

package web

import (
	"context"
	"strings"
	"testing"
	"time"

	"homeward/internal/hometest"

	"github.com/chromedp/chromedp"
)

// open signs in with a browser and returns its tab; nobody signs in as "".
func (s *site) open(t testing.TB, login, lang string) context.Context {
	t.Helper()
	tab := hometest.Browser(t)
	steps := []chromedp.Action[chromedp.Void]{chromedp.Navigate(s.url + "/signin?lang=" + lang)}
	if login != "" {
		steps = append(steps, chromedp.SendKeys("#login", login), chromedp.SendKeys("#password", password),
			chromedp.Click("main button"), chromedp.WaitVisible(".who button"))
	}
	if err := chromedp.Do(tab, steps...); err != nil {
		t.Fatalf("sign in as %q: %v", login, err)
	}
	return tab
}

// wider says by how many pixels a page is wider than its window, and which elements make it so.
const wider = `(() => {
  const over = document.documentElement.scrollWidth - window.innerWidth;
  if (over <= 0) return "";
  const who = [...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1);
  return over + " px: " + who.slice(0, 4).map(e => e.tagName + " " + e.textContent.trim().slice(0, 40)).join(" | ");
})()`

// TestPagesInABrowser looks at the pages on a phone, a tablet and a desk: none is wider than its window, and each
// passes the accessibility engine, light and dark. The longest lists are left to others: the engine takes its time for
// every row, and one row is as another.
func TestPagesInABrowser(t *testing.T) {
	s := sampleSite(t)
	allocation, movement, housing := s.as(t, "allocation"), s.as(t, "movement"), s.as(t, "housing")
	offer := drawTheRound(t, s, allocation).links("/offers/")[0]
	household := accept(t, movement, offer)
	journey := plan(t, movement, household)
	analyst := s.as(t, "analyst")
	article := analyst.post("/figures/read", "text", pasted, "publisher", "A gazette", "published", "2025-04-28")
	proposal := article.links("/statements/")[0]
	article = analyst.get("/figures")
	last := func(v *visitor, list, links string) string {
		found := v.get(list).links(links)
		return found[len(found)-1]
	}
	for _, look := range []struct {
		login, lang string
		pages       []string
	}{
		{"", "hy", []string{"/public", "/public/figures/khojaly", "/signin", "/nowhere", last(s.visitor(t), "/public", "/public/rounds/")}},
		{"registrar", "hy", []string{"/questions", "/households?q=Həsənova", last(s.as(t, "registrar"), "/households?q=Həsənova", "/households/hh_"), "/households/new", "/users"}},
		{"allocation", "ru", []string{"/overview", "/rounds", last(allocation, "/rounds", "/rounds/rd_"), "/rounds/new", offer}},
		{"movement", "az", []string{"/movements", "/movements/new", journey, journey + "/checkin"}},
		{"housing", "ru", []string{last(housing, "/handovers", "/handovers/hh_"), last(housing, "/settlements/khojaly", "/dwellings/dw_"), "/settlements/khojaly"}},
		{"auditor", "hy", []string{"/journal?subject=" + strings.TrimPrefix(offer, "/offers/"), "/figures", "/rules", "/settlements"}},
		{"analyst", "ru", []string{"/figures/places/ballija", "/figures/places/khojaly/release?day=2025-04-28", "/figures/read", proposal, article.links("/articles/")[0]}},
		{"admin", "az", []string{"/users"}},
		{"allocation", "hy", append([]string{"/rules/compare", "/rules/adopt", "/rules/reopen", "/certificates"}, certified(t, s)...)},
		{"", "ru", []string{"/public/rules", s.visitor(t).get("/public/rules").links("/public/rules/")[0]}},
	} {
		t.Run(look.login, func(t *testing.T) {
			tab := s.open(t, look.login, look.lang)
			for _, p := range look.pages {
				lookAt(t, tab, s.url+p)
			}
		})
	}
}

func lookAt(t *testing.T, tab context.Context, page string) {
	t.Helper()
	before := t.Failed()
	for i, width := range hometest.Widths {
		theme := []string{"light", "dark", "light"}[i]
		if err := chromedp.Do(tab, hometest.Viewport(width, 900), chromedp.Navigate(withQuery(page, "theme="+theme))); err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		over, err := chromedp.Run(tab, chromedp.Evaluate[string](wider))
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		if over != "" {
			t.Errorf("%s at %d pixels is wider than its window by %s", page, width, over)
		}
		hometest.Axe(t, tab)
	}
	if t.Failed() && !before {
		t.Logf("the page was %s", page)
	}
}

// TestKeyboard: the first stop of the Tab key leads past the frame, and what has the focus can be seen.
func TestKeyboard(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	tab := emptySite(t).open(t, "", "en")
	seen := func(js string) string {
		t.Helper()
		got, err := chromedp.Run(tab, chromedp.Evaluate[string](js))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if err := chromedp.Do(tab, chromedp.KeyEvent("\t")); err != nil {
		t.Fatal(err)
	}
	if got := seen(`document.activeElement.className + " " + (document.activeElement.getBoundingClientRect().top >= 0)`); got != "skip true" {
		t.Errorf("the first stop is %q", got)
	}
	if got := seen(`getComputedStyle(document.activeElement).outlineStyle`); got != "solid" {
		t.Errorf("the focus is drawn %q", got)
	}
	if err := chromedp.Do(tab, chromedp.KeyEvent("\r"), chromedp.KeyEvent("\t")); err != nil {
		t.Fatal(err)
	}
	if got := seen(`document.activeElement.id`); got != "login" {
		t.Errorf("after skipping, the next stop is %q", got)
	}
}

// TestSearchAsYouType: letters are enough, no page is loaded anew, and the content policy stops nothing.
func TestSearchAsYouType(t *testing.T) {
	if link("vendor/htmx.min.js") == "" {
		t.Skip("htmx is not here, run make assets; the pages work without it")
	}
	s := sampleSite(t)
	tab := s.open(t, "registrar", "en")
	err := chromedp.Do(tab, chromedp.Navigate(s.url+"/households"),
		chromedp.Evaluate[chromedp.Void](`window.stays = "yes"; window.stopped = []; document.addEventListener("securitypolicyviolation", e => stopped.push(e.violatedDirective + " " + e.blockedURI))`),
		chromedp.SendKeys("#q", "гасанов эльшад"))
	if err != nil {
		t.Fatal(err)
	}
	const state = `document.querySelector("#found p").textContent.trim() + "; " + window.stays + "; " + (window.stopped || []).join(",")`
	got := ""
	for range 50 {
		if got, err = chromedp.Run(tab, chromedp.Evaluate[string](state)); err != nil {
			t.Fatal(err)
		}
		if got == "2 households; yes; " {
			return
		}
		if err := chromedp.Do(tab, chromedp.Sleep(100*time.Millisecond)); err != nil {
			t.Fatal(err)
		}
	}
	t.Errorf("after typing: %s", got)
}

//go:build unix

package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestAnswerWithoutScript walks the queue as somebody without scripts does: open, answer, go on, take back.
func TestAnswerWithoutScript(t *testing.T) {
	s := sampleSite(t)
	v := s.as(t, "registrar")
	queue := v.get("/questions")
	queue.want(200, "One person, registered twice?", "1 question", "Answer the next question", "Search the whole register")
	pair := v.get("/questions/next")
	pair.want(200, "Həsənov, Elşad", "Гасанов, Эльшад", "Elshad Gasanov", "Before anything is compared", "Together: 99 in 100",
		"So two officers answer", "loses its head", "Different people")
	if got := pair.all("[data-key]"); len(got) != 5 {
		t.Errorf("%d keys are shown", len(got))
	}
	address := pair.action("button[value=same]")
	v.post(address, "decision", "perhaps").want(422, "Choose")
	v.post(address, "decision", "same").want(200, "Your answer is kept")
	v.get(address).want(200, "A second officer says so too", "Solmaz Qaraşova has answered “the same person”")
	v.post(address, "decision", "same").want(422, "already")
	v.post(address, "decision", "different").want(200, "different people")
	v.get(address).want(200, "Answered by Solmaz Qaraşova", "Take the answer back")
	v.post(address+"/undo").want(200, "everything is as it was", "Your answer")
	v.get("/questions/next?after=x").want(404)
	v.get("/questions?after=x").want(404)
	for _, who := range []string{"analyst", "claims", "admin"} {
		s.as(t, who).get(address).want(403)
		s.as(t, who).get("/questions").want(403)
	}
	s.as(t, "auditor").get(address).want(200, "Həsənov, Elşad")
	s.as(t, "auditor").post(address, "decision", "different").want(403)
}

// TestSearchIsAskedForOnThePage: the page begins a search, shows it, and stops it; nobody else may.
func TestSearchIsAskedForOnThePage(t *testing.T) {
	s := deskSite(t)
	v := s.as(t, "registrar")
	v.post("/questions/run").want(200, "The search has begun", "0 of ", "Stop the search")
	v.post("/questions/run").want(409, "being searched already")
	stop := ""
	for _, f := range v.get("/questions").all("form") {
		if a := attr(f, "action"); strings.HasSuffix(a, "/stop") {
			stop = a
		}
	}
	v.post(stop).want(200, "stops at the next step")
	if _, err := s.house.CarryOnMatching(t.Context(), "test", nil); err != nil {
		t.Fatal(err)
	}
	v.get("/questions").want(200, "was stopped after")
	v.post("/questions/run").want(200)
	job, err := s.house.CarryOnMatching(t.Context(), "test", nil)
	if err != nil || job.Done < 900 {
		t.Fatalf("%+v, %v", job, err)
	}
	v.get("/questions").want(200, "The last search, asked for by Solmaz Qaraşova")
	s.as(t, "auditor").post("/questions/run").want(403)
}

// TestReviewByKeyboard: keys alone answer, the focus goes on to the next pair, and elsewhere on the page a digit is a
// digit. The pages pass the accessibility engine.
func TestReviewByKeyboard(t *testing.T) {
	s := sampleSite(t)
	tab := s.open(t, "registrar", "en")
	for _, p := range []string{"/questions", "/questions/next"} {
		lookAt(t, tab, s.url+p)
	}
	if err := chromedp.Do(tab, chromedp.Navigate(s.url+"/questions/next")); err != nil {
		t.Fatal(err)
	}
	see := func(js string) string {
		t.Helper()
		got, err := chromedp.Run(tab, chromedp.Evaluate[string](js))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := see(`document.activeElement.tagName`); got != "H1" {
		t.Errorf("the focus begins on %s", got)
	}
	before := see(`location.pathname`)
	if err := chromedp.Do(tab, chromedp.Evaluate[chromedp.Void](`document.querySelector(".langs a").focus()`), chromedp.KeyEvent("2"), chromedp.Sleep(200*time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if got := see(`location.pathname`); got != before {
		t.Errorf("a digit typed elsewhere led to %s", got)
	}
	if err := chromedp.Do(tab, chromedp.Evaluate[chromedp.Void](`document.querySelector("h1").focus()`), chromedp.KeyEvent("3")); err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if strings.Contains(see(`document.body?.textContent ?? ""`), "Left open for later") {
			return
		}
		_ = chromedp.Do(tab, chromedp.Sleep(100*time.Millisecond))
	}
	t.Error(fmt.Sprint("the key did not answer: ", see(`location.pathname`)))
}

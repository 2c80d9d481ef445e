//go:build unix

package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

const pasted = "Keys in Khojaly\n\nOn April 28, 33 families (137 people) moved to Khojaly city. To date, 157 families (744 people) have been settled in Ballija village."

// TestAFigureFromTextToLedger walks a text from the form to the ledger: marks, the register's number, one figure
// accepted, one corrected with its sentence kept.
func TestAFigureFromTextToLedger(t *testing.T) {
	s := sampleSite(t)
	analyst := s.as(t, "analyst")
	analyst.get("/figures").want(200, "By place", "85 families, 341 people")
	analyst.post("/figures/read", "text", "", "publisher", "").want(422, "Say who published it")
	analyst.post("/figures/read", "text", "  ", "publisher", "A gazette").want(422, "Paste a text or choose a file")
	analyst.post("/figures/read", "text", pasted, "publisher", "A gazette", "url", "javascript:alert(1)").want(422, "An address begins with")
	page := analyst.post("/figures/read", "text", pasted, "publisher", "A gazette", "published", "2025-04-28")
	page.want(200, "2 figures are to be looked at", "33 families, 137 people", "33 / 137", "157 families, 744 people", "157 / 743")
	if marks := page.all("mark"); len(marks) != 2 {
		t.Fatalf("%d marks in the text", len(marks))
	}
	statements := page.links("/statements/")
	var ids []string
	for _, l := range statements {
		if !strings.Contains(l, "#") {
			ids = append(ids, strings.TrimPrefix(l, "/statements/"))
		}
	}
	analyst.post("/statements/"+ids[0]+"/confirm").want(200, "Confirmed", "1 figure is to be looked at")
	analyst.post("/statements/"+ids[0]+"/confirm").want(409, "decided about already")
	file := analyst.get("/statements/" + ids[1])
	file.want(200, "744", "differ", "Ballija")
	if inputOf(file.root, "people") != "744" || text(file.one("mark")) == "" {
		t.Error("the form does not hold what was read, or the sentence is not marked")
	}
	analyst.post("/statements/"+ids[1]+"/correct", "place", "ballija", "kind", "cumulative", "quantifier", "exact", "families", "x", "people", "743").want(422, "from 0 to")
	analyst.post("/statements/"+ids[1]+"/correct", "place", "ballija", "kind", "cumulative", "quantifier", "exact", "families", "157", "people", "743",
		"as_of", "2025-04-28", "reason", "a slip", "keep", "1").want(200, "Corrected", "Every figure has been looked at")
	if got := analyst.get("/figures/cases.txt"); got.status != 200 || !strings.Contains(got.body, "cumulative ballija 157 743") {
		t.Errorf("cases: %d %q", got.status, got.body)
	}
	analyst.get("/statements/"+ids[1]).want(200, "Corrected", "a slip", "what stands instead")
	analyst.get("/figures/places/ballija").want(200, "157 families, 743 people", "A gazette")
	s.as(t, "registrar").get("/figures/read").want(403)
	s.visitor(t).get("/statements/"+ids[0]).want(200, "Password") // a stranger is sent to sign in
}

// TestAFileIsRead sends the text as a file, as a browser does.
func TestAFileIsRead(t *testing.T) {
	s := sampleSite(t)
	analyst := s.as(t, "analyst")
	send := func(content []byte) *doc {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for _, f := range [][2]string{{"publisher", "An agency"}, {"text", ""}, {"published", "2025-04-28"}, {"url", ""}} {
			if err := w.WriteField(f[0], f[1]); err != nil {
				t.Fatal(err)
			}
		}
		part, err := w.CreateFormFile("file", "note.html")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequest(http.MethodPost, s.url+"/figures/read", &body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", w.FormDataContentType())
		req.Header.Set("Sec-Fetch-Site", "same-origin")
		return analyst.do(req)
	}
	send([]byte("<html><body><script>alert(1)</script><p>At this stage, 12 families (51 people) moved to Khojaly city.</p></body></html>")).
		want(200, "12 families, 51 people")
	send([]byte{0, 1, 2, 3, 0, 255, 254}).want(422, "The file is no text")
	send(bytes.Repeat([]byte("20 families "), 400000)).want(422)
}

// TestLedgerOfAPlace: inside with the register's reasons, outside without, and the curve in numbers beside it.
func TestLedgerOfAPlace(t *testing.T) {
	s := sampleSite(t)
	inside := s.as(t, "analyst").get("/figures/places/khojaly")
	inside.want(200, "Totals over time", "85 families, 341 people", "Agrees", "Still waiting", "Write the day’s paragraph")
	if len(inside.all("svg[role=img]")) != 2 || inside.find("desc") == nil {
		t.Error("the curve has no description")
	}
	outside := s.visitor(t).get("/public/figures/khojaly?lang=en")
	outside.want(200, "85 families, 341 people", "Groups of fewer than 3 families")
	for _, word := range []string{"Still waiting", "does not add up", "/statements/"} {
		if strings.Contains(outside.body, word) {
			t.Errorf("the public page says %q", word)
		}
	}
	s.visitor(t).get("/public/figures/nowhere").want(404)
	empty := s.as(t, "analyst").get("/figures/places/lachin")
	empty.want(200, "No total has been published for this place yet", "shows nobody on the way here yet")
}

// TestReleaseOfADay shows the paragraph in four languages, releases it, and shows it to everybody.
func TestReleaseOfADay(t *testing.T) {
	s := sampleSite(t)
	analyst := s.as(t, "analyst")
	const at = "/figures/places/khojaly/release"
	analyst.get(at+"?day=2025-04-28").want(200, "33 families (137 people) received the keys", "33 ailə (137 nəfər)", "33 ընտանիք (137 մարդ)", "33 семьи (137 человек)")
	analyst.get(at + "?day=tomorrow").want(422)
	analyst.post(at, "day", "2999-01-01").want(422, "That day has not come yet")
	s.as(t, "registrar").post(at, "day", "2025-04-28").want(403)
	analyst.post(at, "day", "2025-04-28").want(200, "Released for 28 April 2025")
	analyst.post(at, "day", "2025-04-28").want(422, "what was released already")
	s.visitor(t).get("/public/figures/khojaly?lang=hy").want(200, "33 ընտանիք (137 մարդ)")
}

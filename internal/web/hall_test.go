//go:build unix

package web

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"homeward"
	"homeward/internal/hometest"
	"homeward/internal/sample"

	"github.com/chromedp/chromedp"
)

// officer is the allocation officer of the sample.
func officer(t testing.TB, s *site) homeward.Actor {
	t.Helper()
	for _, u := range sample.Users() {
		if u.Login == "allocation" {
			a, ok, err := s.house.DB.ActorOf(t.Context(), u.ID)
			if err != nil || !ok {
				t.Fatalf("the allocation officer: %v %v", ok, err)
			}
			return a
		}
	}
	t.Fatal("the sample has no allocation officer")
	return homeward.Actor{}
}

// roundAt is a round of the sample at a stage.
func roundAt(t testing.TB, s *site, stage homeward.RoundStage) homeward.Round {
	t.Helper()
	rows, err := s.house.ListRounds(t.Context(), officer(t, s))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Stage() == stage {
			return r.Round
		}
	}
	t.Fatalf("the sample has no round that is %s", stage)
	return homeward.Round{}
}

// TestVerifyInTheBrowser: the verdict is the page's own, and a byte more or a number less is found.
func TestVerifyInTheBrowser(t *testing.T) {
	s := sampleSite(t)
	r := roundAt(t, s, homeward.RoundPublished)
	address := "/public/verify?round=" + string(r.ID)
	stranger := s.visitor(t)
	if links := stranger.get("/public?lang=en").want(200).links("/public/verify"); !slices.Contains(links, address) {
		t.Errorf("/public links to %q, not to %s", links, address)
	}
	if links := stranger.get("/public/rounds/" + string(r.ID)).want(200).links("/public/verify"); !slices.Contains(links, address) {
		t.Errorf("the round links to %q, not to %s", links, address)
	}
	bundle := stranger.get("/rounds/" + string(r.ID) + "/draw.json").body
	commitment := bundleField(t, bundle, "commitment")

	ctx := hometest.Browser(t)
	open := func(lang string) {
		t.Helper()
		if err := chromedp.Do(ctx, chromedp.Navigate(s.url+address+"&lang="+lang)); err != nil {
			t.Fatal(err)
		}
	}
	for lang, word := range map[string]string{"en": "Verified.", "az": "Yoxlanıldı.", "hy": "Ստուգված է։", "ru": "Проверено."} {
		open(lang)
		if got := sentence(t, ctx, `document.getElementById("fetch").click()`); !strings.HasPrefix(got, word) || !strings.Contains(got, commitment) {
			t.Errorf("%s: %s", lang, got)
		}
	}
	hometest.Axe(t, ctx)

	open("en")
	// As it is printed: in groups, in any case of letters.
	known := func(number string) string {
		return `const known = document.getElementById("commitment"); known.value = "` + number + `"; known.dispatchEvent(new Event("change")); document.getElementById("fetch").click()`
	}
	if got := sentence(t, ctx, known(strings.ToUpper(grouped(commitment)))); !strings.HasPrefix(got, "Verified.") {
		t.Errorf("with the commitment as printed: %s", got)
	}
	open("en")
	if got := sentence(t, ctx, known(strings.Repeat("0", 64))); !strings.HasPrefix(got, "Not verified.") || !strings.Contains(got, "published before") {
		t.Errorf("with another commitment: %s", got)
	}

	// A receipt, as its code is read with a telephone: what became of the entry; and one with a digit changed.
	open("en")
	receipt := s.as(t, "allocation").get("/rounds/" + string(r.ID) + "/entries/1/receipt.json").want(200).body
	mine := func(text string) string {
		q, _ := json.Marshal(text)
		return `const mine = document.getElementById("receipt"); mine.value = ` + string(q) + `; mine.dispatchEvent(new Event("input")); document.getElementById("fetch").click()`
	}
	said := func(text string) string {
		t.Helper()
		sentence(t, ctx, mine(text))
		words, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.getElementById("mine-sentence").textContent`))
		if err != nil {
			t.Fatal(err)
		}
		return words
	}
	if got := said(receipt); !strings.HasPrefix(got, "The receipt is genuine") || !strings.Contains(got, "It received dwelling") {
		t.Errorf("a receipt: %s", got)
	}
	hometest.Axe(t, ctx)
	open("en")
	leaf := bundleField(t, receipt, "leaf")
	if got := said(strings.Replace(receipt, leaf, strings.Repeat("0", 64), 1)); !strings.HasPrefix(got, "The receipt proves nothing") {
		t.Errorf("a forged receipt: %s", got)
	}

	open("en")
	seed := bundleField(t, bundle, "seed")
	other := "0" + seed[1:]
	if seed[0] == '0' {
		other = "1" + seed[1:]
	}
	forged := filepath.Join(t.TempDir(), "draw.json")
	if err := os.WriteFile(forged, []byte(strings.Replace(bundle, seed, other, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.SetUploadFiles("#file", []string{forged})); err != nil {
		t.Fatal(err)
	}
	if got := sentence(t, ctx, ""); !strings.HasPrefix(got, "Not verified.") || !strings.Contains(got, "the seed follows") {
		t.Errorf("with one digit of the seed changed: %s", got)
	}
}

// sentence does something on the page of the check and waits for what it says.
func sentence(t testing.TB, ctx context.Context, do string) string {
	t.Helper()
	words, err := chromedp.Run(ctx, chromedp.Evaluate[string](`(async () => {`+do+`;
		const sentence = document.getElementById("sentence");
		while (!sentence.textContent) await new Promise((done) => setTimeout(done, 20));
		return sentence.textContent;
	})()`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// bundleField reads a hash out of a bundle's text, the last of its name: the parts of the header stand before.
func bundleField(t testing.TB, bundle, name string) string {
	t.Helper()
	mark := `"` + name + `":"`
	i := strings.LastIndex(bundle, mark)
	if i < 0 || len(bundle) < i+len(mark)+64 {
		t.Fatalf("the bundle has no %s: %s", name, short(bundle))
	}
	return bundle[i+len(mark) : i+len(mark)+64]
}

// TestVerifierFiles: the page that is kept on a disk finds beside it all that it asks for, and nothing else is handed out.
func TestVerifierFiles(t *testing.T) {
	v := emptySite(t).visitor(t)
	page := v.get("/public/verifier/index.html").want(200)
	asked := []string{attr(page.one("link"), "href")}
	for _, n := range page.all("script") {
		if text(n) != "" {
			t.Error("a script stands in the page, where the content policy stops it")
		}
		asked = append(asked, attr(n, "src"))
	}
	for _, name := range asked {
		v.get("/public/verifier/" + name).want(200)
	}
	for _, name := range []string{"cli.js", "embed.go", "..%2fdraw.go"} {
		v.get("/public/verifier/" + name).want(404)
	}
	v.get("/public/verify?round=7").want(404)
	v.get("/public/verify").want(200)
}

// TestCeremony turns every picture of a published draw: each entry once, no household anywhere.
func TestCeremony(t *testing.T) {
	s := sampleSite(t)
	r := roundAt(t, s, homeward.RoundPublished)
	file, err := s.house.ViewRound(t.Context(), officer(t, s), r.ID)
	if err != nil {
		t.Fatal(err)
	}
	v := s.as(t, "allocation")
	page := v.get("/rounds/"+string(r.ID)+"/ceremony?at=none").want(200, "The dice have been thrown")
	if n := len(page.all("ol.dice")); n != 1 {
		t.Fatalf("%d rows of dice", n)
	}
	called, given := []int{}, 0
	for len(page.all("a[rel=next]")) == 1 {
		page = v.get(attr(page.one("a[rel=next]"), "href")).want(200)
		if strings.Contains(page.body, "/households/") {
			t.Fatalf("%s shows a household", page.name)
		}
		if len(page.all("a[rel=next]")) == 0 {
			break
		}
		n, err := strconv.Atoi(page.text("p.lot"))
		if err != nil {
			t.Fatal(err)
		}
		called = append(called, n)
		if len(page.all("p.waits")) == 0 {
			given++
		}
	}
	if got := page.want(200, "Everybody has been called").text("p.lot"); got != strconv.Itoa(given) {
		t.Errorf("%s given at the end, %d called with a home", got, given)
	}
	want := make([]int, len(file.Entries)-file.Report.Dropped)
	if slices.Sort(called); len(called) != len(want) || len(slices.Compact(called)) != len(want) {
		t.Errorf("%d called, %d took part", len(called), len(want))
	}
	for lang, word := range map[string]string{"az": "Gözləmə", "hy": "Սպասման", "ru": "ожидания", "en": "Waiting list"} {
		last := v.get(ceremonyAddress(r.ID, len(want)) + "&lang=" + lang).want(200)
		if len(last.all("p.waits")) == 1 {
			last.want(200, word)
		}
		if got := attr(last.one("html"), "class"); got != "dark" {
			t.Errorf("%s: the hall is %q", lang, got)
		}
	}
	s.visitor(t).get("/rounds/"+string(r.ID)+"/ceremony").want(200, "Password")
}

// TestDrawInTheHall takes the open round of the sample to its draw, and finds the papers of each step linked when they
// can be had.
func TestDrawInTheHall(t *testing.T) {
	s := sampleSite(t)
	ctx, who := t.Context(), officer(t, s)
	r := roundAt(t, s, homeward.RoundOpened)
	v, at := s.as(t, "allocation"), "/rounds/"+string(r.ID)
	papers := func(want ...string) {
		t.Helper()
		var got []string
		for _, href := range v.get(at).want(200).links(at + "/") {
			got = append(got, strings.TrimPrefix(href, at+"/"))
			if name, isPaper := strings.CutSuffix(href, ".pdf"); isPaper {
				if page := v.get(href); page.status != 200 || !strings.HasPrefix(page.body, "%PDF") {
					t.Errorf("%s: %d", name, page.status)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("linked: %q, want %q", got, want)
		}
	}
	v.get(at+"/ceremony").want(200, "not frozen yet")
	first := v.get(at).want(200, "Ways to give these homes", "By lot", "By order, best fit", "Homes left empty", "What each rule costs", "One home more")
	kind := ""
	for _, o := range first.all("option") {
		if v := attr(o, "value"); strings.HasPrefix(v, "khojaly/") {
			kind = v
		}
	}
	if said := v.get(at + "?kind=" + url.QueryEscape(kind) + "&class=1").want(200).text("#h-more-answer"); !strings.Contains(said, "class 1") || !strings.Contains(said, "lot") {
		t.Errorf("one household more: %s", said)
	}
	v.get(at + "?kind=nowhere/flat/9&class=x").want(200)
	p, err := s.house.PreviewFreeze(ctx, who, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.house.FreezeRound(ctx, who, r.ID, p.Hash); err != nil {
		t.Fatal(err)
	}
	papers()
	if n := len(v.get(at+"/ceremony").want(200, "not committed to yet").all("form")); n != 0 {
		t.Errorf("%d forms before the commitment", n)
	}
	if err := s.house.CommitRound(ctx, who, r.ID); err != nil {
		t.Fatal(err)
	}
	papers("ceremony", "slips.pdf", "receipts.pdf")
	const dice = "4 2 6 1 3 5 5 2 1 6 4 3"
	closed := v.post(at+"/close", "from", "ceremony").want(200, "Dice: 12 throws", "Closing number")
	v.post(closed.action("#value-hall"), "from", "ceremony", "about", "hall", "value", "4 2 6").want(422, "Closing number")
	v.post(closed.action("#value-hall"), "from", "ceremony", "about", "hall", "value", dice).want(200, "You typed")
	if s.as(t, "auditor").post(closed.action("#value-hall"), "about", "hall", "value", dice).status != 403 {
		t.Error("an auditor typed what was heard")
	}
	if n := len(s.as(t, "auditor").get(at + "/ceremony").want(200).all("form")); n != 0 {
		t.Errorf("an auditor is shown %d forms", n)
	}
	s.as(t, "committee").post(closed.action("#value-hall"), "from", "ceremony", "about", "hall", "value", dice).want(200, "Two people typed the same")
	thrown := v.post(at+"/draw", "from", "ceremony").want(200, "The dice have been thrown")
	if got := strings.Join(strings.Fields(thrown.text("ol.dice")), ""); got != strings.ReplaceAll(dice, " ", "") {
		t.Errorf("dice %s", got)
	}
	papers("ceremony", "slips.pdf", "receipts.pdf", "protocol.pdf")
}

// TestHallLooks opens the pictures of a draw in a browser, at the widths that halls and phones have.
func TestHallLooks(t *testing.T) {
	s := sampleSite(t)
	r := roundAt(t, s, homeward.RoundPublished)
	ctx := hometest.Browser(t)
	signInBrowser(t, ctx, s, "allocation")
	for _, at := range []int{0, 1, 100000} {
		for _, width := range []int64{360, 1280} {
			if err := chromedp.Do(ctx, hometest.Viewport(width, 800), chromedp.Navigate(s.url+ceremonyAddress(r.ID, at))); err != nil {
				t.Fatal(err)
			}
			over, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
			if err != nil {
				t.Fatal(err)
			}
			if over > 0 {
				t.Errorf("at %d, %d wide: %d pixels stand out", at, width, over)
			}
			hometest.Screenshot(t, ctx, "hall-"+strconv.Itoa(at)+"-"+strconv.Itoa(int(width)))
		}
		hometest.Axe(t, ctx)
	}
}

func signInBrowser(t testing.TB, ctx context.Context, s *site, login string) {
	t.Helper()
	err := chromedp.Do(ctx,
		chromedp.Navigate(s.url+"/signin?lang=en"),
		chromedp.SetValue("#login", login),
		chromedp.SetValue("#password", password),
		chromedp.Submit("#password"),
		chromedp.WaitVisible(".who"))
	if err != nil {
		t.Fatal(err)
	}
}

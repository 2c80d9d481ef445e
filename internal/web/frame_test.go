//go:build unix

package web

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"homeward"
	"homeward/internal/i18n"

	"pgregory.net/rapid"
)

func TestSignIn(t *testing.T) {
	s := emptySite(t)
	v := s.visitor(t)
	page := v.get("/overview?lang=en") // sent to sign in first
	page.want(200, "Password")
	if got := page.values("next"); !slices.Equal(got, []string{"/overview"}) {
		t.Errorf("after signing in it goes to %q", got)
	}
	empty := v.post("/signin", "login", "", "password", "")
	empty.want(422, "2 things are to be put right", "Write your user name", "Write your password")
	for _, id := range []string{"login", "password"} {
		if attr(empty.one("#"+id), "aria-invalid") != "true" || len(empty.links("#"+id)) != 1 {
			t.Errorf("the fault of %q is not marked and linked", id)
		}
	}
	wrong := v.post("/signin", "login", "admin", "password", "guess-guess-guess")
	wrong.want(422)
	if strings.Contains(wrong.body, "guess-guess-guess") {
		t.Error("the password was sent back")
	}
	nobody := v.post("/signin", "login", "nobody", "password", password).want(422)
	if a, b := wrong.text("#password-fault"), nobody.text("#password-fault"); a != b {
		t.Errorf("a wrong name is told from a wrong password: %q, %q", a, b)
	}
	v.post("/signin", "login", "admin", "password", password, "next", "/users").want(200, "Aydın Əliyev", "Monday 9 February 2026")
	v.post("/signout").want(200, "Password")
	v.get("/users").want(200, "Password")
}

func TestSignInGivesANewSession(t *testing.T) {
	s := emptySite(t)
	v := s.visitor(t)
	session := func() string {
		req, _ := http.NewRequest(http.MethodGet, s.url+"/", nil) // a plain address
		for _, c := range v.Jar.Cookies(req.URL) {
			if c.Name == "homeward" {
				return c.Value
			}
		}
		return ""
	}
	v.post("/signin", "login", "admin", "password", password).want(200)
	first := session()
	v.post("/signin", "login", "admin", "password", password).want(200)
	if first == "" || session() == first {
		t.Error("signing in kept the session of before")
	}
}

func TestNextStaysInTheHouse(t *testing.T) {
	cases := []struct{ name, next, want string }{
		{"a page of ours", "/rounds?x=1", "/rounds?x=1"},
		{"nothing", "", "/overview"},
		{"another site", "https://example.org/", "/overview"},
		{"another site without a scheme", "//example.org/", "/overview"},
		{"another site by a backslash", `/\example.org`, "/overview"},
		{"a broken header", "/a\r\nSet-Cookie: x", "/overview"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := within(c.next); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestRefusedPages(t *testing.T) {
	s := emptySite(t)
	stranger, admin := s.visitor(t), s.as(t, "admin")
	admin.get("/nowhere").want(404, "There is no such page", "What would change it")
	admin.get("/households/hh_0").want(404)
	admin.get("/rounds/rd_01jc4h4500fk1v74jjxqmb1nrn").want(404, "There is no such record (round)")
	admin.get("/households").want(403, "Refused, 403", "registrar")
	admin.post("/households/new", "given-0", "A", "born-0", "1980-01-01", "relation-0", "head", "origin", "khojaly", "stay", "dormitory",
		"stay_place", "baku", "left", "1992-02-26", "intention", "return").want(403, "This attempt is in the journal")
	stranger.post("/users", "name", "X").want(401, "You are not signed in")
}

// TestCrossSitePost: a form on another site changes nothing, and the reader is told why.
func TestCrossSitePost(t *testing.T) {
	s := emptySite(t)
	v := s.as(t, "admin")
	for _, header := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://example.org"}} {
		req, err := http.NewRequest(http.MethodPost, s.url+"/users", strings.NewReader("name=X&new_login=x&new_password=long-enough-to-pass&role=auditor&area=programme"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set(header[0], header[1])
		v.do(req).want(403, "This was sent from another site and was not done", "only its own pages may change the register")
	}
	if users := v.get("/users").all("tbody"); len(users) != 1 || strings.Contains(text(users[0]), " x ") {
		t.Error("the user was added")
	}
}

func TestLanguageOfAPage(t *testing.T) {
	s := emptySite(t)
	v := s.visitor(t)
	lang := func(path, accept string) string {
		req, err := http.NewRequest(http.MethodGet, s.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Language", accept)
		d := v.do(req)
		if got := d.text("b[aria-current=true]"); got != nameOf(attr(d.one("html"), "lang")) {
			t.Errorf("the page is in %s and marks %s", attr(d.one("html"), "lang"), got)
		}
		return attr(d.one("html"), "lang")
	}
	steps := []struct{ name, path, accept, want string }{
		{"the browser's", "/signin", "hy,en;q=0.5", "hy"},
		{"English where we speak none", "/signin", "fr", "en"},
		{"the one asked for", "/signin?lang=ru", "hy", "ru"},
		{"the one chosen before", "/signin", "hy", "ru"},
		{"a language we do not speak changes nothing", "/signin?lang=xx", "hy", "ru"},
	}
	for _, c := range steps {
		if got := lang(c.path, c.accept); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func nameOf(code string) string {
	for _, l := range i18n.Languages {
		if l.Code == code {
			return l.Name
		}
	}
	return ""
}

func TestHeaders(t *testing.T) {
	s := emptySite(t)
	res, err := http.Get(s.url + "/signin")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
		"Content-Type": "text/html; charset=utf-8", "Content-Language": "en",
	} {
		if got := res.Header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if policy := res.Header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
		t.Errorf("the content policy is weak: %s", policy)
	}
	if len(res.Header.Get("X-Request-Id")) != 12 {
		t.Errorf("request %q", res.Header.Get("X-Request-Id"))
	}
	sheet, err := http.Get(s.url + link("home.css"))
	if err != nil {
		t.Fatal(err)
	}
	defer sheet.Body.Close()
	if got := sheet.Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("the sheet is not kept: %q", got)
	}
}

// TestAPanicIsAPage: a fault of ours is told with its request and without its words.
func TestAPanicIsAPage(t *testing.T) {
	s := emptySite(t)
	server := New(Config{House: s.house, Sessions: nil, Log: s.log()})
	rec := httptest.NewRecorder()
	server.identify(server.recover(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret words") }))).
		ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/x?lang=en", nil))
	parse(t, "a panic", rec.Code, rec.Body.String()).want(500, "Something failed on our side", rec.Header().Get("X-Request-Id"))
	if strings.Contains(rec.Body.String(), "secret words") {
		t.Error("the reader was told the fault's own words")
	}
	if len(s.list) != 1 || !strings.Contains(s.list[0], "secret words") {
		t.Errorf("the log holds %q", s.list)
	}
	s.list = nil
}

func TestFormFaults(t *testing.T) {
	speech, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	fm := &form{l: speech.For("en"), values: map[string][]string{
		"day": {"2026-02-30"}, "count": {"61"}, "reading": {"12,5"}, "word": {"  x "}, "much": {"a lot"}, "pick": {"other"},
	}}
	if fm.date("day"); fm.Fault("day") == "" {
		t.Error("a day that does not exist was taken")
	}
	if fm.number("count", 1, 60); fm.Fault("count") == "" {
		t.Error("a number beyond the bound was taken")
	}
	if x, ok := fm.decimal("reading"); !ok || x != 12.5 {
		t.Errorf("12,5 was read as %v", x)
	}
	if _, ok := fm.decimal("much"); ok || fm.Fault("much") == "" {
		t.Error("words were taken for a number")
	}
	if fm.text("word") != "x" || fm.need("word", "web.form.choice") != "x" {
		t.Error("blanks around words were kept")
	}
	if choice(fm, "pick", []string{"one"}); fm.Fault("pick") == "" {
		t.Error("an answer that was not offered was taken")
	}
	if err := fm.refuseErr("x", homeward.Errorf(homeward.Forbidden, "error.no_page")); err == nil {
		t.Error("a refusal of rights became a fault of a field")
	}
}

// TestEveryStateHasALook: a state that is added to the vocabulary must be given a shape.
func TestEveryStateHasALook(t *testing.T) {
	for _, s := range homeward.HouseholdStatuses {
		if householdLooks[s].icon == "" {
			t.Errorf("household %s has no look", s)
		}
	}
	for _, s := range homeward.DwellingStates {
		if dwellingLooks[s].icon == "" {
			t.Errorf("dwelling %s has no look", s)
		}
	}
	for _, s := range homeward.RoundStages {
		if roundLooks[s].icon == "" {
			t.Errorf("round %s has no look", s)
		}
	}
	for _, s := range homeward.MovementStages {
		if movementLooks[s].icon == "" {
			t.Errorf("movement %s has no look", s)
		}
	}
	sprite := string(assets()["icons.svg"].plain)
	for _, src := range templates(t) {
		for _, m := range regexp.MustCompile(`icon\("([a-z]+)"\)|\+ "#([a-z]+)"`).FindAllStringSubmatch(src, -1) {
			if !strings.Contains(sprite, `id="`+m[1]+m[2]+`"`) {
				t.Errorf("there is no shape %q", m[1]+m[2])
			}
		}
	}
}

func templates(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("*.templ")
	if err != nil || len(names) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	out := map[string]string{}
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		out[n] = string(b)
	}
	return out
}

// TestSheet keeps the style sheet small, right-to-left, and without what nobody uses.
func TestSheet(t *testing.T) {
	sheet := string(assets()["home.css"].plain)
	if len(sheet) > 30_000 {
		t.Errorf("the sheet has %d bytes, 30,000 are enough", len(sheet))
	}
	// A property named for a side of the paper is wrong in a script that runs the other way.
	physical := regexp.MustCompile(`[\s{;](left|right|top|bottom|margin-left|margin-right|margin-top|margin-bottom|padding-left|padding-right|padding-top|padding-bottom|border-left|border-right|width|height)\s*:`)
	for _, m := range physical.FindAllString(sheet, -1) {
		t.Errorf("a physical property: %q", m)
	}
	used := ""
	for _, src := range templates(t) {
		used += src
	}
	for _, name := range []string{"settlement.go", "parts.go", "chart.go", "../atlas/map.go", "../atlas/labels.go"} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		used += string(b)
	}
	states := ""
	for _, s := range homeward.DwellingStates {
		states += " " + string(s)
	}
	styled := regexp.MustCompile(`\.([a-z][a-z0-9_-]*)`)
	seen := map[string]bool{"light": true, "dark": true}
	for _, m := range styled.FindAllStringSubmatch(regexp.MustCompile(`(?s)/\*.*?\*/|"[^"]*"`).ReplaceAllString(sheet, ""), -1) {
		if c := m[1]; !seen[c] && !regexp.MustCompile(`\b`+regexp.QuoteMeta(c)+`\b`).MatchString(used+states) {
			t.Errorf("nothing has the class %q", c)
		}
		seen[m[1]] = true
	}
}

// TestChartTop: the top of an axis is not below what it shows, not more than half empty, and four parts of it are whole.
func TestChartTop(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 50_000_000).Draw(t, "n")
		top := niceTop(n)
		if top < n || top%4 != 0 || n > 4 && top > 2*n+4 {
			t.Fatalf("%d people on an axis to %d", n, top)
		}
	})
}

func TestScriptLang(t *testing.T) {
	for name, want := range map[string]string{"Rəna": "az", "Рена": "ru", "Ռենա": "hy", "Rena": "en", "": "en"} {
		if got := scriptLang(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// TestRoutes: each address stands once, what changes something is never a GET, and nobody gets at more without signing
// in than what is for everybody.
func TestRoutes(t *testing.T) {
	forEverybody := regexp.MustCompile(`^(GET /\{\$\}|GET /(static|public)(/.*)?|(GET|POST) /signin|POST /signout|GET /rounds/\{id\}/draw\.json)$`)
	seen := map[string]bool{}
	for _, r := range routes {
		if seen[r.pattern] {
			t.Errorf("%s stands twice", r.pattern)
		}
		seen[r.pattern] = true
		if method, _, ok := strings.Cut(r.pattern, " "); !ok || method != http.MethodGet && method != http.MethodPost {
			t.Errorf("%s has no method of ours", r.pattern)
		}
		if r.open != forEverybody.MatchString(r.pattern) {
			t.Errorf("%s is open: %t", r.pattern, r.open)
		}
	}
}

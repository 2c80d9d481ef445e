//go:build unix

package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"homeward/internal/casework"
	"homeward/internal/hometest"
	"homeward/internal/sample"
	"homeward/internal/store"
)

// site is the pages, served.
type site struct {
	house *casework.House
	url   string
	faultLog
}

// faultLog collects what the server could not say or do as it should.
type faultLog struct {
	mu   sync.Mutex
	list []string
}

// Enabled, Handle, WithAttrs and WithGroup make it a log.
func (f *faultLog) Enabled(context.Context, slog.Level) bool { return true }

func (f *faultLog) Handle(_ context.Context, r slog.Record) error {
	if r.Level < slog.LevelWarn {
		return nil
	}
	var b strings.Builder
	b.WriteString(r.Message)
	r.Attrs(func(a slog.Attr) bool { b.WriteString(" " + a.String()); return true })
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, b.String())
	return nil
}

func (f *faultLog) WithAttrs([]slog.Attr) slog.Handler { return f }
func (f *faultLog) WithGroup(string) slog.Handler      { return f }

// none fails the test with every fault there was.
func (f *faultLog) none(t testing.TB) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	seen := map[string]bool{}
	for _, x := range f.list {
		if !seen[x] {
			seen[x] = true
			t.Error(x)
		}
	}
}

func serve(t testing.TB, house *casework.House) *site {
	t.Helper()
	s := &site{house: house}
	server := httptest.NewServer(New(Config{House: house, Sessions: store.Sessions{DB: house.DB}, Log: s.log()}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { s.none(t) })
	s.url = server.URL
	return s
}

// emptySite has one administrator and nothing else.
func emptySite(t testing.TB) *site {
	t.Helper()
	house := hometest.House(t, hometest.Open(t, hometest.SQLite, func() time.Time { return sample.Opens }))
	if err := house.InitOperation(t.Context(), casework.NewUser{Login: "admin", Name: "Aydın Əliyev", Password: password, Language: "az"}); err != nil {
		t.Fatal(err)
	}
	return serve(t, house)
}

// sampleSite has the whole sample; its users are those of the demo.
func sampleSite(t testing.TB) *site {
	t.Helper()
	if testing.Short() {
		t.Skip("plays the whole chain")
	}
	house, _ := hometest.Sample(t)
	return serve(t, house)
}

const password = "keys-in-hand"

// visitor is somebody with a browser that runs no script.
type visitor struct {
	*http.Client
	site *site
	t    testing.TB
}

func (s *site) visitor(t testing.TB) *visitor {
	jar, _ := cookiejar.New(nil) // never fails, by its documentation
	return &visitor{&http.Client{Jar: jar}, s, t}
}

// as is a visitor who has signed in, reading English.
func (s *site) as(t testing.TB, login string) *visitor {
	t.Helper()
	v := s.visitor(t)
	v.get("/signin?lang=en")
	v.post("/signin", "login", login, "password", password).want(200)
	return v
}

func (v *visitor) get(path string) *doc {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.site.url+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(req)
}

// post sends a form as the page of the site does; pairs are names and values.
func (v *visitor) post(path string, pairs ...string) *doc {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.site.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.do(req)
}

func (v *visitor) do(req *http.Request) *doc {
	v.t.Helper()
	res, err := v.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return parse(v.t, req.Method+" "+req.URL.Path, res.StatusCode, string(b))
}

// log is where the server writes.
func (s *site) log() *slog.Logger { return slog.New(&s.faultLog) }

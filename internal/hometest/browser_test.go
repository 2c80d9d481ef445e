package hometest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func serve(t *testing.T, page string) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		// As strict as the pages of the house: the engine must reach a page that allows no foreign script.
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "yes"})
		cookies := make([]string, 0, 1)
		for _, c := range r.Cookies() {
			cookies = append(cookies, c.Name)
		}
		w.Write([]byte(strings.ReplaceAll(page, "COOKIES", strings.Join(cookies, " "))))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestAxe(t *testing.T) {
	for _, tt := range []struct{ name, page, rule string }{
		{"passes a plain page", `<!doctype html><html lang=en><title>Homeward</title><main><h1>Keys</h1></main></html>`, ""},
		{"finds a field without a label", `<!doctype html><html lang=en><title>Homeward</title><main><h1>Keys</h1><input></main></html>`, "label"},
		{"finds a page without a language", `<!doctype html><html><title>Homeward</title><main><h1>Keys</h1></main></html>`, "html-has-lang"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx := Browser(t)
			if err := chromedp.Do(ctx, chromedp.Navigate(serve(t, tt.page))); err != nil {
				t.Fatal(err)
			}
			violations, err := axe(ctx)
			if err != nil {
				t.Fatal(err)
			}
			var rules []string
			for _, v := range violations {
				rules = append(rules, v.ID)
				if !strings.Contains(v.String(), "<") {
					t.Errorf("the violation names no element: %s", v)
				}
			}
			if got := strings.Join(rules, " "); got != tt.rule {
				t.Errorf("rules broken: %q, want %q", got, tt.rule)
			}
		})
	}
}

func TestBrowserTabsShareNoCookies(t *testing.T) {
	url := serve(t, `<!doctype html><html lang=en><title>COOKIES</title></html>`)
	for range 2 {
		ctx := Browser(t)
		if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
			t.Fatal(err)
		}
		title, err := chromedp.Run(ctx, chromedp.Title())
		if err != nil {
			t.Fatal(err)
		}
		if title != "" {
			t.Errorf("a new tab sent the cookies of another: %s", title)
		}
	}
}

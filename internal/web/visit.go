package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"time"

	"homeward"
	"homeward/internal/i18n"

	"github.com/a-h/templ"
)

// visit is one request: what is asked, by whom, in which language.
type visit struct {
	*i18n.Localizer
	srv   *Server
	w     http.ResponseWriter
	r     *http.Request
	actor homeward.Actor
}

func (s *Server) visit(w http.ResponseWriter, r *http.Request) *visit {
	return &visit{Localizer: s.catalogue.For(language(w, r)), srv: s, w: w, r: r}
}

// enter finds out who asks. A page that is not open to everybody sends a stranger to sign in, and afterwards back.
func (v *visit) enter(rt route) error {
	if id := v.srv.sessions.GetString(v.r.Context(), sessionUser); id != "" {
		actor, ok, err := v.srv.House.DB.ActorOf(v.r.Context(), homeward.UserID(id))
		if err != nil {
			return err
		}
		if ok {
			v.actor = actor
			v.actor.Request = requestID(v.r)
		}
	}
	if rt.open || v.actor.User != "" {
		return nil
	}
	return homeward.Errorf(homeward.SignedOut, "error.signed_out")
}

// languageCookie remembers the reader's choice; it says nothing about them but that.
const (
	languageCookie = "homeward_lang"
	themeCookie    = "homeward_theme"
)

// language is the reader's: the one asked for in the address, else the one chosen before, else the browser's.
func language(w http.ResponseWriter, r *http.Request) string {
	if asked := r.URL.Query().Get("lang"); i18n.Known(asked) {
		remember(w, languageCookie, asked)
		return asked
	}
	if c, err := r.Cookie(languageCookie); err == nil && i18n.Known(c.Value) {
		return c.Value
	}
	return i18n.Match(r.Header.Get("Accept-Language"))
}

// theme is "light", "dark", or empty for what the system prefers.
func theme(w http.ResponseWriter, r *http.Request) string {
	offered := map[string]bool{"light": true, "dark": true, "system": true}
	t := ""
	if asked := r.URL.Query().Get("theme"); offered[asked] {
		remember(w, themeCookie, asked)
		t = asked
	} else if c, err := r.Cookie(themeCookie); err == nil && offered[c.Value] {
		t = c.Value
	}
	if t == "system" {
		return ""
	}
	return t
}

func remember(w http.ResponseWriter, name, value string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// page sends a page whole, or not at all.
func (v *visit) page(c templ.Component) error { return v.send(http.StatusOK, c) }

func (v *visit) send(status int, c templ.Component) error {
	var buf bytes.Buffer
	if err := c.Render(v.r.Context(), &buf); err != nil {
		return fmt.Errorf("render %s: %w", v.r.URL.Path, err)
	}
	h := v.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.Lang())
	h.Add("Vary", "Accept-Encoding")
	body := buf.Bytes()
	// A page holds no secret beside words of the asker (there is no token in it), so packing gives nothing away.
	if len(body) > 1400 && acceptsGzip(v.r) {
		h.Set("Content-Encoding", "gzip")
		body = gzipped(body)
	}
	v.w.WriteHeader(status)
	if v.r.Method != http.MethodHead {
		_, _ = v.w.Write(body) // to somebody who has left nothing can be said
	}
	return nil
}

// file sends something to keep: an act, a bundle.
func (v *visit) file(name, kind string, b []byte) error {
	h := v.w.Header()
	h.Set("Content-Type", kind)
	// A browser's own viewer of papers is made of styles and scripts that the policy of pages would stop.
	h.Set("Content-Security-Policy", "frame-ancestors 'none'")
	h.Set("Content-Disposition", fmt.Sprintf("inline; filename=%q", name))
	_, _ = v.w.Write(b) // as in send
	return nil
}

// to sends the reader on after something was done, and says there what it was.
func (v *visit) to(address, key string, pairs ...any) error {
	if key != "" {
		b, err := json.Marshal(homeward.T(key, spoken(v.Localizer, pairs)...))
		if err != nil {
			return err
		}
		v.srv.sessions.Put(v.r.Context(), sessionNotice, string(b))
	}
	http.Redirect(v.w, v.r, address, http.StatusSeeOther)
	return nil
}

// spoken turns the values of a text into words, so that it can wait in the session; a Count stays a number.
func spoken(l *i18n.Localizer, pairs []any) []any {
	out := append([]any(nil), pairs...)
	for i := 1; i < len(out); i += 2 {
		if out[i-1] != "Count" {
			out[i] = l.Value(out[i])
		}
	}
	return out
}

// notice takes what was left to be said.
func (v *visit) notice() string {
	if v.r.Context().Value(sessionKey{}) == nil {
		return ""
	}
	s := v.srv.sessions.PopString(v.r.Context(), sessionNotice)
	if s == "" {
		return ""
	}
	var t homeward.Text
	if json.Unmarshal([]byte(s), &t) != nil {
		return ""
	}
	return v.Text(t)
}

// id reads an identifier of the address; one that cannot be ours is not found without asking the database.
func (v *visit) id(prefix string) (string, error) {
	id := v.r.PathValue("id")
	if !homeward.ValidID(id, prefix) {
		return "", homeward.Errorf(homeward.NotFound, "error.no_page")
	}
	return id, nil
}

// here is the address of this page with some of its query changed; an empty value takes a name out.
func (v *visit) here(pairs ...string) string {
	q := v.r.URL.Query()
	for _, drop := range []string{"lang", "theme"} {
		q.Del(drop)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	u := url.URL{Path: v.r.URL.Path, RawQuery: q.Encode()}
	return u.String()
}

// panicked is a panic as an error with its stack, for the log.
func panicked(p any) error { return fmt.Errorf("panic: %v\n%s", p, debug.Stack()) }

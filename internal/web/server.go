package web

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/i18n"

	"github.com/alexedwards/scs/v2"
)

// Config is what the pages stand on.
type Config struct {
	House    *casework.House
	Sessions scs.Store
	Log      *slog.Logger
	// HTTPS makes the cookies leave the browser over HTTPS alone.
	HTTPS bool
}

// Server is the pages as an http.Handler.
type Server struct {
	Config
	catalogue *i18n.Catalogue
	sessions  *scs.SessionManager
	handler   http.Handler
}

// New puts the pages together.
func New(c Config) *Server {
	s := &Server{Config: c}
	s.catalogue = c.House.Speech.WithPlaces(c.House.Places.Label).WithFault(func(lang, key string, err error) {
		c.Log.Warn("a text cannot be said", "lang", lang, "key", key, "error", err)
	})
	s.sessions = scs.New()
	s.sessions.Store = c.Sessions
	s.sessions.IdleTimeout = 2 * time.Hour
	s.sessions.Lifetime = 12 * time.Hour
	s.sessions.HashTokenInStore = true
	s.sessions.Cookie.Name = "homeward"
	s.sessions.Cookie.Secure = c.HTTPS
	s.sessions.Cookie.Persist = false
	s.sessions.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		s.visit(w, r).fail(err)
	}

	mux := http.NewServeMux()
	for _, rt := range routes {
		mux.Handle(rt.pattern, s.serve(rt))
	}
	mux.Handle("/", s.serve(route{open: true, page: (*visit).noPage}))

	sameOrigin := http.NewCrossOriginProtection()
	sameOrigin.SetDenyHandler(s.serve(route{open: true, page: (*visit).crossSite}))
	s.handler = s.identify(s.recover(secure(s.sessions.LoadAndSave(inSession(sameOrigin.Handler(mux))))))
	return s
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// serve wraps a page: who asks, may they, and if it fails, how it is said.
func (s *Server) serve(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := s.visit(w, r)
		if err := v.enter(rt); err != nil {
			v.fail(err)
			return
		}
		if err := rt.page(v); err != nil {
			v.fail(err)
		}
	})
}

type (
	requestKey struct{}
	sessionKey struct{}
)

// inSession marks requests that have a session. The page of an error may be made outside of one: when the session could
// not be read, or after a panic.
func inSession(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), sessionKey{}, true)))
	})
}

// identify gives every request an identifier: it stands in the log, in the journal and on an error page.
func (s *Server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()[:12]
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, id)))
	})
}

func requestID(r *http.Request) string {
	id, _ := r.Context().Value(requestKey{}).(string)
	return id
}

// recover turns a panic into the page that says something failed; the log has the rest.
func (s *Server) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				s.visit(w, r).fail(panicked(p))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// secure sets the headers that keep a page from being framed, sniffed, or made to run what is not ours.
func secure(next http.Handler) http.Handler {
	const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
		"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store") // pages about people are not left in a browser's cache
		next.ServeHTTP(w, r)
	})
}

// now is the operation's clock, which for the sample is not the wall's.
func (s *Server) now() homeward.Instant { return s.House.DB.Now() }

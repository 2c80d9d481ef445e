package web

import (
	"net/http"
	"strings"

	"homeward"
	"homeward/internal/i18n"
)

// What the session keeps: who is signed in, and what the step before left to be said.
const (
	sessionUser   = "user"
	sessionNotice = "notice"
)

func (v *visit) getSignIn() error {
	if v.actor.User != "" {
		return v.to(within(v.r.URL.Query().Get("next")), "")
	}
	return v.page(signInPage(v.frame("web.signin.title"), v.blank("next", within(v.r.URL.Query().Get("next")))))
}

func (v *visit) postSignIn() error {
	fm, err := v.form()
	if err != nil {
		return err
	}
	login := fm.need("login", "web.signin.login_missing")
	if fm.Value("password") == "" {
		fm.refuse("password", "web.signin.password_missing")
	}
	if fm.OK() {
		user, err := v.srv.House.SignIn(v.r.Context(), login, fm.Value("password"))
		if err == nil {
			return v.signIn(user, within(fm.Value("next")))
		}
		if err := fm.refuseErr("password", err); err != nil {
			return err
		}
	}
	fm.values.Del("password") // never sent back
	return v.send(http.StatusUnprocessableEntity, signInPage(v.frame("web.signin.title"), fm))
}

// signIn begins a session under a new token, so that one planted before is worth nothing.
func (v *visit) signIn(user homeward.User, next string) error {
	if err := v.srv.sessions.RenewToken(v.r.Context()); err != nil {
		return err
	}
	v.srv.sessions.Put(v.r.Context(), sessionUser, string(user.ID))
	if _, err := v.r.Cookie(languageCookie); err != nil && i18n.Known(user.Language) {
		remember(v.w, languageCookie, user.Language)
	}
	http.Redirect(v.w, v.r, next, http.StatusSeeOther)
	return nil
}

func (v *visit) postSignOut() error {
	if err := v.srv.sessions.Destroy(v.r.Context()); err != nil {
		return err
	}
	http.Redirect(v.w, v.r, "/signin", http.StatusSeeOther)
	return nil
}

// within is the address to go on to after signing in: one of ours, or the overview. Anything that a browser could read
// as another site is not ours.
func within(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/overview"
	}
	return next
}

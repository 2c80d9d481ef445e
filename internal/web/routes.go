package web

import (
	"context"
	"net/http"

	"homeward"
)

// Steps stands in for casework.House until it is there.
type Steps interface {
	Now() homeward.Instant
	ActorOf(ctx context.Context, id homeward.UserID) (homeward.Actor, bool, error)
	SignIn(ctx context.Context, login, password string) (homeward.User, error)
}

// route is one page: its address, and what answers. An open route needs nobody to be signed in.
type route struct {
	pattern string
	page    func(*visit) error
	open    bool
}

// routes is every address of the house, in the order of the chain.
var routes = []route{
	{"GET /{$}", (*visit).getHome, true},
	{"GET /static/{file...}", (*visit).getStatic, true},
	{"GET /signin", (*visit).getSignIn, true},
	{"POST /signin", (*visit).postSignIn, true},
	{"POST /signout", (*visit).postSignOut, true},
}

// getHome sends everybody to where they begin.
func (v *visit) getHome() error {
	to := "/public"
	if v.actor.User != "" {
		to = "/overview"
	}
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
	return nil
}

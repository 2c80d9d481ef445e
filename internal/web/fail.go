package web

import (
	"net/http"
	"net/url"

	"homeward"
)

// statuses says how each kind of error is answered.
var statuses = map[homeward.Kind]int{
	homeward.Internal:    http.StatusInternalServerError,
	homeward.Invalid:     http.StatusUnprocessableEntity,
	homeward.SignedOut:   http.StatusUnauthorized,
	homeward.Forbidden:   http.StatusForbidden,
	homeward.NotFound:    http.StatusNotFound,
	homeward.Conflict:    http.StatusConflict,
	homeward.Blocked:     http.StatusUnprocessableEntity,
	homeward.Unavailable: http.StatusServiceUnavailable,
}

// failure is an error as its page shows it: what happened, what would change it, and where it is noted.
type failure struct {
	Status  int
	Tag     tag
	Heading string
	Hint    string
	Noted   string // where this is recorded, if it is
	Request string
	Back    string // a page that can be read instead
}

// fail is the one place where an error becomes a page.
func (v *visit) fail(err error) {
	if v.r.Context().Err() != nil {
		return // the reader has left; there is nobody to tell, and nothing is wrong
	}
	kind := homeward.KindOf(err)
	log := v.srv.Log.With("request", requestID(v.r), "method", v.r.Method, "path", v.r.URL.Path)
	switch kind {
	case homeward.Internal, homeward.Unavailable:
		log.Error("a page failed", "error", err)
	default:
		log.Info("a page was refused", "kind", kind.String(), "error", err)
	}
	if kind == homeward.SignedOut && v.r.Method == http.MethodGet {
		http.Redirect(v.w, v.r, "/signin?"+url.Values{"next": {v.here()}}.Encode(), http.StatusSeeOther)
		return
	}
	text, hint := homeward.TextOf(err)
	page := failure{
		Status:  statuses[kind],
		Tag:     tag{"is-block", "block", v.T("web.fail." + kindWord(kind))},
		Heading: v.Text(text),
		Hint:    v.Text(hint),
		Request: requestID(v.r),
		Back:    "/overview",
	}
	if v.actor.User == "" {
		page.Back = "/public"
	}
	// What changes the register is journalled also where it is refused.
	if v.actor.User != "" && v.r.Method == http.MethodPost && (kind == homeward.Forbidden || kind == homeward.Blocked) {
		page.Noted = v.T("web.fail.noted")
	}
	if err := v.send(page.Status, failPage(v.frame("web.fail.title"), page)); err != nil {
		// The page of errors itself failed: say the least there is to say.
		log.Error("the error page failed", "error", err)
		http.Error(v.w, "Homeward: 500", http.StatusInternalServerError)
	}
}

func kindWord(k homeward.Kind) string {
	switch k {
	case homeward.Invalid:
		return "invalid"
	case homeward.SignedOut:
		return "signed_out"
	case homeward.Forbidden:
		return "forbidden"
	case homeward.NotFound:
		return "not_found"
	case homeward.Conflict:
		return "conflict"
	case homeward.Blocked:
		return "blocked"
	case homeward.Unavailable:
		return "unavailable"
	}
	return "internal"
}

// noPage answers an address that no page has.
func (v *visit) noPage() error {
	return homeward.Errorf(homeward.NotFound, "error.no_page").WithHint("error.no_page.hint")
}

// crossSite answers a form that was sent from another site.
func (v *visit) crossSite() error {
	return homeward.Errorf(homeward.Forbidden, "error.cross_site").WithHint("error.cross_site.hint")
}

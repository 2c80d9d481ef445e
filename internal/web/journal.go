package web

import (
	"strconv"
	"strings"

	"homeward"
	"homeward/internal/store"
)

// journalView is a page of the journal, newest first.
type journalView struct {
	Rows    []homeward.JournalEntry
	Subject string
	Names   map[homeward.UserID]string
	Next    string
	Check   *store.JournalCheck // when it was asked for
}

// journalShown is how many entries a page shows.
const journalShown = 100

func (v *visit) getJournal() error {
	q := v.r.URL.Query()
	before, _ := strconv.ParseInt(q.Get("before"), 10, 64) // anything else is the newest page
	x := journalView{Subject: q.Get("subject")}
	rows, err := v.srv.House.ReadJournal(v.r.Context(), v.actor, before, journalShown, x.Subject)
	if err != nil {
		return err
	}
	x.Rows = rows
	if x.Names, err = v.srv.House.ActorNames(v.r.Context(), v.actor, rows); err != nil {
		return err
	}
	if len(rows) == journalShown && rows[len(rows)-1].Seq > 1 {
		x.Next = v.here("before", strconv.FormatInt(rows[len(rows)-1].Seq, 10), "verify", "")
	}
	if q.Get("verify") != "" {
		check, err := v.srv.House.VerifyJournal(v.r.Context(), v.actor)
		if err != nil {
			return err
		}
		x.Check = &check
	}
	return v.page(journalPage(v.frame("web.journal.title"), x))
}

// refusedFor says in words why a step was refused, as far as the journal holds it: what a sentence would be filled with is
// not kept, so the rule is named where its sentence needs that.
func refusedFor(f *frame, key string) string {
	if why := "web.journal.why." + key; f.Has(why) {
		return f.T(why)
	}
	if said := f.T(key); f.Has(key) && !strings.Contains(said, "{") {
		return said
	}
	return key
}

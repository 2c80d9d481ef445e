package web

import (
	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
	"homeward/internal/store"
)

// householdsView is the list of households.
type householdsView struct {
	Query       string
	Status      homeward.HouseholdStatus
	Area        homeward.Area
	Picks       []navItem // by state
	Rows        []store.HouseholdRow
	Total       int
	Alike       bool
	Next        string // address of the next page, empty on the last
	MayRegister bool
}

func (v *visit) getHouseholds() error {
	q := v.r.URL.Query()
	x := householdsView{
		Query: q.Get("q"), Status: homeward.HouseholdStatus(q.Get("status")), Area: homeward.Area(q.Get("area")),
		MayRegister: access.May(v.actor, homeward.HouseholdRegister),
	}
	page, err := v.srv.House.ListRegister(v.r.Context(), v.actor, casework.RegisterQuery{Text: x.Query, Status: x.Status, Area: x.Area,
		After: homeward.HouseholdID(q.Get("after"))})
	if err != nil {
		return err
	}
	x.Rows, x.Total, x.Alike = page.Rows, page.Total, page.Alike
	if page.Next != "" {
		x.Next = v.here("after", string(page.Next))
	}
	x.Picks = append(x.Picks, navItem{v.here("status", "", "after", ""), v.T("web.word.all"), x.Status == ""})
	for _, s := range homeward.HouseholdStatuses {
		x.Picks = append(x.Picks, navItem{v.here("status", string(s), "after", ""), v.T("status.household." + string(s)), s == x.Status})
	}
	return v.page(householdsPage(v.frame("web.households.title"), x))
}

// householdByNumber finds a household by the number it quotes; empty when there is none that the reader may see.
func (v *visit) householdByNumber(n homeward.CaseNumber) (homeward.HouseholdID, error) {
	page, err := v.srv.House.ListRegister(v.r.Context(), v.actor, casework.RegisterQuery{Text: string(n), Limit: 1})
	if err != nil || len(page.Rows) == 0 {
		return "", err
	}
	return page.Rows[0].ID, nil
}

// caseNumbers are the numbers of the households of a settlement, for pages that show entries or rounds to those who may
// see the register; nobody else gets any.
func (v *visit) caseNumbers(as homeward.Actor, area homeward.Area) (map[homeward.HouseholdID]homeward.CaseNumber, error) {
	if !access.May(as, homeward.RegisterList) {
		return nil, nil
	}
	page, err := v.srv.House.ListRegister(v.r.Context(), as, casework.RegisterQuery{Area: area, Limit: 20_000})
	if err != nil {
		return nil, err
	}
	out := make(map[homeward.HouseholdID]homeward.CaseNumber, len(page.Rows))
	for _, r := range page.Rows {
		out[r.ID] = r.CaseNumber
	}
	return out, nil
}

// listName is a name in a list: family name first, where there is one.
func listName(given, family string) string {
	switch {
	case family == "":
		return given
	case given == "":
		return family
	}
	return family + ", " + given
}

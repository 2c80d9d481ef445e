//go:build unix

package web

import (
	"net/url"
	"strings"
	"testing"

	"homeward"
	"homeward/internal/casework"
)

// fled registers a family that left Khankendi in 2023 and returns its page.
func fled(t *testing.T, s *site) string {
	t.Helper()
	officer := homeward.Actor{User: "us_test", Appointments: []homeward.Appointment{{Role: homeward.RoleRegistrar, Area: homeward.Programme}}}
	in := casework.Registration{OriginPlace: "khankendi", OriginAddress: "4", LeftOn: homeward.NewDate(2023, 9, 27), Intention: homeward.IntentUndecided,
		Stay: homeward.Stay{Kind: "rent", Place: "armenia", LivesHere: true}}
	for i, born := range []homeward.Date{homeward.NewDate(1985, 3, 4), homeward.NewDate(1987, 5, 6), homeward.NewDate(2012, 7, 8), homeward.NewDate(2014, 9, 1)} {
		p := casework.Registrant{Relation: []homeward.Relation{homeward.Head, homeward.Spouse, homeward.Child, homeward.Child}[i]}
		p.Given, p.Family, p.NameLang, p.BirthDate = []string{"Անուշ", "Արամ", "Լիլիթ", "Նարեկ"}[i], "Ղազարյան", "hy", born
		in.Members = append(in.Members, p)
	}
	out, err := s.house.RegisterHousehold(t.Context(), officer, in)
	if err != nil {
		t.Fatal(err)
	}
	return "/households/" + string(out.ID)
}

// answer fills the form of facts: by the end of a field's name.
func answer(d *doc, answers map[string]string) []string {
	pairs := []string{"basis", "papers of the family"}
	for _, tag := range []string{"select", "input"} {
		for _, n := range d.all(tag) {
			name := attr(n, "name")
			for end, value := range answers {
				if path, _, _ := strings.Cut(name, "/"); strings.HasSuffix(path, end) {
					pairs = append(pairs, name, value)
				}
			}
		}
	}
	return pairs
}

// TestMoneyForAHome plays a certificate from the application to the home, without a script.
func TestMoneyForAHome(t *testing.T) {
	s := sampleSite(t)
	registrar, allocation := s.as(t, "registrar"), s.as(t, "allocation")
	registrar.get("/certificates").want(200, "Nagorno-Karabakh", "expired", "granted")
	home := fled(t, s)
	page := registrar.post(home+"/certificate", "programme", "am-housing").want(200, "The application is taken", "Still unknown")
	registrar.post(home+"/certificate", "programme", "am-housing").want(409, "already")
	here := strings.TrimSuffix(page.action("#basis"), "/facts")
	if len(page.all("button[value=decide]")) > 0 {
		t.Error("the registrar is offered a decision")
	}
	allocation.post(here, "do", "decide").want(422, "Nothing can be decided yet")

	registrar.post(here+"/facts", "household.owns_home", "no", "basis", "").want(422, "Name the paper")
	registrar.post(here+"/facts", "application.own_share", "much", "basis", "form").want(422, "does not answer")
	answers := map[string]string{".citizen": "yes", ".owns_home": "no", ".housed": "no", ".breadwinner_lost": "no", ".disability": "0",
		".component": "buy", ".own_share": "0.4"}
	page = registrar.post(here+"/facts", answer(page, answers)...).want(200, "Recorded.", "Nothing stands against it")
	if got := page.find("input[name=application.own_share]"); got == nil || attr(got, "value") != "0.4" {
		t.Error("what is known is not shown in the form")
	}
	allocation.post(here, "do", "decide").want(200, "Decided.", "granted", "Members counted 4", "Depends on the home")
	allocation.post(here, "do", "decide").want(409)
	allocation.post(here, "do", "issue").want(200, "Certificate No. 18", "Sunday 31 December 2028")
	allocation.post(here, "do", "redeem", "contract", "").want(422, "Name the contract")
	page = allocation.post(here, "do", "redeem", "contract", "No. 7").want(422, "Nothing can be decided yet")
	pairs := answer(page, map[string]string{".type": "house", ".area_m2": "60", ".price": "9000000", ".group": "list_5m"})
	allocation.post(here+"/facts", pairs...).want(200)
	allocation.post(here, "do", "redeem", "contract", "No. 7").want(200, "The certificate is used", "20,000,000 AMD", "No. 7")
	allocation.get("/certificates").want(200, "Ղազարյան, Անուշ", "used", "20,000,000 AMD")
	allocation.get(home).want(200, "Money for a home", "used")
	for _, lang := range []string{"az", "hy", "ru", "en"} {
		for _, paper := range []string{"/certificate.pdf", "/letter.pdf"} {
			if d := allocation.get(here + paper + "?in=" + lang); d.status != 200 || !strings.HasPrefix(d.body, "%PDF") {
				t.Errorf("%s in %s: status %d", paper, lang, d.status)
			}
		}
		checkPage(t, allocation.get(here+"?lang="+lang), lang)
		checkPage(t, allocation.get("/certificates?lang="+lang), lang)
	}
	s.as(t, "analyst").get(here).want(403)
	allocation.get("/certificates/ce_nobody").want(404)
	allocation.post(here, "do", url.QueryEscape("anything")).want(422)
}

// TestARefusedCertificateNamesItsRule: the rule, the remedy, and the letter.
func TestARefusedCertificateNamesItsRule(t *testing.T) {
	s := sampleSite(t)
	v := s.as(t, "allocation")
	home := v.get("/households?status=registered&area=khojaly").links("/households/hh_")[0]
	page := v.post(home+"/certificate", "programme", "am-housing").want(200, "By today’s rules", "displaced")
	here := strings.TrimSuffix(page.action("#basis"), "/facts")
	v.post(here, "do", "decide").want(200, "refused", "this refusal is run again")
	if d := v.get(here + "/letter.pdf"); d.status != 200 || !strings.HasPrefix(d.body, "%PDF") {
		t.Errorf("letter: status %d", d.status)
	}
	v.get(here + "/certificate.pdf").want(409)
	v.get("/certificates?lang=en").want(200, "refused")
}

// TestWhatTheRulesAskOfAHousehold: facts of a programme of homes are recorded on the household, those of an application
// are not asked there.
func TestWhatTheRulesAskOfAHousehold(t *testing.T) {
	s := sampleSite(t)
	v := s.as(t, "registrar")
	home := v.get("/households?status=registered&area=khojaly").links("/households/hh_")[0]
	v.get(home).want(200, "What the rules ask")
	here := home + "/facts?programme=am-housing"
	page := v.get(here).want(200, "is a citizen", "owns a home")
	if len(page.all("select[name=application.component]")) > 0 {
		t.Error("an application is asked of the household")
	}
	v.post(here, "household.owns_home", "no", "basis", "").want(422, "Name the paper")
	v.post(here, "household.owns_home", "no", "basis", "register of property").want(200, "Recorded.", "register of property")
	v.get(home+"/facts?programme=great-return").want(200, "Great Return", "In the register")
	for _, lang := range []string{"az", "hy", "ru", "en"} {
		checkPage(t, v.get(here+"&lang="+lang), lang)
	}
	s.as(t, "analyst").get(here).want(403)
	s.as(t, "auditor").get(here).want(200)
	s.as(t, "lachin").get(here).want(403)
}

// certified makes a refused and an issued certificate and returns their pages and that of what is asked of the household,
// for tests that look at them.
func certified(t *testing.T, s *site) []string {
	t.Helper()
	v := s.as(t, "allocation")
	home := fled(t, s)
	refused := strings.TrimSuffix(v.post(home+"/certificate", "programme", "am-housing").want(200).action("#basis"), "/facts")
	v.post(refused+"/facts", "household.owns_home", "yes", "application.component", "buy", "basis", "register of property").want(200)
	v.post(refused, "do", "decide").want(200, "refused")
	page := v.post(home+"/certificate", "programme", "am-housing").want(200)
	issued := strings.TrimSuffix(page.action("#basis"), "/facts")
	v.post(issued+"/facts", answer(page, map[string]string{".citizen": "yes", ".owns_home": "no", ".housed": "no", ".breadwinner_lost": "no",
		".disability": "0", ".component": "buy", ".own_share": "0.4"})...).want(200)
	v.post(issued, "do", "decide").want(200, "granted")
	v.post(issued, "do", "issue").want(200)
	return []string{refused, issued, home, home + "/facts?programme=am-housing"}
}

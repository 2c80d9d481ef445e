//go:build unix

package web

import (
	"slices"
	"strings"
	"testing"

	"homeward"
	"homeward/internal/i18n"
)

// pagesOf are the pages a user of the sample may open, one of each kind, found by following links.
func pagesOf(v *visitor) []string {
	v.t.Helper()
	pages := []string{"/overview", "/rules", "/rules/adopt", "/rules/reopen", "/rules/compare", "/public/rules", "/certificates", "/rounds/new", "/movements/new", "/households/new", "/journal?verify=1"}
	for _, list := range []struct{ page, links string }{
		{"/households", "/households/hh_"}, {"/households?status=registered", "/households/hh_"}, {"/settlements", "/settlements/"},
		{"/settlements/khojaly", "/dwellings/"}, {"/settlements/ballija", "/dwellings/"}, {"/rounds", "/rounds/rd_"},
		{"/movements", "/movements/mv_"}, {"/handovers", "/handovers/hh_"}, {"/figures", "/figures"}, {"/users", "/users"},
		{"/public", "/public/rounds/"},
	} {
		pages = append(pages, list.page)
		if d := v.get(list.page); d.status == 200 {
			for _, l := range d.links(list.links) {
				if !strings.ContainsAny(l, "?#") { // not the languages of the same page
					pages = append(pages, l)
					break
				}
			}
		}
	}
	for _, p := range pages {
		if strings.HasPrefix(p, "/movements/mv_") {
			pages = append(pages, p+"/checkin")
			break
		}
	}
	slices.Sort(pages)
	return slices.Compact(pages)
}

// demoUsers are the users of the sample, one of each role.
var demoUsers = []string{"registrar", "housing", "claims", "allocation", "movement", "analyst", "auditor", "admin"}

// TestEveryPage opens every page as every role in every language: it is whole, or refused in words.
func TestEveryPage(t *testing.T) {
	s := sampleSite(t)
	for i, login := range demoUsers {
		v := s.as(t, login)
		pages := pagesOf(v)
		if len(pages) < 17 {
			t.Errorf("%s finds only %d pages", login, len(pages))
		}
		for _, p := range pages {
			// Every language once a role, all languages for one role: enough to meet every text.
			for j, l := range i18n.Languages {
				if login != "registrar" && j != i%len(i18n.Languages) {
					continue
				}
				checkPage(t, v.get(withQuery(p, "lang="+l.Code)), l.Code)
			}
		}
	}
}

func withQuery(path, q string) string {
	if strings.Contains(path, "?") {
		return path + "&" + q
	}
	return path + "?" + q
}

// checkPage checks what holds of every page.
func checkPage(t *testing.T, d *doc, lang string) {
	t.Helper()
	if d.status != 200 && d.status != 403 {
		t.Errorf("%s: status %d", d.name, d.status)
	}
	if got := attr(d.one("html"), "lang"); got != lang {
		t.Errorf("%s: lang %q, want %q", d.name, got, lang)
	}
	for _, one := range []string{"h1", "main", "head"} {
		if n := len(d.all(one)); n != 1 {
			t.Errorf("%s: %d elements %s", d.name, n, one)
		}
	}
	if len(d.all("time[datetime=2026-02-09]")) == 0 {
		t.Errorf("%s: does not show the operation's date", d.name)
	}
	ids := map[string]bool{}
	for n := range d.root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "id" && ids[a.Val] {
				t.Errorf("%s: the id %q stands twice", d.name, a.Val)
			}
			ids[a.Val] = ids[a.Val] || a.Key == "id"
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s: %s=%q would be stopped by the content policy", d.name, a.Key, a.Val)
			}
		}
	}
	for _, script := range d.all("script") {
		if attr(script, "src") == "" {
			t.Errorf("%s: a script inside the page", d.name)
		}
	}
	said := text(d.root)
	for _, bad := range []string{"%!", "<nil>", "web.", "status.", "{"} {
		if i := strings.Index(said, bad); i >= 0 {
			t.Errorf("%s: says %q: %s", d.name, bad, said[max(0, i-60):min(len(said), i+60)])
		}
	}
}

// TestTheAnalystSeesNoName: whatever page the analyst opens, no person of the register is named on it.
func TestTheAnalystSeesNoName(t *testing.T) {
	s := sampleSite(t)
	names := map[string]bool{}
	registrar := s.as(t, "registrar")
	for _, th := range registrar.get("/households").all("th[scope=row]") {
		family, _, _ := strings.Cut(text(th), ",")
		names[family] = true
	}
	if len(names) < 20 {
		t.Fatalf("only %d names to look for", len(names))
	}
	analyst := s.as(t, "analyst")
	pages := pagesOf(analyst)
	for _, d := range registrar.get("/settlements/khojaly").links("/dwellings/") { // the claimed ones name somebody
		pages = append(pages, d)
		if len(pages) > 60 {
			break
		}
	}
	for _, p := range pages {
		d := analyst.get(p)
		said := " " + strings.NewReplacer(",", " ", ".", " ").Replace(text(d.one("main"))) + " "
		for n := range names {
			if strings.Contains(said, " "+n+" ") {
				t.Errorf("%s names %s", d.name, n)
			}
		}
	}
	analyst.get("/households").want(403, "Refused, 403")
}

// TestAnOfficerOfAnotherArea is told which area is missing.
func TestAnOfficerOfAnotherArea(t *testing.T) {
	s := sampleSite(t)
	v := s.as(t, "lachin")
	v.get("/settlements/khojaly").want(403, "Refused, 403", "Khojaly", "Lachin")
	v.get("/settlements/lachin").want(200)
}

// TestSearchFindsAnyScript: the same person by Latin, Cyrillic and Armenian letters, and by the number.
func TestSearchFindsAnyScript(t *testing.T) {
	s := sampleSite(t)
	v := s.as(t, "registrar")
	for _, q := range []string{"Həsənov Elşad", "Гасанов Эльшад", "гасан", "Hasanov"} {
		d := v.get("/households?q=" + strings.ReplaceAll(q, " ", "+")).want(200)
		found := d.text("#found")
		if !strings.Contains(found, "Гасанов, Эльшад") || !strings.Contains(found, "Həsənov, Elşad") {
			t.Errorf("%s finds %s", q, short(found))
		}
	}
	first := v.get("/households").all("td.nb")[0]
	if d := v.get("/households?q=" + text(first)); len(d.all("tbody")) != 1 || len(d.links("/households/hh_")) != 1 {
		t.Errorf("the number %s finds %d", text(first), len(d.links("/households/hh_")))
	}
	v.get("/households?q=Qwxzy").want(200, "Nobody was found")
}

// The list says of everybody where they live now: of a settled household, the home it has the keys of.
func TestTheListSaysWhereTheSettledLive(t *testing.T) {
	v := sampleSite(t).as(t, "registrar")
	rows := v.get("/households?status=settled").want(200).all("tr")[1:] // without the head
	if len(rows) == 0 {
		t.Fatal("nobody is settled")
	}
	for _, r := range rows {
		if said := text(r); !strings.Contains(said, "dwelling") && !strings.Contains(said, "House ") {
			t.Fatalf("it is not said where they live: %s", said)
		}
	}
}

// TestTheChain plays the last paragraph without a script: the waiting round is drawn, offers are answered, a
// family travels, gets its keys, and the figure of Khojaly changes.
func TestTheChain(t *testing.T) {
	s := sampleSite(t)
	allocation, movement, housing := s.as(t, "allocation"), s.as(t, "movement"), s.as(t, "housing")
	allocation.get("/figures").want(200, "85 / 341")

	round := drawTheRound(t, s, allocation)
	offers := round.links("/offers/")
	if len(offers) < 60 {
		t.Fatalf("%d offers", len(offers))
	}
	refuseAndPassOn(t, allocation, offers[1])
	household := accept(t, movement, offers[0])
	travel(t, movement, household)
	handOver(t, housing, household)

	d := s.visitor(t).get("/public?lang=en").want(200)
	for _, row := range d.all("tr") {
		if said := text(row); strings.HasPrefix(said, "Khojaly · Ivanyan 86 ") {
			return
		}
	}
	t.Errorf("the figure of Khojaly has not changed: %s", short(d.text("main")))
}

func drawTheRound(t *testing.T, s *site, v *visitor) *doc {
	t.Helper()
	path := v.get("/overview").links("/rounds/rd_")[0]
	open := v.get(path).want(200, "What is held, and why", "Dwellings held 16", "Households held 4", "The claim must be heard")
	unread := v.post(open.action("#read"), "confirmed", open.values("confirmed")[0])
	unread.want(422, "Confirm that you have read the list of what is held")
	v.post(open.action("#read"), "read", "1", "confirmed", strings.Repeat("0", 64)).want(409, "Somebody was first, 409")
	s.as(t, "registrar").post(open.action("#read"), "read", "1", "confirmed", open.values("confirmed")[0]).want(403, "allocation officer")
	frozen := v.post(open.action("#read"), "read", "1", "confirmed", open.values("confirmed")[0]).want(200, "The lists are frozen.")
	if strings.Contains(text(frozen.one("main")), "Result, with the reason") {
		t.Error("a result is shown before the draw")
	}
	v.post(path+"/commit").want(200, "The commitment is public")
	// Everybody may see the commitment before the draw, and no household behind it.
	public := s.visitor(t).get("/public"+path+"?lang=en").want(200, "The commitment")
	if len(public.links("/households/")) > 0 {
		t.Error("the public page leads to households")
	}
	v.post(path + "/draw").want(409)
	v.post(path+"/close").want(200, "The closing number is public", "Nobody has typed it yet")
	second := s.as(t, "committee")
	few := v.post(path+"/hear", "about", "hall", "value", "1 2 3").want(422, "not as many")
	if few.values("value")[0] != "1 2 3" {
		t.Error("what was typed is lost")
	}
	v.post(path+"/hear", "about", "hall", "value", "1 2 3 4 5 6 1 2 3 4 5 6").want(200, "You typed 1 2 3 4 5 6 1 2 3 4 5 6")
	if seen := second.get(path).want(200, "One person has typed it"); strings.Contains(text(seen.one("main")), "1 2 3 4 5 6") {
		t.Error("the second person sees what the first typed")
	}
	second.post(path+"/hear", "about", "hall", "value", "1 2 3 4 5 6 1 2 3 4 5 5").want(200, "The two readings differ")
	v.post(path+"/draw").want(422, "One source of chance is still missing")
	second.post(path+"/hear", "about", "hall", "value", "1 2 3 4 5 6 1 2 3 4 5 6").want(200, "Two people typed the same")
	drawn := v.post(path+"/draw").want(200, "The lots are drawn", "lottery number")
	if n := len(drawn.all("tr[id]")); n < 120 {
		t.Errorf("%d results", n)
	}
	s.visitor(t).get("/public" + path).want(404)
	s.visitor(t).get(path + "/draw.json").want(404)
	v.post(path+"/publish").want(200, "The result is published", "Checked just now")
	bundle := s.visitor(t).get(path + "/draw.json").want(200)
	if !strings.Contains(bundle.body, "homeward-draw/1") {
		t.Errorf("the bundle is no bundle: %s", short(bundle.body))
	}
	return v.get(path)
}

// refuseAndPassOn: a refused dwelling goes to the next in line.
func refuseAndPassOn(t *testing.T, v *visitor, path string) {
	t.Helper()
	home := v.get(path).links("/dwellings/")[0]
	v.post(path, "answer", "refuse", "reason", "").want(200, "The refusal is recorded", "Offer it to the next in line")
	v.post(path, "answer", "accept").want(409)
	next := v.post(home+"/offer").want(200, "The dwelling is offered to the next in line")
	if next.links("/dwellings/")[0] != home {
		t.Error("another dwelling was offered")
	}
	v.post(home + "/offer").want(409)
}

func accept(t *testing.T, v *visitor, path string) homeward.HouseholdID {
	t.Helper()
	d := v.post(path, "answer", "accept").want(200, "The yes is recorded")
	return homeward.HouseholdID(strings.TrimPrefix(d.links("/households/hh_")[0], "/households/"))
}

// plan plans a journey for one household and returns its page.
func plan(t *testing.T, v *visitor, household homeward.HouseholdID) string {
	t.Helper()
	d := v.post("/movements/new", "to", "khojaly", "from", "sumgait", "on", "2026-02-10", "vehicles", "1", "household", string(household)).
		want(200, "is planned", "The briefing comes next")
	return strings.TrimSuffix(d.action("input[name=household]"), "/brief")
}

func travel(t *testing.T, v *visitor, household homeward.HouseholdID) {
	t.Helper()
	v.post("/movements/new", "to", "khojaly", "from", "", "on", "", "vehicles", "0").want(422, "4 things are to be put right")
	path := plan(t, v, household)
	v.post(path + "/depart").want(404)
	v.get(path+"/checkin").want(200, "There is nobody to check in now")
	d := v.post(path+"/brief", "household", string(household)).want(200, "is briefed")
	// One after the other: each adult says yes for themself, then one of them for each child.
	for {
		form := d.find("form[action=" + path + "/consent]")
		if form == nil {
			break
		}
		v.post(path+"/consent", "who", inputOf(form, "who"), "by", inputOf(form, "by")).want(200)
		d = v.get(path)
	}
	v.post(path+"/manifest").want(200, "The manifest is recorded")
	checkin := v.get(path+"/checkin").want(200, "Close the departure")
	pairs := []string{}
	for _, who := range checkin.values("present") {
		pairs = append(pairs, "present", who)
	}
	if len(pairs) == 0 {
		t.Fatal("nobody can be ticked")
	}
	v.post(path+"/checkin", pairs...).want(200, "departed.", "Departed")
	v.get(path+"/checkin").want(200, "Close the arrival")
	v.post(path+"/checkin", pairs...).want(200, "arrived.")
}

func handOver(t *testing.T, v *visitor, household homeward.HouseholdID) {
	t.Helper()
	path := "/handovers/" + string(household)
	v.get("/handovers").want(200, "1 household waits for its keys")
	d := v.get(path).want(200, "Record the act")
	signer := attr(d.all("option")[0], "value")
	v.post(path+"/act", "signed", "", "keys", "0", "meter-power", "much").want(422, "3 things are to be put right")
	v.post(path+"/act", "signed", signer, "keys", "2", "meter-power", "12,5", "meter-water", "3", "lang", "hy", "defects", "Kitchen: tap drips\nDoor sticks").
		want(200, "The act is recorded", "tap drips", "Kitchen", "Door sticks")
	for _, lang := range []string{"az", "hy", "ru", "en"} {
		if act := v.get(path + "/act.pdf?in=" + lang); act.status != 200 || !strings.HasPrefix(act.body, "%PDF-") {
			t.Errorf("the act in %s: status %d, %s", lang, act.status, short(act.body))
		}
	}
	v.post(path+"/keys").want(200, "The household is settled")
	v.post(path + "/keys").want(409)
	v.post(path+"/meter", "meter", "gas", "reading", "7").want(200, "The reading is recorded")
	v.post(path+"/defect", "text", "Window does not shut", "room", "Kitchen").want(200, "The defect is recorded")
}

// TestRegister: a household is registered in the browser; what is wrong is said beside its field, nothing is lost, and
// a double is told at once.
func TestRegister(t *testing.T) {
	s := sampleSite(t)
	v := s.as(t, "registrar")
	filled := []string{"id", v.get("/households/new").values("id")[0], "family-0", "Гасанов", "given-0", "Эльшад", "father-0", "Тофик", "born-0", "1979-04-17", "relation-0", "head", "sex-0", "m",
		"family-1", "Гасанова", "given-1", "Лейла", "born-1", "", "relation-1", "spouse", "people", "3",
		"origin", "khojaly", "left", "1992-02-26", "stay", "dormitory", "stay_place", "sumgait", "intention", "return"}
	d := v.post("/households/new", filled...).want(422, "Write the date of birth", "2 possible matches in the register")
	if d.values("family-1")[0] != "Гасанова" || len(d.links("#born-1")) != 1 {
		t.Error("what was written is lost, or the fault leads nowhere")
	}
	more := v.post("/households/new", append(slices.Clone(filled), "more", "1")...).want(200, "Person 6")
	if more.values("given-0")[0] != "Эльшад" {
		t.Error("room for more people lost the first")
	}
	filled[slices.Index(filled, "born-1")+1] = "1984-03-12"
	v.post("/households/new", filled...).want(200, "may be in the register already", "Possibly the same person, registered twice", "still being asked")
	s.as(t, "allocation").post("/households/new", filled...).want(403, "registrar")
}

// TestClaim: a claim holds a dwelling at once, a decision needs a reason, and what an analyst sees names nobody.
func TestClaim(t *testing.T) {
	s := sampleSite(t)
	claims, housing := s.as(t, "claims"), s.as(t, "housing")
	home := ""
	for _, n := range claims.get("/settlements/khojaly").all("a.ready") {
		home = attr(n, "href")
	}
	claims.post(home+"/claim", "claimant", " ").want(422, "Write who claims the dwelling")
	claims.post(home+"/claim", "claimant", "Սարգիս Պետրոսյան", "left", "2023-09-26", "basis", "title of 1987").
		want(200, "The claim is recorded and holds the dwelling", "Held by a claim", "Սարգիս Պետրոսյան", "title of 1987")
	if d := housing.get(home).want(200, "Held by a claim"); strings.Contains(text(d.root), "Պետրոսյան") {
		t.Error("the housing officer reads who claims")
	}
	d := claims.get(home)
	decide := d.action("input[name=back]")
	id := strings.TrimPrefix(decide, "/claims/")
	unfounded := claims.post(decide, "back", strings.TrimPrefix(home, "/dwellings/"), "decision-"+id, "rejected", "reason-"+id, "").want(422)
	if len(unfounded.links("#reason-"+id)) != 1 {
		t.Error("the missing reason is not linked")
	}
	housing.post(decide, "decision-"+id, "rejected", "reason-"+id, "x").want(403, "claims officer")
	claims.post(decide, "back", strings.TrimPrefix(home, "/dwellings/"), "decision-"+id, "rejected", "reason-"+id, "The order names another house.").
		want(200, "The decision is recorded", "Rejected", "Ready to be given", "names another house")
}

// TestDwelling: a report on readiness and a finding about the ground change whether a dwelling may be given.
func TestDwelling(t *testing.T) {
	s := sampleSite(t)
	v := s.as(t, "housing")
	home := attr(v.get("/settlements/khojaly").all("a.works")[0], "href")
	v.post(home+"/report").want(422, "Say of at least one component")
	d := v.get(home).want(200, "Not ready: ")
	pairs := []string{}
	for _, c := range homeward.Components {
		pairs = append(pairs, "ready-"+string(c), "yes")
	}
	v.post(home+"/report", pairs...).want(200, "The report is recorded", "Ready to be given")
	v.post(home+"/report", "ready-water", "no", "due-water", "2026-13-40").want(422, "no day of the calendar")
	v.post(home+"/ground", "finding", "cleared", "on", "2026-02-01").want(422)
	v.post(home+"/ground", "finding", "suspected", "on", "2026-02-09").want(200, "No release record over the ground")
	if got := len(v.get(strings.TrimSpace(d.links("/settlements/khojaly")[0])).all("a.hazardous")); got < 30 {
		t.Errorf("the finding holds %d dwellings, want the whole building", got)
	}
}

// TestUsers: the administrator adds somebody, who can then sign in and do no more than appointed.
func TestUsers(t *testing.T) {
	s := emptySite(t)
	v := s.as(t, "admin")
	fields := []string{"name", "Leyla Nazarova", "new_login", "leyla", "new_password", "short", "role", "registrar", "area", "khojaly", "language", "az"}
	d := v.post("/users", fields...).want(422)
	if len(d.links("#new_password")) != 1 || strings.Contains(d.body, `value="short"`) {
		t.Error("the short password is not linked, or was sent back")
	}
	fields[5] = "several words are best"
	v.post("/users", fields...).want(200, "Leyla Nazarova can sign in now", "registrar, Khojaly")
	v.post("/users", fields...).want(422)
	leyla := s.visitor(t)
	leyla.post("/signin", "login", "leyla", "password", "several words are best").want(200, "Leyla Nazarova")
	leyla.get("/users?lang=en").want(403)
	if got := attr(leyla.get("/overview?lang=az").one("html"), "lang"); got != "az" {
		t.Errorf("her language is %s", got)
	}
}

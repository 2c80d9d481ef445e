//go:build unix

package web

import (
	"slices"
	"strings"
	"testing"

	"homeward/policies"
)

// TestRulesAreOpenToEverybody: the page, the file byte for byte, and the paper, without signing in.
func TestRulesAreOpenToEverybody(t *testing.T) {
	s := sampleSite(t)
	v := s.visitor(t)
	list := v.get("/public/rules?lang=en").want(200, "Great Return", "in force")
	editions := list.links("/public/rules/")
	page := editions[len(editions)-1] // by their programmes' names: the Great Return comes last
	v.get(page).want(200, "What no source says", "keeps its place")
	file, err := policies.FS.ReadFile("az-great-return.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if d := v.get(page + "/policy.yaml"); strings.TrimSpace(strings.SplitN(string(file), "\n", 2)[0]) != "format: homeward-policy/1" || !strings.Contains(d.body, "format: homeward-policy/1") {
		t.Error("the file is not given as it is")
	}
	for _, lang := range []string{"az", "hy", "ru", "en"} {
		checkPage(t, v.get("/public/rules?lang="+lang), lang)
		checkPage(t, v.get(page+"?lang="+lang), lang)
		if d := v.get(page + "/rules.pdf?lang=" + lang); d.status != 200 || !strings.HasPrefix(d.body, "%PDF") {
			t.Errorf("paper in %s: status %d", lang, d.status)
		}
	}
	v.get("/public/rules/0000").want(404)
	v.get("/rules/adopt").want(200, "Sign in")
}

// TestAdoptingAnEdition: a faulty file is refused line by line, a good one comes into force and the refusals are run again.
func TestAdoptingAnEdition(t *testing.T) {
	s := sampleSite(t)
	v := s.as(t, "allocation")
	v.get("/rules").want(200, "Put an edition in force", "Refusals to take up again")
	v.get("/rules/adopt").want(200, "In force from")
	file, err := policies.FS.ReadFile("ua-temporary-housing.yaml")
	if err != nil {
		t.Fatal(err)
	}
	good := string(file)
	v.post("/rules/adopt", "programme", "ua", "from", "2026-02-09", "text", strings.Replace(good, "gives:", "gifts:", 1)).want(422, "Line ", "gifts")
	v.post("/rules/adopt", "programme", "ua", "from", "2026-01-09", "text", good).want(422, "today or later")
	v.post("/rules/adopt", "programme", "Not a name!", "from", "2026-02-09", "text", good).want(422, "no short name")
	v.post("/rules/adopt", "programme", "ua", "from", "2026-02-09", "text", good).want(200, "in force from", "Run again")
	v.post("/rules/adopt", "programme", "ua", "from", "2026-02-09", "text", good).want(422, "from the same day already")
	v.get("/rules").want(200, "495")
	v.get("/rules/reopen?on=2026-13-01").want(422)
	// In the sample some were refused for a passport that has come since, some for a record that is not asked for from June.
	v.get("/rules/reopen").want(200, "not recorded as a citizen")
	v.get("/rules/reopen?on=2026-06-25").want(200, "This is a look ahead", "does not stand in the official record")
	s.as(t, "registrar").get("/rules/adopt").want(403, "allocation officer")
	s.as(t, "registrar").post("/rules/reopen", "household", "hh_00000000000000000000000000", "seq", "1", "reason", "x").want(404)
	s.as(t, "analyst").get("/rules/reopen").want(403)
}

// TestTryingOutOtherRules: an officer is told who, an analyst how many, and nobody a small number.
func TestTryingOutOtherRules(t *testing.T) {
	s := sampleSite(t)
	officer, analyst := s.as(t, "allocation"), s.as(t, "analyst")
	form := officer.get("/rules/compare").want(200, "Run it over the register", "Try out a text")
	var editions []string
	for _, o := range form.all("option") {
		if len(attr(o, "value")) == 64 && !slices.Contains(editions, attr(o, "value")) {
			editions = append(editions, attr(o, "value"))
		}
	}
	if len(editions) < 10 {
		t.Fatalf("%d editions to choose from", len(editions))
	}
	great, other := editions[0], ""
	for _, o := range form.all("option") {
		if strings.Contains(text(o), "Fund for temporary") || strings.Contains(text(o), "emporary settlement") {
			other = attr(o, "value")
		}
	}
	if other == "" {
		other = editions[2]
	}
	pairs := []string{"a", great, "day_a", "2026-02-09", "b", other, "day_b", "2026-02-09", "home", "flat", "by", "size"}
	done := officer.post("/rules/compare", pairs...).want(200, "Who would be where", "As before", "6+ people")
	if len(done.links("/households/hh_")) == 0 {
		t.Error("the officer is not told who")
	}
	page := analyst.post("/rules/compare", pairs...).want(200, "Who would be where", "withheld")
	if len(page.links("/households/")) > 0 {
		t.Error("the analyst is told who")
	}
	if text(analyst.get("/rules/compare").one("main")) == "" || len(analyst.get("/rules/compare").all("#draft")) > 0 {
		t.Error("the analyst may try rules of their own")
	}
	officer.post("/rules/compare", "a", "x", "day_a", "", "b", great, "day_b", "2026-02-09", "home", "flat", "by", "size").want(422, "2 things")
	officer.post("/rules/compare", append(pairs, "draft", "format: nothing")...).want(422, "draft, line 1")
	s.as(t, "registrar").get("/rules/compare").want(403)
	officer.get("/rules/compare/nothing").want(404, "Run it again")
	// What was asked is there again, for the one who asked alone.
	again := officer.get("/rules/compare").want(200, "What you compared before", "Done").links("/rules/compare/tr_")
	if len(again) == 0 {
		t.Fatal("no earlier comparison is offered")
	}
	officer.get(again[0]).want(200, "Who would be where")
	officer.post(again[0]+"/stop").want(409, "over already")
	analyst.get(again[0]).want(404)
	if last := analyst.get("/rules/compare").links("/rules/compare/tr_"); len(last) != 1 {
		t.Errorf("the analyst asked once and is offered %d", len(last))
	}
	for _, lang := range []string{"az", "hy", "ru", "en"} {
		checkPage(t, officer.get("/rules/compare?lang="+lang), lang)
		checkPage(t, officer.post("/rules/compare?lang="+lang, pairs...), lang)
	}
}

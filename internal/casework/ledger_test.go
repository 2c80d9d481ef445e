package casework_test

import (
	"strings"
	"testing"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/figures"
)

const (
	claimsHead   = "claim_id,article_id,statement,place_written,place_norm,place_level,event_date,kind,phase,unit,rooms,number,number_max,qualifier,origin,institution,in_raw,note\n"
	articlesHead = "id,url,url_exact,publisher,date,date_precision,lang,title,claims,cluster\n"
)

func (f *fixture) claims(claims, articles string) figures.Claims {
	f.t.Helper()
	in, err := f.Reader().TakeClaims(strings.NewReader(claimsHead+claims), strings.NewReader(articlesHead+articles))
	f.ok(err)
	return in
}

const goodClaims = `C1,A1,A1.1,Khojaly,Khojaly city,settlement,2025-04-28,increment,arrived,families,,33,,exact,Dordyol,Service,digits,keys
C2,A1,A1.1,Khojaly,Khojaly city,settlement,2025-04-28,increment,arrived,people,,137,,exact,Dordyol,Service,digits,keys
C3,A1,A1.2,Khojaly,Khojaly city,settlement,2025-04,cumulative,,people,,340,,about,,,digits,
C4,A1,A1.3,flats,Khojaly city,settlement,2025-04-28,draw_by_rooms,,homes,2,12,,exact,,,digits,
C5,A1,A1.3,flats,Khojaly city,settlement,2025-04-28,draw_by_rooms,,homes,3,21,,exact,,,digits,
C6,A2,A2.1,Khojaly and Ballija,Khojaly city + Ballija,group_of_places,2025-04-28,increment,sent,families,,40,,more_than,,,digits,
C7,A2,A2.2,school,Khojaly city,settlement,,not_a_figure,,other,,3.5,,exact,,,digits,years
`

const goodArticles = `A1,https://example.org/1,yes,A gazette,2025-04-28,day,en,Keys,3,K1
A2,https://example.org/2,yes,An agency,2025-04,month,az,Köç,2,
`

// A table comes into the ledger whole, with everything that was said of each value, and once however often it is brought.
func TestATableIsKeptOnce(t *testing.T) {
	each(t, func(f *fixture) {
		in := f.claims(goodClaims, goodArticles)
		for i, want := range []casework.Imported{{Articles: 2, Statements: 5}, {Already: 5}} {
			out, err := f.ImportStatement(t.Context(), analyst, in, false)
			f.ok(err)
			if out.Articles != want.Articles || out.Statements != want.Statements || out.Already != want.Already || len(out.Changed) > 0 {
				t.Errorf("time %d: %+v, want %+v", i+1, out, want)
			}
		}
		fig, err := f.ViewFigure(t.Context(), analyst)
		f.ok(err)
		by := map[string]homeward.Statement{}
		for _, s := range fig.Statements {
			by[s.Code] = s.Statement
		}
		group, total, rooms, both := by["A1.1"], by["A1.2"], by["A1.3"], by["A2.1"]
		file, err := f.ViewArticle(t.Context(), analyst, both.ArticleID)
		f.ok(err)
		years := file.Statements[len(file.Statements)-1].Statement
		if years.Code == "A2.1" {
			years = file.Statements[0].Statement
		}
		if group.Families != 33 || group.People != 137 || group.Phase != "arrived" || group.Origin != "Dordyol" || group.Institution != "Service" ||
			group.Note != "keys" || group.Source != "A gazette" || group.URL != "https://example.org/1" || group.PublishedOn != homeward.NewDate(2025, 4, 28) {
			t.Errorf("the group is %+v", group)
		}
		if total.EventDate != "2025-04" || total.AsOf != homeward.NewDate(2025, 4, 30) || total.Quantifier != "about" || total.Families != 0 {
			t.Errorf("the total is %+v", total)
		}
		if rooms.Rooms != "2:12 3:21" || both.Places != "khojaly+ballija" || both.Place != "" || !both.PublishedOn.IsZero() || !years.Aside || years.Other != "3.5" {
			t.Errorf("rooms %q, places %q %q, aside %+v", rooms.Rooms, both.Place, both.Places, years)
		}
		// What differs from before is left to a person.
		in = f.claims(strings.Replace(goodClaims, ",137,", ",138,", 1), goodArticles)
		out, err := f.ImportStatement(t.Context(), analyst, in, false)
		f.ok(err)
		if out.Statements != 0 || out.Already != 4 || len(out.Changed) != 1 || out.Changed[0] != "A1.1" {
			t.Errorf("a changed table: %+v", out)
		}
	})
}

// What a person wrote down and a table brings again is one figure; another outlet's, or another number, is another.
func TestATableKnowsWhatAPersonWroteDown(t *testing.T) {
	each(t, func(f *fixture) {
		ctx, day := t.Context(), homeward.NewDate(2025, 4, 28)
		for _, s := range []homeward.Statement{
			{Source: "A gazette", Place: "khojaly", Kind: homeward.Increment, Families: 33, People: 137, AsOf: day, PublishedOn: day},
			{Source: homeward.UnnamedOutlet, Place: "khojaly", Kind: homeward.Cumulative, Families: 85, People: 341, AsOf: day, PublishedOn: day},
		} {
			_, err := f.RecordStatement(ctx, analyst, s)
			f.ok(err)
		}
		const claims = `C1,A1,A1.1,Khojaly,Khojaly city,settlement,2025-04-28,increment,,families,,33,,exact,,,digits,
C2,A1,A1.1,Khojaly,Khojaly city,settlement,2025-04-28,increment,,people,,137,,exact,,,digits,
C3,A1,A1.2,Khojaly,Khojaly city,settlement,2025-04,cumulative,,families,,85,,exact,,,digits,
C4,A1,A1.2,Khojaly,Khojaly city,settlement,2025-04,cumulative,,people,,341,,exact,,,digits,
C5,A2,A2.1,Khojaly,Khojaly city,settlement,2025-04-28,increment,,families,,33,,exact,,,digits,
C6,A2,A2.1,Khojaly,Khojaly city,settlement,2025-04-28,increment,,people,,137,,exact,,,digits,
`
		const articles = "A1,,no,A gazette,2025-04-28,day,en,Keys,4,K1\nA2,,no,Another gazette,2025-04-28,day,en,Keys,2,K2\n"
		out, err := f.ImportStatement(ctx, analyst, f.claims(claims, articles), false)
		f.ok(err)
		if out.Already != 2 || out.Statements != 1 {
			t.Errorf("%d were there already and %d are new, want 2 and the other gazette's", out.Already, out.Statements)
		}
	})
}

// Bad rows name themselves, and nothing or the rest is taken, as asked; no row is lost without being named.
func TestBadRowsAreNamed(t *testing.T) {
	bad := `C1,A9,A1.1,x,Khojaly city,settlement,2025-04-28,increment,,families,,33,,exact,,,digits,
C2,A1,A1.2,x,Khojaly city,settlement,2025-04-28,increment,,families,,3.5,,exact,,,digits,
C3,A1,A1.2,x,Khojaly city,settlement,2025-04-28,increment,,people,,12,,exact,,,digits,
C4,A1,A1.3,x,Khojaly city,settlement,28 April,increment,,people,,12,,exact,,,digits,
C5,A1,A1.4,x,Khojaly city,settlement,2025-04-28,rumour,,people,,12,,exact,,,digits,
C6,A1,A1.5,x,Khojaly city,settlement,2025-04-28,increment,gone,people,,12,,exact,,,digits,
C7,A1,A1.6,x,Khojaly city,settlement,2025-04-28,increment,,cows,,12,,exact,,,digits,
C8,A1,A1.7,x,Khojaly city,settlement,2025-04-28,increment,,people,,12,,maybe,,,digits,
C8,A1,A1.8,x,Khojaly city,settlement,2025-04-28,increment,,people,,12,,exact,,,digits,
C9,A1,A1.9,x,Khojaly city,settlement,2025-04-28,increment,,people,,12,,exact,,,digits,,one,too,many
C10,A1,A1.10,x,Khojaly city,settlement,2025-04-28,increment,,people,,12,,exact,,,digits,
`
	each(t, func(f *fixture) {
		in := f.claims(bad, goodArticles)
		want := map[int]string{2: "figures.bad.article", 3: "figures.bad.number", 4: "figures.bad.statement", 5: "figures.bad.date", 6: "figures.bad.kind",
			7: "figures.bad.phase", 8: "figures.bad.unit", 9: "figures.bad.qualifier", 10: "figures.bad.twice", 11: "figures.bad.row"}
		for _, b := range in.Bad {
			if want[b.Row] != b.Reason.Key || b.Hint.Key != b.Reason.Key+".hint" {
				t.Errorf("row %d: %s, want %s", b.Row, b.Reason.Key, want[b.Row])
			}
			delete(want, b.Row)
		}
		if len(want) > 0 {
			t.Errorf("rows not named: %v", want)
		}
		out, err := f.ImportStatement(t.Context(), analyst, in, false)
		f.refused(err, "figures.import.bad")
		if len(out.Bad) != 10 {
			t.Errorf("%d bad rows are told", len(out.Bad))
		}
		out, err = f.ImportStatement(t.Context(), analyst, in, true)
		f.ok(err)
		if out.Statements != 1 {
			t.Errorf("%d statements of the good rows", out.Statements)
		}
	})
}

const pasted = `Keys in Khojaly

On April 28, 33 families (137 people) moved to Khojaly city. To date, 157 families (743 people) have been settled in Ballija village.
`

func (f *fixture) proposed() (homeward.ArticleID, []homeward.Statement) {
	f.t.Helper()
	id, err := f.ProposeStatement(f.t.Context(), analyst, casework.Read{Publisher: "A gazette", Text: pasted, PublishedOn: homeward.NewDate(2025, 4, 28)})
	f.ok(err)
	file, err := f.ViewArticle(f.t.Context(), analyst, id)
	f.ok(err)
	var out []homeward.Statement
	for _, s := range file.Statements {
		out = append(out, s.Statement)
	}
	return id, out
}

// What a program read counts for nothing until somebody has confirmed it; corrected and rejected, it stays on file.
func TestWhatWasReadWaitsForAPerson(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		article, list := f.proposed()
		if len(list) != 2 || list[0].Families != 33 || list[1].Place != "ballija" {
			t.Fatalf("read %+v", list)
		}
		count := func(want int) {
			t.Helper()
			fig, err := f.ViewFigure(ctx, analyst)
			f.ok(err)
			if len(fig.Statements) != want {
				t.Errorf("%d statements stand, want %d", len(fig.Statements), want)
			}
		}
		count(0)
		again, err := f.ProposeStatement(ctx, analyst, casework.Read{Publisher: "A gazette", Text: pasted, PublishedOn: homeward.NewDate(2025, 4, 28)})
		f.ok(err)
		if again != article {
			t.Error("the same text is another article")
		}
		f.ok(f.ConfirmStatement(ctx, analyst, list[0].ID, false))
		count(1)
		f.refused(f.ConfirmStatement(ctx, analyst, list[0].ID, false), "statement.decided")
		in := casework.Correction{Place: "ballija", Kind: homeward.Cumulative, Quantifier: "exact", Families: 157, People: 742, AsOf: homeward.NewDate(2025, 4, 27), KeepCase: true}
		instead, err := f.CorrectStatement(ctx, analyst, list[1].ID, in)
		f.ok(err)
		count(2)
		f.refused(f.RejectStatement(ctx, analyst, list[1].ID, "", false), "statement.decided")
		f.ok(f.RejectStatement(ctx, analyst, list[0].ID, "another district", false)) // confirmed, and found wrong later
		count(1)
		file, err := f.ViewArticle(ctx, analyst, article)
		f.ok(err)
		if len(file.Statements) != 3 || file.Article.Text == "" {
			t.Errorf("the file holds %d statements", len(file.Statements))
		}
		_, err = f.CorrectStatement(ctx, officer(homeward.RoleRegistrar), instead, in)
		if homeward.KindOf(err) != homeward.Forbidden {
			t.Errorf("a registrar corrects: %v", err)
		}
		_, err = f.CorrectStatement(ctx, analyst, instead, casework.Correction{Kind: homeward.Cumulative, Quantifier: "exact"})
		f.refused(err, "statement.no_number")
		_, err = f.ProposeStatement(ctx, analyst, casework.Read{Publisher: "A gazette", Text: "  "})
		f.refused(err, "statement.no_text")
		cases, err := f.Cases(ctx, analyst)
		f.ok(err)
		if want := "kept | To date, 157 families (743 people) have been settled in Ballija village. | cumulative ballija 157 742"; len(cases) != 1 || cases[0] != want {
			t.Errorf("cases %q, want %q", cases, want)
		}
	})
}

func TestAStatementEndsOnce(t *testing.T) {
	each(t, func(f *fixture) {
		_, list := f.proposed()
		f.oneWins(atOnce(12, func(i int) error {
			if i%2 == 0 {
				return f.RejectStatement(t.Context(), analyst, list[0].ID, "", false)
			}
			_, err := f.CorrectStatement(t.Context(), analyst, list[0].ID, casework.Correction{Place: "khojaly", Kind: homeward.Increment, Quantifier: "exact", Families: 34})
			return err
		}), "statement.decided")
	})
}

// A release is recorded as it was published; the register's later number makes a correction and changes nothing in it.
func TestAReleaseIsCorrectedAndNeverChanged(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.settleAll(1, "1", 2, 3, 1)
		day := f.Today()
		_, err := f.ReleaseFigure(ctx, analyst, "khojaly", day.Add(1))
		f.refused(err, "release.future")
		first, err := f.ReleaseFigure(ctx, analyst, "khojaly", day)
		f.ok(err)
		if first.Edition != 1 || first.GroupHouseholds != 3 || first.GroupIndividuals != 6 || !strings.Contains(first.Text["en"], "3 families (6 people)") {
			t.Errorf("released %+v", first)
		}
		for _, l := range []string{"az", "hy", "ru"} {
			if first.Text[l] == "" || first.Text[l] == first.Text["en"] {
				t.Errorf("%s says %q", l, first.Text[l])
			}
		}
		_, err = f.ReleaseFigure(ctx, analyst, "khojaly", day)
		f.refused(err, "release.unchanged")
		f.settleAll(20, "2", 1, 1, 2, 1) // the same day, after the cut-off
		if f.Today() != day {
			t.Fatal("the day is over")
		}
		f.oneWins(atOnce(8, func(int) error {
			_, err := f.ReleaseFigure(ctx, analyst, "khojaly", day)
			return err
		}), "release.unchanged")
		list, err := f.ViewReleases(ctx, casework.Public(), "khojaly")
		f.ok(err)
		if len(list) != 2 || list[0].Edition != 2 || list[1].Edition != 1 || list[1].Text["en"] != first.Text["en"] || !strings.Contains(list[0].Text["en"], "7 families (11 people), not 3 families (6 people)") {
			t.Errorf("released %+v", list)
		}
		if _, err := f.ReleaseFigure(ctx, officer(homeward.RoleRegistrar), "khojaly", day); homeward.KindOf(err) != homeward.Forbidden {
			t.Errorf("a registrar releases: %v", err)
		}
	})
}

// A published number that differs from the register's is explained from the register's history, or stays open.
func TestDifferencesFromTheRegister(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.settleAll(1, "1", 2, 3, 1)
		day := f.Today()
		f.state("khojaly", homeward.Increment, 3, 6, day)
		f.state("khojaly", homeward.Cumulative, 3, 9, day)
		// One of the places that the group came from: a part of it, of which the register knows nothing.
		_, err := f.RecordStatement(ctx, analyst, homeward.Statement{Source: "another gazette", Place: "khojaly", Kind: homeward.Increment,
			Families: 1, People: 2, Origin: "Sumgait", AsOf: day, PublishedOn: day})
		f.ok(err)
		found, err := f.Reconcile(ctx, analyst, "khojaly")
		f.ok(err)
		if len(found) != 1 || found[0].Rule != "register" || found[0].Explanation.Key != "figures.rule.register_open" || len(found[0].Values) != 4 || found[0].Supports != nil {
			t.Errorf("found %+v", found)
		}
	})
}

// A family that was registered twice and found out before the keys explains a published number that counted it twice; its
// ended record is nobody's death.
func TestAMergeExplainsADifference(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		one, _, q := f.twice(0)
		f.now.pass(48 * time.Hour) // the list was closed meanwhile
		f.ok(f.DecideQuestion(ctx, registrar, q, homeward.SamePerson))
		f.ok(f.DecideQuestion(ctx, another, q, homeward.SamePerson))
		f.stepFreeFlats("9", 1) // his need came over with his other record
		f.settleThese("1", one, f.register(30, 2, 0), f.register(31, 1, 0))
		day := f.Today()
		f.state("khojaly", homeward.Increment, 4, 5, day) // the list of before: three families, and one of them twice
		l, err := f.ViewPlaceLedger(ctx, analyst, "khojaly")
		f.ok(err)
		if len(l.Statements) != 1 || len(l.Statements[0].Because) != 1 || l.Statements[0].Because[0].Cause != figures.Joined {
			t.Fatalf("%d statements, the first explained by %+v, %+v open", len(l.Statements), l.Statements[0].Because, l.Statements[0].Open)
		}
		if got := *l.Statements[0].Register; got != (homeward.Count{Households: 3, Individuals: 4}) {
			t.Errorf("the register shows %+v", got)
		}
	})
}

// What was published of one or two families is not published again by the public ledger of a place, and the register's own
// small number is not shown beside a statement; a larger group is.
func TestThePublicSeesNoSmallGroup(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.settleAll(1, "1", 2, 3)
		day := f.Today()
		f.state("khojaly", homeward.Increment, 2, 5, day)
		f.state("khojaly", homeward.Cumulative, 40, 170, day.Add(-400))
		l, err := f.PublicLedgerOf(ctx, "khojaly")
		f.ok(err)
		if len(l.Statements) != 1 || l.Statements[0].Families != 40 {
			t.Errorf("the public ledger shows %d statements: %+v", len(l.Statements), l.Statements)
		}
		page, err := f.PublicPage(ctx)
		f.ok(err)
		for _, s := range page.Statements {
			if s.Register != nil && 0 < s.Register.Households && s.Register.Households < page.Minimum {
				t.Errorf("beside %d families the register shows %d", s.Families, s.Register.Households)
			}
		}
	})
}

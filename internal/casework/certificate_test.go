package casework_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/policies"
)

// adopt puts a shipped policy in force under a slug, with some of its text changed.
func (f *fixture) adopt(slug, file string, from homeward.Date, changes ...string) {
	f.t.Helper()
	text, err := policies.FS.ReadFile(file)
	f.ok(err)
	text = []byte(strings.NewReplacer(changes...).Replace(string(text)))
	f.ok(f.AdoptProgramme(f.t.Context(), allocation, homeward.Adoption{ID: slug, Area: homeward.Programme,
		PolicyText: string(bytes.TrimSpace(text)) + "\n", ValidFrom: from}))
}

// money puts Armenia's programme in force.
func (f *fixture) money() {
	f.adopt("am-housing", "am-certificates.yaml", homeward.NewDate(2024, 5, 16))
}

// displaced adds a household that left Nagorno-Karabakh in 2023: two adults and some minors.
func (f *fixture) displaced(n, minors int) homeward.HouseholdID {
	f.t.Helper()
	in := registration(n, 2, minors)
	in.OriginPlace, in.LeftOn = "khankendi", homeward.NewDate(2023, 9, 26)
	out, err := f.RegisterHousehold(f.t.Context(), registrar, in)
	f.ok(err)
	return out.ID
}

func (f *fixture) apply(id homeward.HouseholdID) homeward.CertificateID {
	f.t.Helper()
	ce, err := f.ApplyCertificate(f.t.Context(), registrar, id, "am-housing")
	f.ok(err)
	return ce
}

// find records facts as "path=value"; a fact about members is recorded for each.
func (f *fixture) find(id homeward.HouseholdID, ce homeward.CertificateID, facts ...string) {
	f.t.Helper()
	var in []casework.FoundFact
	for _, fact := range facts {
		path, value, _ := strings.Cut(fact, "=")
		if !strings.HasPrefix(path, "household.members[].") {
			in = append(in, casework.FoundFact{Path: path, Value: value})
			continue
		}
		for _, m := range f.members(id) {
			in = append(in, casework.FoundFact{Path: path, Value: value, Member: m})
		}
	}
	f.ok(f.RecordFact(f.t.Context(), registrar, id, ce, in, "papers"))
}

// ordinary are the facts of a family against which nothing stands.
var ordinary = []string{"household.members[].citizen=yes", "household.owns_home=no", "household.housed=no", "household.breadwinner_lost=no",
	"household.members[].disability=0", "application.component=buy", "application.own_share=0.4"}

func (f *fixture) certificate(id homeward.CertificateID) casework.CertificateFile {
	f.t.Helper()
	file, err := f.ViewCertificate(f.t.Context(), allocation, id)
	f.ok(err)
	return file
}

// issued takes a household through application and decision to a certificate.
func (f *fixture) issued(n int) (homeward.HouseholdID, homeward.CertificateID) {
	f.t.Helper()
	f.money()
	id := f.displaced(n, 2)
	ce := f.apply(id)
	f.find(id, ce, ordinary...)
	r, err := f.DecideCertificate(f.t.Context(), allocation, ce)
	f.ok(err)
	if r.Outcome != homeward.RulingGranted {
		f.t.Fatalf("refused: %v", r.Refusals)
	}
	_, err = f.IssueCertificate(f.t.Context(), allocation, ce)
	f.ok(err)
	return id, ce
}

func TestACertificateFromApplicationToHome(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		id, ce := f.issued(1)
		file := f.certificate(ce)
		if file.Number != 1 || file.ValidUntil != homeward.NewDate(2028, 12, 31) || file.Ruling.Persons != 4 {
			t.Errorf("number %d, until %s, %d persons; want 1, 2028-12-31, 4", file.Number, file.ValidUntil, file.Ruling.Persons)
		}
		if file.Ruling.Amount != 0 || !slices.Equal(file.Ruling.Awaits, []string{"dwelling.place.group"}) {
			t.Errorf("amount %d awaits %v; want the place of the home", file.Ruling.Amount, file.Ruling.Awaits)
		}
		f.refused(f.RedeemCertificate(ctx, allocation, ce, "contract 7"), "certificate.facts_missing")
		f.find(id, ce, "dwelling.type=house", "dwelling.area_m2=52", "dwelling.price=56000000", "dwelling.place.group=list_4m")
		f.refused(f.RedeemCertificate(ctx, allocation, ce, "contract 7"), "refusal.price_over_limit")
		f.find(id, ce, "dwelling.price=22 000 000")
		f.ok(f.RedeemCertificate(ctx, allocation, ce, "contract 7"))
		file = f.certificate(ce)
		if file.Stage() != homeward.CertificateUsed || file.Use.Amount != 16_000_000 || file.Use.Currency != "AMD" {
			t.Errorf("%s for %d %s; want four times 4,000,000", file.Stage(), file.Use.Amount, file.Use.Currency)
		}
		// A household gets one certificate in a programme.
		_, err := f.ApplyCertificate(ctx, registrar, id, "am-housing")
		f.refused(err, "certificate.one_live")
	})
}

func TestUnknownFactsDecideNothing(t *testing.T) {
	each(t, func(f *fixture) {
		f.money()
		id := f.displaced(1, 1)
		ce := f.apply(id)
		_, err := f.DecideCertificate(t.Context(), allocation, ce)
		f.refused(err, "certificate.facts_missing")
		if len(f.certificate(ce).Missing) == 0 {
			t.Error("the page does not name what is missing")
		}
		if l, err := f.ListCertificates(t.Context(), allocation, ""); err != nil || len(l.Rows) != 1 || l.Rows[0].Stage() != homeward.CertificateApplied {
			t.Errorf("in the list: %+v, %v", l, err)
		}
		f.refused(f.RecordFact(t.Context(), registrar, id, ce, []casework.FoundFact{{Path: "household.owns_home", Value: "perhaps"}}, "paper"), "policy.fact_value")
		f.refused(f.RecordFact(t.Context(), registrar, id, ce, []casework.FoundFact{{Path: "household.religion", Value: "yes"}}, "paper"), "policy.fact_unknown")
		f.refused(f.RecordFact(t.Context(), registrar, id, ce, []casework.FoundFact{{Path: "household.owns_home", Value: "no"}}, " "), "fact.basis")
		f.refused(f.RecordFact(t.Context(), registrar, id, "", []casework.FoundFact{{Path: "application.component", Value: "buy"}}, "form"), "fact.of_certificate")
		f.refused(f.RecordFact(t.Context(), registrar, id, ce, []casework.FoundFact{{Path: "household.members[].citizen", Value: "no", Member: "in_x"}}, "form"), "household.not_a_member")
	})
}

func TestOneMemberWithoutCitizenshipIsNamed(t *testing.T) {
	each(t, func(f *fixture) {
		f.money()
		id := f.displaced(1, 2)
		ce := f.apply(id)
		f.find(id, ce, ordinary...)
		who := f.members(id)[1]
		f.ok(f.RecordFact(t.Context(), registrar, id, ce, []casework.FoundFact{{Path: "household.members[].citizen", Value: "no", Member: who},
			{Path: "household.members[].missing_by_court", Value: "no", Member: who}}, "passport"))
		r, err := f.DecideCertificate(t.Context(), allocation, ce)
		f.ok(err)
		if r.Outcome != homeward.RulingRefused || len(r.Refusals) != 1 || r.Refusals[0].Key != "citizenship_missing" || r.Refusals[0].Who != string(who) {
			t.Fatalf("%s %+v; want citizenship_missing for the one member", r.Outcome, r.Refusals)
		}
		_, err = f.IssueCertificate(t.Context(), allocation, ce)
		f.refused(err, "certificate.not_now")
		// A refused household may apply again.
		again := f.apply(id)
		f.find(id, again, append(slices.Clone(ordinary), "household.members[].citizen=yes")...)
		r, err = f.DecideCertificate(t.Context(), allocation, again)
		f.ok(err)
		if r.Outcome != homeward.RulingGranted {
			t.Errorf("with the citizenship: %s %v", r.Outcome, r.Refusals)
		}
	})
}

func TestAClosedStageRefusesAndNamesItsDay(t *testing.T) {
	each(t, func(f *fixture) {
		f.money()
		id := f.displaced(1, 0)
		ce := f.apply(id)
		f.find(id, ce, append(slices.Clone(ordinary), "application.own_share=0")...)
		r, err := f.DecideCertificate(t.Context(), allocation, ce)
		f.ok(err)
		if len(r.Refusals) != 1 || r.Refusals[0].Key != "stage_opens" {
			t.Errorf("%+v; want stage_opens", r.Refusals)
		}
	})
}

func TestACertificateEndsWithItsLastDay(t *testing.T) {
	each(t, func(f *fixture) {
		id, ce := f.issued(1)
		f.find(id, ce, "dwelling.type=flat", "dwelling.area_m2=52", "dwelling.price=20000000", "dwelling.place.group=list_5m")
		f.refused(f.ExpireCertificate(t.Context(), allocation, ce), "certificate.still_good")
		f.now.pass(3 * 366 * 24 * time.Hour)
		f.refused(f.RedeemCertificate(t.Context(), allocation, ce, "contract"), "certificate.over")
		f.ok(f.ExpireCertificate(t.Context(), allocation, ce))
		if s := f.certificate(ce).Stage(); s != homeward.CertificateExpired {
			t.Errorf("stage %s", s)
		}
		f.refused(f.RedeemCertificate(t.Context(), allocation, ce, "contract"), "certificate.not_now")
	})
}

func TestACertificateIsUsedOnceByWhomeverTries(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.money()
		id := f.displaced(1, 2)
		f.oneWins(atOnce(12, func(int) error {
			_, err := f.ApplyCertificate(ctx, registrar, id, "am-housing")
			return err
		}), "certificate.one_live")
		file, err := f.ViewHousehold(ctx, registrar, id)
		f.ok(err)
		ce := file.Certificates[0].ID
		f.find(id, ce, ordinary...)
		f.oneWins(atOnce(8, func(int) error { _, err := f.DecideCertificate(ctx, allocation, ce); return err }), "certificate.decided")
		f.oneWins(atOnce(8, func(int) error { _, err := f.IssueCertificate(ctx, allocation, ce); return err }), "certificate.not_now")
		f.find(id, ce, "dwelling.type=flat", "dwelling.area_m2=52", "dwelling.price=20000000", "dwelling.place.group=list_5m")
		f.oneWins(atOnce(12, func(int) error { return f.RedeemCertificate(ctx, allocation, ce, "contract") }), "certificate.not_now")
		if use := f.certificate(ce).Use; use == nil || use.Amount != 20_000_000 {
			t.Errorf("use %+v", use)
		}
	})
}

// Numbers of certificates follow each other without gaps, however many are issued at once.
func TestNumbersOfCertificates(t *testing.T) {
	each(t, func(f *fixture) {
		f.money()
		var list []homeward.CertificateID
		for n := range 6 {
			id := f.displaced(n+1, 2)
			ce := f.apply(id)
			f.find(id, ce, ordinary...)
			_, err := f.DecideCertificate(t.Context(), allocation, ce)
			f.ok(err)
			list = append(list, ce)
		}
		numbers := make([]int, len(list))
		for _, err := range atOnce(len(list), func(i int) (err error) {
			numbers[i], err = f.IssueCertificate(t.Context(), allocation, list[i])
			return err
		}) {
			f.ok(err)
		}
		slices.Sort(numbers)
		if !slices.Equal(numbers, []int{1, 2, 3, 4, 5, 6}) {
			t.Errorf("numbers %v", numbers)
		}
	})
}

func TestPapersOfACertificate(t *testing.T) {
	each(t, func(f *fixture) {
		_, ce := f.issued(1)
		for _, lang := range []string{"az", "hy", "ru", "en"} {
			for name, paper := range map[string]func() ([]byte, error){
				"certificate": func() ([]byte, error) { return f.CertificatePaper(t.Context(), allocation, ce, lang) },
				"letter":      func() ([]byte, error) { return f.RulingLetter(t.Context(), allocation, ce, lang) },
			} {
				b, err := paper()
				if err != nil || !bytes.HasPrefix(b, []byte("%PDF")) {
					t.Errorf("%s in %s: %v", name, lang, err)
				}
			}
		}
	})
}

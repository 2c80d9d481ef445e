package web

import (
	"slices"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/store"
)

// certificatesView is the list of certificates.
type certificatesView struct {
	Rows       []certificateRow
	Picks      []navItem // by stage
	Total      int
	Programmes []string // in force that give money
}

type certificateRow struct {
	store.CertificateRow
	Name string
	Tag  tag
	Sum  string
	Why  []string // it was refused
}

func (v *visit) getCertificates() error {
	stage := homeward.CertificateStage(v.r.URL.Query().Get("stage"))
	list, err := v.srv.House.ListCertificates(v.r.Context(), v.actor, stage)
	if err != nil {
		return err
	}
	programmes, err := v.srv.House.MoneyProgrammes(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	var x certificatesView
	for _, p := range programmes {
		x.Programmes = append(x.Programmes, p.Rules.TitleIn(v.Lang()))
	}
	for _, s := range homeward.CertificateStages {
		x.Total += list.Stages[s]
		if list.Stages[s] > 0 || s == stage {
			x.Picks = append(x.Picks, navItem{v.here("stage", string(s)), v.T("status.certificate."+string(s)) + " · " + v.Number(list.Stages[s]), s == stage})
		}
	}
	x.Picks = append([]navItem{{v.here("stage", ""), v.T("web.word.all") + " · " + v.Number(x.Total), stage == ""}}, x.Picks...)
	for _, r := range list.Rows {
		row := certificateRow{CertificateRow: r, Name: listName(r.Given, r.Family), Tag: certificateTag(v.Localizer, r.Stage()), Sum: sumOf(v.Localizer, r.Amount, r.Currency)}
		for _, w := range r.Refusals {
			if said := v.Text(w.Text); !slices.Contains(row.Why, said) {
				row.Why = append(row.Why, said)
			}
		}
		x.Rows = append(x.Rows, row)
	}
	return v.page(certificatesPage(v.frame("web.certificates.title"), x))
}

// applyView is the section of a household's page about money for a home.
type applyView struct {
	Rows       []certificateRow
	Programmes []option
	May        bool
	Household  homeward.HouseholdID
}

// fillApply adds a household's certificates, and the programmes it may apply in.
func (v *visit) fillApply(x *householdView) error {
	x.Apply = applyView{Household: x.ID, May: access.May(v.actor, homeward.CertificateApply) && x.Now.Status != homeward.HouseholdEnded}
	for _, c := range x.Certificates {
		row := certificateRow{CertificateRow: store.CertificateRow{Certificate: c.Certificate}, Tag: certificateTag(v.Localizer, c.Stage())}
		if c.Ruling != nil {
			row.Sum = sumOf(v.Localizer, c.Ruling.Amount, c.Ruling.Currency)
		}
		x.Apply.Rows = append(x.Apply.Rows, row)
	}
	if !access.May(v.actor, homeward.RegisterList) {
		return nil
	}
	programmes, err := v.srv.House.MoneyProgrammes(v.r.Context(), v.actor)
	for _, p := range programmes {
		x.Apply.Programmes = append(x.Apply.Programmes, option{p.ID, p.Rules.TitleIn(v.Lang())})
	}
	return err
}

// postApply takes an application of a household.
func (v *visit) postApply() error {
	id, err := v.id("hh")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	ce, err := v.srv.House.ApplyCertificate(v.r.Context(), v.actor, homeward.HouseholdID(id), fm.text("programme"))
	if err != nil {
		return err
	}
	return v.to("/certificates/"+string(ce), "web.certificate.applied")
}

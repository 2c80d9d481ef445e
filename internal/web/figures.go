package web

import (
	"homeward"
	"homeward/internal/casework"
	"homeward/internal/i18n"
)

// figuresView is what the register counts, and what was published, side by side.
type figuresView struct {
	casework.Figures
	Total   homeward.Count
	Chart   chart
	Places  []ledgerRow
	Waiting []homeward.Article // texts with figures that nobody has looked at
	MayRead bool
}

func (v *visit) getFigures() error {
	fig, err := v.srv.House.ViewFigure(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	i18n.Sort(v.Localizer, fig.Settled, func(p casework.SettledPlace) string { return v.Place(p.Place) })
	x := figuresView{Figures: fig}
	for _, p := range fig.Settled {
		x.Total.Households += p.Total.Households
		x.Total.Individuals += p.Total.Individuals
	}
	f := v.frame("web.figures.title")
	findings, err := v.srv.House.CountContradictions(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	x.Places, x.MayRead, x.Waiting = ledgerRows(v.Localizer, fig, findings), v.may(homeward.StatementPropose, ""), fig.Waiting
	x.Chart = newChart(f, fig)
	return v.page(figuresPage(f, x))
}

// verdict says in one word whether a published figure and the register agree.
func verdict(f *frame, c casework.Compared) tag {
	switch {
	case c.Agrees == nil:
		return tag{"is-plain", "open", f.T("web.figures.no_measure")}
	case *c.Agrees:
		return shown(done, f.T("web.figures.agrees"))
	}
	return tag{"is-block", "ask", f.T("web.figures.differs")}
}

// difference says by how much the register differs from what was published.
func difference(f *frame, c casework.Compared) string {
	if c.Agrees == nil || *c.Agrees || c.Register == nil {
		return ""
	}
	switch {
	case c.Families != 0 && c.Families != c.Register.Households && c.People != 0 && c.People != c.Register.Individuals:
		return f.T("web.figures.both", "Households", f.Signed(c.Register.Households-c.Families), "People", f.Signed(c.Register.Individuals-c.People))
	case c.Families != 0 && c.Families != c.Register.Households:
		return f.T("web.figures.by_households", "Households", f.Signed(c.Register.Households-c.Families))
	}
	return f.T("web.figures.by_people", "People", f.Signed(c.Register.Individuals-c.People))
}

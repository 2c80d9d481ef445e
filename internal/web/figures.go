package web

import (
	"homeward"
	"homeward/internal/casework"
	"homeward/internal/i18n"
)

// figuresView is what the register counts, and what was published, side by side.
type figuresView struct {
	casework.Figures
	Total homeward.Count
	Chart chart
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

// published writes a statement as it was published: families and people, as far as it gave them.
func published(f *frame, s homeward.Statement) string {
	switch {
	case s.Families != 0 && s.People != 0:
		return f.T("common.families", "Count", s.Families) + ", " + f.T("common.people", "Count", s.People)
	case s.Families != 0:
		return f.T("common.families", "Count", s.Families)
	}
	return f.T("common.people", "Count", s.People)
}

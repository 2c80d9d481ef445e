package casework

import (
	"slices"

	"homeward"
	"homeward/internal/document"
	"homeward/internal/policy"
)

// PolicyPaper is an edition on paper, in the very sentences of the page. It is open to everybody, like the page.
func (h *House) PolicyPaper(a homeward.Adoption, lang string) ([]byte, error) {
	p, err := h.policyOf(a)
	if err != nil {
		return nil, err
	}
	in := document.RulesInput{In: h.in(lang), Adoption: a, Programme: titleOf(p), Edition: p.Edition()}
	sources := p.Document().Sources
	for _, s := range p.Sections() {
		section := document.RulesSection{Title: s.Title}
		for _, l := range s.Lines {
			line := document.RulesLine{Says: saying(l), Then: l.Then, Inferred: l.Confidence == policy.Inferred, From: l.From, To: l.To}
			for _, id := range l.Source {
				line.Sources = append(line.Sources, 1+slices.IndexFunc(sources, func(x policy.Source) bool { return x.ID == id }))
			}
			section.Lines = append(section.Lines, line)
		}
		in.Sections = append(in.Sections, section)
	}
	for _, x := range sources {
		in.Sources = append(in.Sources, document.RulesSource{Title: x.Title, Date: x.Date, URL: x.URL})
	}
	return document.Rules(in)
}

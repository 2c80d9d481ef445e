package web

import (
	"slices"

	"homeward"
	"homeward/internal/atlas"
	"homeward/internal/casework"
	"homeward/internal/i18n"
)

// publicView is what everybody may see: figures that passed disclosure, what others published, draws to be verified.
type publicView struct {
	casework.PublicFigures
	Rows          []publicRow
	Map, MapSlim  string
	RoundsToCheck []publicRound
	Ledgers       []homeward.PlaceID // places with figures of their own page
}

// publicRow is a place and its figure; a small one is withheld.
type publicRow struct {
	Place  homeward.PlaceID
	Count  homeward.Count
	Hidden bool
}

// publicRound is a round whose lists are committed to, or whose result is out.
type publicRound struct {
	ID     homeward.RoundID
	Number int
	Place  homeward.PlaceID
	Tag    tag
	On     homeward.Date
	Given  int
	Ready  bool // its bundle can be taken
}

func (v *visit) getPublic() error {
	p, err := v.srv.House.PublicPage(v.r.Context())
	if err != nil {
		return err
	}
	f := v.frame("web.public.title")
	x := publicView{PublicFigures: p}
	var points []atlas.Point
	for i, place := range p.Places {
		row := publicRow{place, p.Shown[i].Count, p.Shown[i].Hidden}
		x.Rows = append(x.Rows, row)
		if !row.Hidden {
			points = append(points, atlas.Point{Place: place, Settled: row.Count.Individuals})
		}
	}
	x.Map, x.MapSlim = v.maps(points)
	x.Ledgers, x.Statements = latest(p)
	i18n.Sort(v.Localizer, x.Ledgers, func(p homeward.PlaceID) string { return v.Place(p) })
	for _, r := range p.Rounds {
		pr := publicRound{ID: r.ID, Number: r.Number, Place: r.Place, Tag: roundTag(v.Localizer, r.Stage()), On: r.CommittedAt.Date()}
		if r.Stage() == homeward.RoundPublished {
			pr.On, pr.Given, pr.Ready = r.PublishedAt.Date(), r.Allocated, true
		}
		x.RoundsToCheck = append(x.RoundsToCheck, pr)
	}
	return v.page(publicPage(f, x))
}

// shortLedger is how many statements are shown on the public page itself; of more, the newest total of each place.
const shortLedger = 12

// latest gives the places with figures, and of a long ledger the newest total of each.
func latest(p casework.PublicFigures) (places []homeward.PlaceID, out []casework.Compared) {
	newest := map[homeward.PlaceID]int{}
	for _, c := range p.Statements {
		if c.Place == "" {
			continue
		}
		if !slices.Contains(places, c.Place) {
			places = append(places, c.Place)
		}
		if !isTotal(c.Statement) {
			continue
		}
		if i, ok := newest[c.Place]; ok {
			if out[i].AsOf.Before(c.AsOf) {
				out[i] = c
			}
			continue
		}
		newest[c.Place] = len(out)
		out = append(out, c)
	}
	for _, place := range p.Places {
		if !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	if len(p.Statements) <= shortLedger {
		out = p.Statements
	}
	return places, out
}

// reader is who reads a page that is open to everybody.
func (v *visit) reader() homeward.Actor {
	if v.actor.User == "" {
		return casework.Public()
	}
	return v.actor
}

// getPublicRound shows a committed or published round to everybody: numbers and reasons, never a name.
func (v *visit) getPublicRound() error { return v.round(casework.Public(), 200, v.blank()) }

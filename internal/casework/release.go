package casework

import (
	"context"
	"encoding/json"
	"strings"

	"homeward"
	"homeward/internal/disclosure"
	"homeward/internal/figures"
	"homeward/internal/i18n"
	"homeward/internal/store"
)

// Paragraph is the day's paragraph of a place as it would be, or was, published.
type Paragraph struct {
	homeward.Release
	Text map[string]string // by language
	// Corrects is the edition that this one corrects; nil when it is the first.
	Corrects *homeward.Release
	// Changed is false where the register shows what was published already: there is nothing to release.
	Changed bool
}

// PreviewRelease gives the paragraph that ReleaseFigure would publish now.
func (h *House) PreviewRelease(ctx context.Context, actor homeward.Actor, place homeward.PlaceID, day homeward.Date) (out Paragraph, err error) {
	if err := h.releasable(place, day); err != nil {
		return out, err
	}
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		out, err = h.paragraph(ctx, tx, place, day)
		return err
	})
	return out, err
}

// ReleaseFigure publishes the day's paragraph of a place in every language. Where one was published for the day before,
// and the register shows something else now, a correction is published that says both; the first is never changed.
func (h *House) ReleaseFigure(ctx context.Context, actor homeward.Actor, place homeward.PlaceID, day homeward.Date) (out Paragraph, err error) {
	if err := h.releasable(place, day); err != nil {
		return out, err
	}
	id := homeward.ReleaseID(h.IDs.New("fr"))
	err = h.DB.Write(ctx, actor, homeward.FigureRelease, homeward.Subject{Noun: "figure", ID: string(id), Area: place}, func(tx *store.Tx) error {
		if out, err = h.paragraph(ctx, tx, place, day); err != nil {
			return err
		}
		if !out.Changed {
			return homeward.Errorf(homeward.Conflict, "release.unchanged", "Day", day).WithHint("release.unchanged.hint")
		}
		out.ID, out.ReleasedBy = id, actor.User
		tx.Detail(out.Release)
		return tx.InsertRelease(ctx, out.Release)
	})
	return out, err
}

func (h *House) releasable(place homeward.PlaceID, day homeward.Date) error {
	if _, ok := h.Places.Place(place); !ok {
		return homeward.Errorf(homeward.NotFound, "figures.release.no_place", "Place", string(place))
	}
	if h.Today().Before(day) {
		return homeward.Errorf(homeward.Invalid, "release.future").WithHint("release.future.hint")
	}
	return nil
}

// paragraph reads the register for a day, with what was released of it before.
func (h *House) paragraph(ctx context.Context, tx *store.Tx, place homeward.PlaceID, day homeward.Date) (Paragraph, error) {
	var out Paragraph
	settled, err := tx.Settled(ctx)
	if err != nil {
		return out, err
	}
	before, err := tx.Releases(ctx, place)
	if err != nil {
		return out, err
	}
	d := figures.DayOf(place, movesOf(place, settled), day, disclosure.DefaultMinimum, tx.Now)
	texts, edition := figures.Paragraph(d, disclosure.DefaultMinimum), 1
	out.Changed = true
	for _, r := range before { // the last edition of a day comes first
		if r.Day == day {
			out.Corrects, edition = &r, r.Edition+1
			texts, out.Changed = figures.Correction(releasedDay(r), d, disclosure.DefaultMinimum)
			break
		}
	}
	out.Text = h.inAllLanguages(texts)
	b, err := json.Marshal(out.Text)
	if err != nil {
		return out, err
	}
	since := d.Since
	if since.IsZero() {
		since = day
	}
	out.Release = homeward.Release{Place: place, Day: day, Edition: edition, Since: since,
		GroupHouseholds: d.Group.Households, GroupIndividuals: d.Group.Individuals,
		BeforeHouseholds: d.Before.Households, BeforeIndividuals: d.Before.Individuals,
		Minimum: disclosure.DefaultMinimum, Texts: string(b), CutOff: tx.Now}
	return out, nil
}

// releasedDay is the day as it was released.
func releasedDay(r homeward.Release) figures.Day {
	return figures.Day{Place: r.Place, Day: r.Day, CutOff: r.CutOff,
		Group:  homeward.Count{Households: r.GroupHouseholds, Individuals: r.GroupIndividuals},
		Before: homeward.Count{Households: r.BeforeHouseholds, Individuals: r.BeforeIndividuals}}
}

// inAllLanguages says sentences as one paragraph in every language.
func (h *House) inAllLanguages(texts []homeward.Text) map[string]string {
	out := map[string]string{}
	for _, l := range i18n.Languages {
		var sentences []string
		for _, s := range texts {
			sentences = append(sentences, h.Speech.For(l.Code).Text(s))
		}
		out[l.Code] = strings.Join(sentences, " ")
	}
	return out
}

// ViewReleases lists what was released, the newest first, with its texts. Everybody may read it: it was published.
func (h *House) ViewReleases(ctx context.Context, actor homeward.Actor, place homeward.PlaceID) (out []Paragraph, err error) {
	err = h.DB.List(ctx, actor, homeward.FigureView, func(tx *store.Tx) error {
		out, err = releases(ctx, tx, place)
		return err
	})
	return out, err
}

func releases(ctx context.Context, tx *store.Tx, place homeward.PlaceID) (out []Paragraph, err error) {
	list, err := tx.Releases(ctx, place)
	for _, r := range list {
		p := Paragraph{Release: r}
		if err := json.Unmarshal([]byte(r.Texts), &p.Text); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, err
}

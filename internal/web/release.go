package web

import (
	"net/http"

	"homeward"
	"homeward/internal/casework"
)

// releaseView is the paragraph that would be released for a day.
type releaseView struct {
	Place   homeward.PlaceID
	Form    *form
	Preview *casework.Paragraph
	May     bool
}

func (v *visit) getRelease() error {
	day := v.r.URL.Query().Get("day")
	if day == "" {
		day = v.srv.House.Today().String()
	}
	return v.release(v.blank("day", day), http.StatusOK)
}

// release shows the paragraph of the day that the form names.
func (v *visit) release(fm *form, code int) error {
	x := releaseView{Place: homeward.PlaceID(v.r.PathValue("place")), Form: fm}
	day := fm.needDate("day", "web.release.need_day")
	if fm.OK() {
		p, err := v.srv.House.PreviewRelease(v.r.Context(), v.actor, x.Place, day)
		if err == nil {
			x.Preview = &p
		} else if err := fm.refuseErr("day", err); err != nil {
			return err
		}
	}
	if !fm.OK() {
		code = http.StatusUnprocessableEntity
	}
	x.May = v.may(homeward.FigureRelease, x.Place)
	return v.send(code, releasePage(v.frame("web.release.title", "Place", x.Place), x))
}

func (v *visit) postRelease() error {
	fm, err := v.form()
	if err != nil {
		return err
	}
	place := homeward.PlaceID(v.r.PathValue("place"))
	day := fm.needDate("day", "web.release.need_day")
	if !fm.OK() {
		return v.release(fm, http.StatusUnprocessableEntity)
	}
	if _, err := v.srv.House.ReleaseFigure(v.r.Context(), v.actor, place, day); err != nil {
		if homeward.KindOf(err) == homeward.Forbidden || homeward.KindOf(err) == homeward.NotFound {
			return err
		}
		if err := fm.refuseErr("day", err); err != nil {
			return err
		}
		return v.release(fm, http.StatusUnprocessableEntity)
	}
	return v.to("/figures/places/"+string(place), "web.release.done", "Day", day)
}

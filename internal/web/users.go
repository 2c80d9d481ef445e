package web

import (
	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
	"homeward/internal/store"
)

// usersView is who can sign in.
type usersView struct {
	Rows      []store.UserRow
	Form      *form
	Roles     []option
	Areas     []option
	Languages []option
	MayGrant  bool
}

func (v *visit) getUsers() error { return v.users(200, v.blank("area", string(homeward.Programme))) }

func (v *visit) users(status int, fm *form) error {
	rows, err := v.srv.House.ListUser(v.r.Context(), v.actor)
	if err != nil {
		return err
	}
	x := usersView{Rows: rows, Form: fm, Roles: words(v.Localizer, "role.", homeward.Roles), Areas: v.areas(),
		Languages: words(v.Localizer, "language.", []string{"az", "hy", "ru", "en"}), MayGrant: access.May(v.actor, homeward.UserAdd)}
	return v.send(status, usersPage(v.frame("web.users.title"), x))
}

// areas offers every area of responsibility, the whole programme first.
func (v *visit) areas() []option {
	all := v.placeOptions(func(p homeward.Place) bool {
		return p.Kind != homeward.PlaceProgramme && p.Kind != homeward.PlaceReception
	})
	all[0] = option{string(homeward.Programme), v.Place(homeward.Programme)}
	return all
}

// postUser adds somebody who can sign in, with one role for one area; further ones are granted afterwards.
func (v *visit) postUser() error {
	fm, err := v.form()
	if err != nil {
		return err
	}
	in := casework.NewUser{Login: fm.need("new_login", "web.users.login_missing"), Name: fm.need("name", "web.users.name_missing"),
		Password: fm.Value("new_password"), Language: fm.text("language")}
	in.Appointments = []homeward.Appointment{{Role: choice(fm, "role", homeward.Roles), Area: homeward.Area(fm.text("area"))}}
	if fm.OK() {
		_, err := v.srv.House.AddUser(v.r.Context(), v.actor, in)
		if err == nil {
			return v.to("/users", "web.users.done", "Name", in.Name)
		}
		field := "new_login"
		if homeward.IsKey(err, "user.password") {
			field = "new_password"
		}
		if err := fm.refuseErr(field, err); err != nil {
			return err
		}
	}
	fm.values.Del("new_password") // never sent back
	return v.users(422, fm)
}

// postGrant gives a user another role for an area.
func (v *visit) postGrant() error {
	id, err := v.id("us")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	a := homeward.Appointment{Role: homeward.Role(fm.text("role")), Area: homeward.Area(fm.text("area"))}
	if err := v.srv.House.GrantUser(v.r.Context(), v.actor, homeward.UserID(id), a); err != nil {
		return err
	}
	return v.to("/users", "web.users.granted")
}

package store

import (
	"context"

	"homeward"
)

// InsertUser adds somebody who can sign in.
func (tx *Tx) InsertUser(ctx context.Context, u homeward.User) error {
	_, err := tx.NewInsert().Model(&u).Exec(ctx)
	return err
}

// InsertAppointment gives a user a role for an area.
func (tx *Tx) InsertAppointment(ctx context.Context, user homeward.UserID, a homeward.Appointment) error {
	_, err := tx.NewInsert().Model(&appointmentRow{UserID: user, Role: a.Role, Area: a.Area}).ModelTableExpr("appointment").Exec(ctx)
	return err
}

// UserRow is a line of the list of users.
type UserRow struct {
	homeward.User
	Appointments []homeward.Appointment
}

// Users lists users with their appointments.
func (tx *Tx) Users(ctx context.Context) ([]UserRow, error) {
	var us []homeward.User
	if err := tx.NewSelect().Model(&us).OrderExpr("login").Scan(ctx); err != nil {
		return nil, err
	}
	var as []appointmentRow
	if err := tx.NewSelect().Model(&as).ModelTableExpr("appointment AS appointment_row").OrderExpr("role, area").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]UserRow, len(us))
	for i, u := range us {
		out[i].User = u
		out[i].PasswordHash = ""
		for _, a := range as {
			if a.UserID == u.ID {
				out[i].Appointments = append(out[i].Appointments, homeward.Appointment{Role: a.Role, Area: a.Area})
			}
		}
	}
	return out, nil
}

package casework

import (
	"context"
	"errors"
	"time"

	"homeward"
)

// Turned is what the turn of a day ended.
type Turned struct{ Certificates, Offers int }

// calendar is the actor of what a day ends by itself: no person decides, and the journal says so.
func calendar(day homeward.Date) homeward.Actor {
	return homeward.Actor{User: "system", Request: "day/" + day.String(),
		Appointments: []homeward.Appointment{{Role: homeward.RoleSystem, Area: homeward.Programme}}}
}

// TurnDay ends what was to end before today: certificates past their last day of use, offers past their deadline. Each is
// the step an officer would take, journalled by itself. It may be done again, and by several processes at once: what
// somebody else has ended, used or answered meanwhile is left alone. What cannot be ended does not stop the rest.
func (h *House) TurnDay(ctx context.Context) (out Turned, err error) {
	today := h.Today()
	certificates, offers, err := h.DB.Overdue(ctx, today)
	if err != nil {
		return out, err
	}
	actor := calendar(today)
	var failed []error
	ended := func(err error) int {
		switch homeward.KindOf(err) {
		case homeward.None:
			return 1
		case homeward.Conflict: // somebody was first
		default:
			failed = append(failed, err)
		}
		return 0
	}
	for _, id := range certificates {
		out.Certificates += ended(h.ExpireCertificate(ctx, actor, id))
	}
	for _, id := range offers {
		out.Offers += ended(h.LapseOffer(ctx, actor, id))
	}
	return out, errors.Join(failed...)
}

const (
	// dayLook is how often a serving process looks whether the day has turned.
	dayLook = time.Minute
	// dayAgain is after how long it tries again what could not be ended.
	dayAgain = 15 * time.Minute
)

// AttendDays turns the day now, and whenever it turns, until the context ends.
func (h *House) AttendDays(ctx context.Context, failed func(error)) {
	var done homeward.Date
	for ctx.Err() == nil {
		wait := dayLook
		if today := h.Today(); today != done {
			if _, err := h.TurnDay(ctx); err == nil {
				done = today
			} else if ctx.Err() == nil {
				failed(err)
				wait = dayAgain
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

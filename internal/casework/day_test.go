package casework_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"homeward"
	"homeward/internal/casework"
)

// ended are the journal entries of an action.
func (f *fixture) entries(action homeward.Action) (out []homeward.JournalEntry) {
	f.t.Helper()
	all, err := f.ReadJournal(f.t.Context(), auditor, 0, 1000, "")
	f.ok(err)
	for _, e := range all {
		if e.Action == action && e.Refused == "" {
			out = append(out, e)
		}
	}
	return out
}

// overdue leaves one certificate to expire, one that was used, and an offer to lapse; their last days have come.
func (f *fixture) overdue() (homeward.CertificateID, homeward.OfferID) {
	f.t.Helper()
	f.register(9, 1, 0)
	f.flats("1", 1)
	offer := offers(f.drawn())[0].ID
	// The programme's own last day is far off; here it is the day of the offer's deadline.
	last := f.Today().Add(3)
	o, err := f.ViewOffer(f.t.Context(), allocation, offer)
	f.ok(err)
	if !o.Endless() {
		last = o.Deadline
	}
	f.adopt("am-housing", "am-certificates.yaml", homeward.NewDate(2024, 5, 16), "until 2028-12-31", "until "+last.String())
	var list []homeward.CertificateID
	for n := range 2 {
		id := f.displaced(n+1, 2)
		ce := f.apply(id)
		f.find(id, ce, ordinary...)
		_, err := f.DecideCertificate(f.t.Context(), allocation, ce)
		f.ok(err)
		_, err = f.IssueCertificate(f.t.Context(), allocation, ce)
		f.ok(err)
		if n == 1 {
			f.find(id, ce, "dwelling.type=flat", "dwelling.area_m2=52", "dwelling.price=20000000", "dwelling.place.group=list_5m")
			f.ok(f.RedeemCertificate(f.t.Context(), allocation, ce, "contract"))
		}
		list = append(list, ce)
	}
	f.now.pass(time.Duration(last.Time().Sub(f.Today().Time())))
	return list[0], offer
}

func TestTheDayEndsWhatIsOver(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		ce, offer := f.overdue()
		// On the last day itself everything is still good.
		if got, err := f.TurnDay(ctx); err != nil || got != (casework.Turned{}) {
			t.Fatalf("on the last day %+v ended, %v", got, err)
		}
		f.now.pass(24 * time.Hour)
		if got, err := f.TurnDay(ctx); err != nil || got != (casework.Turned{Certificates: 1, Offers: 1}) {
			t.Fatalf("%+v ended, %v; want one of each", got, err)
		}
		if s := f.certificate(ce).Stage(); s != homeward.CertificateExpired {
			t.Errorf("the certificate is %s", s)
		}
		if o, err := f.ViewOffer(ctx, allocation, offer); err != nil || o.Answer != homeward.OfferLapsed {
			t.Errorf("the offer is %q, %v", o.Answer, err)
		}
		for _, action := range []homeward.Action{homeward.CertificateExpire, homeward.OfferLapse} {
			list := f.entries(action)
			if len(list) != 1 || list[0].Actor != "system" || list[0].Role != homeward.RoleSystem || !strings.HasPrefix(list[0].Request, "day/") {
				t.Errorf("%s in the journal: %+v", action, list)
			}
		}
		before, err := f.DB.JournalSeq(ctx)
		f.ok(err)
		if got, err := f.TurnDay(ctx); err != nil || got != (casework.Turned{}) {
			t.Errorf("again %+v ended, %v", got, err)
		}
		if after, err := f.DB.JournalSeq(ctx); err != nil || after != before {
			t.Errorf("the second turn wrote %d entries, %v", after-before, err)
		}
	})
}

// Several processes and an officer end the same things at the same time: each is ended once, and nobody is told of a
// failure.
func TestOneEndsWhatIsOver(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		ce, offer := f.overdue()
		f.now.pass(24 * time.Hour)
		for _, err := range atOnce(12, func(i int) error {
			switch i {
			case 0:
				return ignoring(f.ExpireCertificate(ctx, allocation, ce), homeward.Conflict)
			case 1:
				return ignoring(f.LapseOffer(ctx, allocation, offer), homeward.Conflict)
			}
			_, err := f.TurnDay(ctx)
			return err
		}) {
			f.ok(err)
		}
		for _, action := range []homeward.Action{homeward.CertificateExpire, homeward.OfferLapse} {
			if list := f.entries(action); len(list) != 1 {
				t.Errorf("%s happened %d times", action, len(list))
			}
		}
	})
}

func ignoring(err error, kind homeward.Kind) error {
	if homeward.KindOf(err) == kind {
		return nil
	}
	return err
}

// The calendar may end things and do nothing else.
func TestTheCalendarDecidesNothing(t *testing.T) {
	each(t, func(f *fixture) {
		system := homeward.Actor{User: "system", Appointments: []homeward.Appointment{{Role: homeward.RoleSystem, Area: homeward.Programme}}}
		id, ce := f.issued(1)
		_, err := f.ApplyCertificate(t.Context(), system, id, "am-housing")
		f.refused(err, "access.role")
		f.refused(f.RedeemCertificate(t.Context(), system, ce, "contract"), "access.role")
		f.refused(f.ExpireCertificate(t.Context(), system, ce), "certificate.still_good")
	})
}

// A process that serves turns the day when it begins.
func TestDaysAreAttended(t *testing.T) {
	each(t, func(f *fixture) {
		ce, _ := f.overdue()
		ctx, stop := context.WithCancelCause(t.Context())
		enough := errors.New("seen enough")
		f.now.pass(24 * time.Hour)
		var told []error
		done := make(chan struct{})
		go func() {
			defer close(done)
			f.AttendDays(ctx, func(err error) { told = append(told, err) })
		}()
		for range 200 {
			if f.certificate(ce).Stage() == homeward.CertificateExpired {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		stop(enough)
		<-done
		if s := f.certificate(ce).Stage(); s != homeward.CertificateExpired || len(told) > 0 {
			t.Errorf("the certificate is %s, told %v", s, told)
		}
	})
}

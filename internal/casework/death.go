package casework

import (
	"context"
	"slices"

	"homeward"
	"homeward/internal/store"
)

// Death says that a member has died.
type Death struct {
	Who  homeward.IndividualID
	On   homeward.Date
	Head homeward.IndividualID // of those who stay, where the head has died
}

// died ends the record of a member and the membership, and names the new head. A household nobody is left in ends, unless
// it is in a round or on its way: then the refusal names how far it is.
func (h *House) died(ctx context.Context, tx *store.Tx, c store.Case, d Death) error {
	at := slices.IndexFunc(c.Members, func(m store.Member) bool { return m.ID == d.Who })
	if at < 0 {
		return homeward.Errorf(homeward.Invalid, "household.not_a_member")
	}
	who := c.Members[at]
	if d.On.IsZero() || tx.Today().Before(d.On) || d.On.Before(who.BirthDate) {
		return homeward.Errorf(homeward.Invalid, "individual.died_on").WithHint("individual.died_on.hint")
	}
	left := slices.DeleteFunc(slices.Clone(c.Members), func(m store.Member) bool { return m.ID == d.Who })
	if err := tx.EndIndividual(ctx, who.ID, d.On); err != nil {
		return err
	}
	// The figures of the days of keys and of payment stand: whoever was counted then was.
	until := laterOf(d.On, who.ValidFrom)
	if !c.Now.KeysAt.IsZero() {
		until = laterOf(until, c.Now.KeysAt.Date().Add(1))
	}
	if !c.Past.PaidOn.IsZero() {
		until = laterOf(until, c.Past.PaidOn.Add(1))
	}
	if err := tx.EndMembership(ctx, who.MemberID, until); err != nil {
		return err
	}
	switch {
	case len(left) == 0:
		if err := c.Now.Status.Allows(homeward.HouseholdMerge); err != nil {
			return err
		}
		return tx.EndHousehold(ctx, c.ID, d.On)
	case who.Relation != homeward.Head:
		return nil
	}
	next := slices.IndexFunc(left, func(m store.Member) bool { return m.ID == d.Head })
	if next < 0 {
		return homeward.Errorf(homeward.Invalid, "household.next_head").WithHint("household.next_head.hint")
	}
	from := laterOf(left[next].ValidFrom, until)
	if err := tx.EndMembership(ctx, left[next].MemberID, from); err != nil {
		return err
	}
	return tx.InsertMemberships(ctx, []homeward.Membership{{ID: fresh(h, homeward.MembershipID(""), "mb"), HouseholdID: c.ID, IndividualID: d.Head,
		Relation: homeward.Head, ValidFrom: from}})
}

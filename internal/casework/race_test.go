package casework_test

import (
	"errors"
	"sync"
	"testing"

	"homeward"
	"homeward/internal/casework"
)

// atOnce lets many try the same thing at the same time and returns their errors.
func atOnce(n int, try func(i int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			errs[i] = try(i)
		})
	}
	close(start)
	wg.Wait()
	return errs
}

// oneWins checks that exactly one succeeded and all others were told the same.
func (f *fixture) oneWins(errs []error, key string) {
	f.t.Helper()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !homeward.IsKey(err, key):
			f.t.Errorf("a loser was told %v, want %q", err, key)
		}
	}
	if won != 1 {
		f.t.Errorf("%d of %d won", won, len(errs))
	}
}

const rivals = 40

func TestOneDwellingIsGivenOnce(t *testing.T) {
	each(t, func(f *fixture) {
		for n := range rivals + 5 {
			f.register(n, 1, 0)
		}
		dwelling := f.flats("1", 1)[0]
		r := f.drawn()
		f.ok(f.RefuseOffer(t.Context(), allocation, offers(r)[0].ID, ""))
		f.oneWins(atOnce(rivals, func(int) error {
			_, err := f.MakeOffer(t.Context(), allocation, dwelling)
			return err
		}), "dwelling.allocated")
		if got := f.round(r.ID); got.Allocated != 1 {
			t.Errorf("%d live allocations of one dwelling", got.Allocated)
		}
	})
}

func TestOneAnswerToAnOffer(t *testing.T) {
	each(t, func(f *fixture) {
		f.register(1, 1, 0)
		f.flats("1", 1)
		o := offers(f.drawn())[0]
		f.oneWins(atOnce(12, func(i int) error {
			if i%2 == 0 {
				return f.RefuseOffer(t.Context(), allocation, o.ID, "")
			}
			return f.AcceptOffer(t.Context(), allocation, o.ID)
		}), "offer.not_now")
	})
}

func TestOnePersonBelongsToOneHousehold(t *testing.T) {
	each(t, func(f *fixture) {
		id := f.register(1, 3, 0)
		son := f.members(id)[2]
		f.oneWins(atOnce(8, func(int) error {
			_, err := f.DivideHousehold(t.Context(), registrar, id, casework.Division{Who: []homeward.IndividualID{son}, Head: son})
			return err
		}), "household.not_a_member")
	})
}

// The database itself refuses a second household on the same days, whatever the program did.
func TestRegisteringSomebodyTwiceIsRefused(t *testing.T) {
	each(t, func(f *fixture) {
		in := registration(1, 2, 0)
		in.Members[0].ID = "in_0000000000000000000000000a"
		_, err := f.RegisterHousehold(t.Context(), registrar, in)
		f.ok(err)
		again := registration(2, 1, 0)
		again.Members[0].ID = in.Members[0].ID
		_, err = f.RegisterHousehold(t.Context(), registrar, again)
		f.refused(err, "individual.exists")
	})
}

func TestOneConsentOneActOneSetOfKeys(t *testing.T) {
	each(t, func(f *fixture) {
		id := f.accepted(1, 0)
		mv, who := f.planned(id), f.members(id)[0]
		f.ok(f.BriefMovement(t.Context(), moving, mv, []homeward.HouseholdID{id}))
		f.oneWins(atOnce(8, func(int) error { return f.ConsentMovement(t.Context(), moving, mv, who, who) }), "consent.given")
		f.ok(f.ManifestMovement(t.Context(), moving, mv))
		f.oneWins(atOnce(8, func(int) error {
			return f.DepartMovement(t.Context(), moving, mv, []homeward.IndividualID{who})
		}), "movement.not_now")
		f.ok(f.ArriveMovement(t.Context(), moving, mv, []homeward.IndividualID{who}))
		var ids sync.Map
		errs := atOnce(8, func(i int) error {
			ho, err := f.AcceptHandover(t.Context(), housing, casework.Acceptance{Household: id, SignedBy: who, Keys: 2})
			if err == nil {
				ids.Store("act", ho)
			}
			return err
		})
		f.oneWins(errs, "handover.exists")
		ho, _ := ids.Load("act")
		f.oneWins(atOnce(8, func(int) error { return f.KeysHandover(t.Context(), housing, ho.(homeward.HandoverID)) }), "handover.keys_given")
	})
}

func TestOneSeatAndOneRound(t *testing.T) {
	each(t, func(f *fixture) {
		id := f.register(1, 1, 0)
		f.flats("1", 1)
		one, two := f.open(), f.open()
		var frozen []error
		hash := func(r homeward.RoundID) string {
			p, err := f.PreviewFreeze(t.Context(), allocation, r)
			f.ok(err)
			return p.Hash
		}
		hashes := map[homeward.RoundID]string{one: hash(one), two: hash(two)}
		frozen = atOnce(2, func(i int) error {
			r := []homeward.RoundID{one, two}[i]
			return f.FreezeRound(t.Context(), allocation, r, hashes[r])
		})
		// Whoever is second meets a list that has changed: the household and the flat are gone from it.
		f.oneWins(frozen, "round.list_changed")
		won := one
		if frozen[0] != nil {
			won = two
		}
		f.ok(f.AcceptOffer(t.Context(), allocation, offers(f.publish(won))[0].ID))
		errs := atOnce(6, func(int) error {
			_, err := f.PlanMovement(t.Context(), moving, casework.Plan{From: "masazir", To: "khojaly", DepartsOn: f.Today().Add(7), Vehicles: 1,
				Households: []homeward.HouseholdID{id}})
			return err
		})
		f.oneWins(errs, "household.not_now")
		if errors.Join(errs...) == nil {
			t.Error("nobody was refused")
		}
	})
}

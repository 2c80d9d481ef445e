package casework_test

import (
	"testing"

	"homeward"
	"homeward/draw"
)

// A rerun is a new round with a reason, approved by a second person; then everything the old one gave ends, it stays
// listed, and the new bundle names the old commitment.
func TestRerun(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		for n := range 3 {
			f.register(n, 1, 0)
		}
		f.flats("1", 2)
		old := f.drawn()
		f.refused(func() error { _, err := f.RerunRound(ctx, allocation, old.ID, "we dislike it", ""); return err }(), "round.rerun_reason")
		f.refused(func() error { _, err := f.RerunRound(ctx, registrar, old.ID, "wrong_list", ""); return err }(), "access.role")
		again, err := f.RerunRound(ctx, allocation, old.ID, "wrong_list", "a household was registered under two names")
		f.ok(err)
		_, err = f.RerunRound(ctx, committee, old.ID, "wrong_list", "")
		f.refused(err, "round.rerun_asked")
		if r := f.round(old.ID); r.Stage() != homeward.RoundPublished || r.Allocated != 2 || r.ReplacedBy.RoundID != again.ID {
			t.Errorf("before the approval the old round is %s with %d homes given", r.Stage(), r.Allocated)
		}
		f.refused(f.ApproveRound(ctx, allocation, again.ID), "round.rerun_two_people")
		f.refused(f.ApproveRound(ctx, committee, old.ID), "round.no_rerun")
		f.flats("2", 1)
		p, err := f.PreviewFreeze(ctx, allocation, again.ID)
		f.ok(err)
		f.register(9, 1, 0)
		if p, err = f.PreviewFreeze(ctx, allocation, again.ID); err != nil || len(p.Entries) == 0 {
			t.Fatalf("%d entries, %v", len(p.Entries), err)
		}
		f.refused(f.FreezeRound(ctx, allocation, again.ID, p.Hash), "round.rerun_unapproved")
		f.ok(f.ApproveRound(ctx, committee, again.ID))
		f.refused(f.ApproveRound(ctx, committee, again.ID), "round.rerun_approved")
		r := f.round(old.ID)
		if r.Stage() != homeward.RoundReplaced || r.Allocated != 0 || len(offers(r)) != 0 || !r.Report.OK {
			t.Errorf("after the approval the old round is %s with %d homes, %d open offers, verifies %t", r.Stage(), r.Allocated, len(offers(r)), r.Report.OK)
		}
		if p := f.freeze(again.ID); len(p.Entries) != 4 || len(p.Dwellings) != 3 {
			t.Errorf("the rerun froze %d entries and %d dwellings", len(p.Entries), len(p.Dwellings))
		}
		b, err := draw.Decode([]byte(f.publish(again.ID).Bundle))
		f.ok(err)
		if b.Header.Replaces != old.Commitment || b.Header.Reason != "wrong_list" {
			t.Errorf("the header names %q for %q", b.Header.Replaces, b.Header.Reason)
		}
		if bundle, err := f.BundleOf(ctx, analyst, old.ID); err != nil || !draw.Verify(bundle).OK {
			t.Errorf("the replaced run can no longer be checked: %v", err)
		}
		rows, err := f.ListRounds(ctx, allocation)
		f.ok(err)
		if len(rows) != 2 {
			t.Errorf("%d rounds are listed", len(rows))
		}
	})
}

// What a household has said yes to is not drawn again.
func TestNoRerunAfterAYes(t *testing.T) {
	each(t, func(f *fixture) {
		f.register(1, 1, 0)
		f.flats("1", 1)
		r := f.drawn()
		again, err := f.RerunRound(t.Context(), allocation, r.ID, "hall_disturbed", "")
		f.ok(err)
		f.ok(f.AcceptOffer(t.Context(), allocation, offers(r)[0].ID))
		f.refused(f.ApproveRound(t.Context(), committee, again.ID), "round.rerun_accepted")
	})
}

// Of many who ask and many who approve at once, one does.
func TestOneRerunAndOneApproval(t *testing.T) {
	each(t, func(f *fixture) {
		ctx := t.Context()
		f.register(1, 1, 0)
		f.flats("1", 1)
		r := f.drawn()
		f.oneWins(atOnce(10, func(int) error {
			_, err := f.RerunRound(ctx, allocation, r.ID, "wrong_dwellings", "")
			return err
		}), "round.rerun_asked")
		again := f.round(r.ID).ReplacedBy.RoundID
		f.oneWins(atOnce(10, func(int) error { return f.ApproveRound(ctx, committee, again) }), "round.rerun_approved")
	})
}

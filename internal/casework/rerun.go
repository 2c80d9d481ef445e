package casework

import (
	"context"
	"slices"

	"homeward"
	"homeward/draw"
	"homeward/internal/store"
)

// RerunRound asks for a rerun of a round: a new round of the same place and programme that names the one it replaces and
// why. It may be frozen once a second person has approved; until then the old one stands.
func (h *House) RerunRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID, reason, remark string) (homeward.Round, error) {
	var out homeward.Round
	err := h.DB.Write(ctx, actor, homeward.RoundRerun, round(id), func(tx *store.Tx) error {
		old, err := tx.Round(ctx, id)
		if err != nil {
			return err
		}
		if err := old.Stage().Allows(homeward.RoundRerun); err != nil {
			return err
		}
		if !slices.Contains(homeward.RerunReasons, reason) {
			return homeward.Errorf(homeward.Invalid, "round.rerun_reason").WithHint("round.rerun_reason.hint")
		}
		if err := mayReplace(ctx, tx, id); err != nil {
			return err
		}
		out, err = tx.InsertRound(ctx, homeward.Round{ID: homeward.RoundID(h.IDs.New("rd")), Adoption: old.Adoption, Place: old.Place,
			PolicyHash: old.PolicyHash, Plan: old.Plan, OpenedAt: tx.Now})
		if err != nil {
			return err
		}
		tx.Detail(map[string]any{"replaces": id, "by": out.ID, "reason": reason, "remark": remark})
		return tx.InsertRerun(ctx, homeward.Rerun{RoundID: out.ID, Replaces: id, Reason: reason, Remark: remark, AskedBy: actor.User, AskedAt: tx.Now})
	})
	return out, err
}

// mayReplace refuses a rerun once a household has said yes to its home: what was accepted is not drawn again.
func mayReplace(ctx context.Context, tx *store.Tx, id homeward.RoundID) error {
	os, err := tx.OffersOfRound(ctx, id)
	if err != nil {
		return err
	}
	if n := slices.IndexFunc(os, func(o homeward.Offer) bool { return o.Answer == homeward.OfferAccepted }); n >= 0 {
		return homeward.Errorf(homeward.Blocked, "round.rerun_accepted").WithHint("round.rerun_accepted.hint")
	}
	return nil
}

// ApproveRound approves, as a second person, that a round is run again. With it everything that the old round gave ends;
// it stays listed with its result.
func (h *House) ApproveRound(ctx context.Context, actor homeward.Actor, id homeward.RoundID) error {
	return h.DB.Write(ctx, actor, homeward.RoundApprove, round(id), func(tx *store.Tx) error {
		x, err := rerunOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if x.RoundID == "" {
			return homeward.Errorf(homeward.NotFound, "round.no_rerun")
		}
		if !x.ApprovedAt.IsZero() {
			return homeward.Errorf(homeward.Conflict, "round.rerun_approved")
		}
		old, err := tx.Round(ctx, x.Replaces)
		if err != nil {
			return err
		}
		if err := old.Stage().Allows(homeward.RoundRerun); err != nil {
			return err
		}
		if err := mayReplace(ctx, tx, old.ID); err != nil {
			return err
		}
		x.ApprovedBy, x.ApprovedAt = actor.User, tx.Now
		// The database refuses the one who asked, whatever was read above.
		if err := tx.ApproveRerun(ctx, x); err != nil {
			return err
		}
		old.ReplacedAt = tx.Now
		tx.Rules(old.PolicyHash)
		tx.Detail(map[string]any{"replaces": old.ID, "reason": x.Reason})
		if err := tx.EndRound(ctx, old.ID); err != nil {
			return err
		}
		return tx.SetRound(ctx, old)
	})
}

// rerunOf is the rerun that a round is; zero if it is a first run.
func rerunOf(ctx context.Context, tx *store.Tx, id homeward.RoundID) (homeward.Rerun, error) {
	all, err := tx.Reruns(ctx)
	if err != nil {
		return homeward.Rerun{}, err
	}
	for _, x := range all {
		if x.RoundID == id {
			return x, nil
		}
	}
	return homeward.Rerun{}, nil
}

// replaced is the commitment that a rerun's header names, and why; empty for a first run.
func (h *House) replaced(ctx context.Context, tx *store.Tx, id homeward.RoundID) (commitment, reason string, err error) {
	x, err := rerunOf(ctx, tx, id)
	if err != nil || x.RoundID == "" {
		return "", "", err
	}
	old, err := tx.Round(ctx, x.Replaces)
	if err != nil {
		return "", "", err
	}
	b, err := draw.Decode([]byte(old.Bundle))
	if err != nil {
		return "", "", drawError(err)
	}
	return b.Commitment, x.Reason, nil
}

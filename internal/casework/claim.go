package casework

import (
	"context"
	"slices"
	"strings"

	"homeward"
	"homeward/internal/store"
)

// LodgeClaim records somebody's claim to a dwelling. From then on nobody is given it until the claim is decided; one
// that was frozen into a round drops out before the draw.
func (h *House) LodgeClaim(ctx context.Context, actor homeward.Actor, in homeward.Claim) (homeward.ClaimID, error) {
	if strings.TrimSpace(in.Claimant) == "" {
		return "", homeward.Errorf(homeward.Invalid, "claim.claimant")
	}
	area, err := h.DB.AreaOf(ctx, homeward.Subject{Noun: "dwelling", ID: string(in.DwellingID)})
	if err != nil {
		return "", err
	}
	in.ID = fresh(h, in.ID, "cl")
	in.Decision, in.DecidedOn, in.Reason = "", homeward.Date{}, ""
	err = h.DB.Write(ctx, actor, homeward.ClaimLodge, homeward.Subject{Noun: "claim", ID: string(in.ID), Area: area}, func(tx *store.Tx) error {
		if in.LodgedOn.IsZero() {
			in.LodgedOn = tx.Today()
		}
		tx.Detail(in)
		return tx.InsertClaim(ctx, in)
	})
	return in.ID, err
}

// DecideClaim ends a claim with a reason that can be read.
func (h *House) DecideClaim(ctx context.Context, actor homeward.Actor, id homeward.ClaimID, d homeward.ClaimDecision, reason string) error {
	if !slices.Contains(homeward.ClaimDecisions, d) {
		return homeward.Errorf(homeward.Invalid, "claim.decision")
	}
	if strings.TrimSpace(reason) == "" {
		return homeward.Errorf(homeward.Invalid, "claim.reason").WithHint("claim.reason.hint")
	}
	return h.DB.Write(ctx, actor, homeward.ClaimDecide, homeward.Subject{Noun: "claim", ID: string(id)}, func(tx *store.Tx) error {
		c, err := tx.Claim(ctx, id)
		if err != nil {
			return err
		}
		if c.Decision != "" {
			return homeward.Errorf(homeward.Conflict, "claim.decided", "Date", c.DecidedOn)
		}
		tx.Detail(map[string]any{"decision": d, "reason": reason})
		return tx.DecideClaim(ctx, id, d, tx.Today(), reason)
	})
}

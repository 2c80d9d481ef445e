package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/store"
)

// question is something an officer asks; it says in a few words what it was told.
type question struct {
	name string
	ask  func() (string, error)
}

func measure(ctx context.Context, h *casework.House, only string, times int) error {
	whole := officerOf(homeward.RoleAllocation, homeward.Programme)
	local := officerOf(homeward.RoleAllocation, "khojaly")
	list := func(actor homeward.Actor, in casework.RegisterQuery) func() (string, error) {
		return func() (string, error) {
			page, err := h.ListRegister(ctx, actor, in)
			return fmt.Sprintf("%d of %d", len(page.Rows), page.Total), err
		}
	}
	overview := func(actor homeward.Actor) func() (string, error) {
		return func() (string, error) {
			o, err := h.Overview(ctx, actor)
			return fmt.Sprintf("%d wait, %d settled, %d places", o.Waiting.Individuals, o.Status[homeward.HouseholdSettled].Individuals, len(o.Places)), err
		}
	}
	names, err := names(ctx, h, whole)
	if err != nil {
		return err
	}
	qs := []question{
		{"overview, all areas", overview(whole)},
		{"overview, one area", overview(local)},
		{"list, first page", list(whole, casework.RegisterQuery{})},
		{"list, settled", list(whole, casework.RegisterQuery{Status: homeward.HouseholdSettled})},
		{"list, one area", list(local, casework.RegisterQuery{})},
	}
	for _, s := range []struct{ name, text string }{
		{"search, one common name", names.families[0]},
		{"search, two commonest", names.given[0] + " " + names.families[0]},
		{"search, two common", names.given[3] + " " + names.families[2]},
		{"search, common and rare", names.given[0] + " " + names.families[len(names.families)-1]},
		{"search, two rare", names.given[len(names.given)-1] + " " + names.families[len(names.families)-1]},
		{"search, given and father", names.given[0] + " " + names.given[1]},
		{"search, three common", names.given[0] + " " + names.given[1] + " " + names.families[0]},
		{"search, one letter", "a"},
		{"search, two letters apart", "a m"},
		{"search, same letter twice", "m m"},
		{"search, rare letters", "z y"},
		{"search, letter and name", "a " + names.families[0]},
		{"search, two beginnings", names.given[0][:2] + " " + names.families[0][:2]},
	} {
		qs = append(qs, question{s.name, list(whole, casework.RegisterQuery{Text: s.text})},
			question{s.name + ", one area", list(local, casework.RegisterQuery{Text: s.text})})
	}
	for _, q := range qs {
		if !strings.HasPrefix(q.name, only) {
			continue
		}
		if err := timed(q, times); err != nil {
			return err
		}
	}
	if strings.HasPrefix("trial", only) {
		return trial(ctx, h)
	}
	return nil
}

// timed asks a question so often, after once to warm up.
func timed(q question, times int) error {
	var took []time.Duration
	var told string
	for i := range times + 1 {
		at := time.Now()
		said, err := q.ask()
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		if told = said; i > 0 {
			took = append(took, time.Since(at))
		}
	}
	slices.Sort(took)
	fmt.Printf("  %-38s p50 %8.1f ms  p95 %8.1f ms   %s\n", q.name, ms(took[len(took)/2]), ms(took[len(took)*95/100]), told)
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// known are names of the register, the most frequent first.
type known struct{ given, families []string }

func names(ctx context.Context, h *casework.House, actor homeward.Actor) (k known, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		top := func(column string) (out []string, err error) {
			return out, tx.NewSelect().TableExpr("(SELECT given, family FROM individual LIMIT 20000) AS i").ColumnExpr(column).
				GroupExpr(column).OrderExpr("count(*) DESC, "+column).Scan(ctx, &out)
		}
		if k.given, err = top("given"); err == nil {
			k.families, err = top("family")
		}
		return err
	})
	return k, err
}

package draw_test

import (
	"crypto/rand"
	"fmt"

	"homeward/draw"
)

// A round from the freeze to the verdict.
func Example() {
	const hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	secret, _ := draw.NewSecret(rand.Reader)
	header := draw.Header{
		Operation: "sample", Round: "khojaly-1", Place: "khojaly", PolicyID: "az-great-return", PolicyHash: hash, SoftwareHash: hash,
		FrozenAt: "2026-02-09T08:00:00.000Z",
		Rules:    draw.Rules{Mode: draw.ModeDraw, Address: draw.AddressLot, Groups: draw.GroupsIgnore},
		Sources: []draw.Source{
			{ID: "ombudsman", Kind: draw.SourceCommit, Label: "Ombudsman", Commitment: draw.Commit("khojaly-1", "ombudsman", secret), Missing: draw.MissingExclude},
			{ID: "dice", Kind: draw.SourceDice, Label: "25 dice thrown in the hall", Missing: draw.MissingStop, Count: 25, Sides: 6},
		},
	}
	entries := []draw.Entry{
		{ID: "en_1", ClassRank: 1, Persons: 4, Strata: []string{draw.Stratum("khojaly", "flat", 3)}},
		{ID: "en_2", ClassRank: 0, Persons: 5, Strata: []string{draw.Stratum("khojaly", "flat", 3)}},
	}
	dwellings := []draw.Dwelling{{ID: "dw_1", Settlement: "khojaly", Type: "flat", Rooms: 3}}

	b, err := draw.Freeze(header, entries, dwellings, rand.Reader)
	if err != nil {
		fmt.Println(err)
		return
	}
	receipt, _ := b.Receipt("en_1")
	fmt.Println("receipt:", draw.VerifyReceipt(receipt, b.Header))

	_ = b.Close(nil) // nobody dropped out
	dice := "4 2 6 1 1 5 3 3 2 6 4 4 1 5 2 6 3 1 2 5 6 6 4 1 3"
	if err := b.Open([]draw.Reveal{
		{Source: "ombudsman", State: draw.Revealed, Value: secret},
		{Source: "dice", State: draw.Revealed, Value: dice, Again: dice},
	}); err != nil {
		fmt.Println(err)
		return
	}
	if err := b.Finish(); err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range b.Result.Rows {
		fmt.Printf("%d. %s: %q\n", row.Line, row.Entry, row.Dwelling)
	}
	data, _ := b.Encode()
	fmt.Println("verified:", draw.Verify(data).OK)
	// Output:
	// receipt: <nil>
	// 1. en_2: "dw_1"
	// 2. en_1: ""
	// verified: true
}

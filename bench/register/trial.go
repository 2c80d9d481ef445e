package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"homeward"
	"homeward/internal/casework"
	"homeward/internal/policy"
)

// trial measures a trial of other rules over every household: of the register, and beside it the same two editions over
// as many households that are in memory already, which is what deciding alone costs.
func trial(ctx context.Context, h *casework.House) error {
	a, b := h.Policies["az-great-return"], h.Policies["az-temporary-fund"]
	day := homeward.NewDate(2026, 3, 1)
	in := casework.Trial{A: policy.Variant{Policy: a, Today: day}, B: policy.Variant{Policy: b, Today: day}, Home: homeward.FlatType, By: casework.BySize}
	debug.FreeOSMemory()
	var most uint64
	in.Progress = func(int, int) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapInuse)
	}
	began, cpu := time.Now(), cpuTime()
	r, err := h.CompareProgramme(ctx, officerOf(homeward.RoleAllocation, homeward.Programme), in)
	if err != nil {
		return err
	}
	whole, wholeCPU := time.Since(began), cpuTime()-cpu
	fmt.Printf("  %-38s %8.1f s, %.1f s of CPU, heap at most %d MB   %d households, %d changed\n", "trial, "+a.ID()+" and "+b.ID(), whole.Seconds(), wholeCPU.Seconds(), most>>20,
		r.Done, len(r.Changed)+r.More)
	bare := bareTrial(in, r.Done)
	fmt.Printf("  %-38s %8.1f s; the register's part is %.1f x this\n", "  deciding alone, in memory", bare.Seconds(), wholeCPU.Seconds()/bare.Seconds()-1)
	return nil
}

// bareTrial compares the editions over so many households that are made before, and needs no register.
func bareTrial(in casework.Trial, n int) time.Duration {
	known := func(members int) policy.Case {
		home := &policy.Household{ID: policy.Known("x"), RegisteredOn: policy.Known(in.A.Today.Time()), Members: []policy.Member{}}
		home.Origin = policy.Place{ID: policy.Known("khojaly"), Kind: policy.Known("town")}
		home.Stay = policy.Stay{Kind: policy.Known("dormitory"), LivesHere: policy.Known(true)}
		for range members {
			home.Members = append(home.Members, policy.Member{Relation: policy.Known("child"), InRegister: policy.Known(true),
				Born: policy.Known(homeward.NewDate(1990, 5, 1).Time()), Sex: policy.Known("f")})
		}
		return policy.Case{Household: home, Dwelling: &policy.Dwelling{Type: policy.Known("flat"), Place: home.Origin}}
	}
	var cases []policy.Case
	for members := range 7 {
		cases = append(cases, known(members+1))
	}
	c := policy.NewComparer(in.A, in.B, 0)
	cpu := cpuTime()
	for i := range n {
		c.Add(cases[i%len(cases)], "")
	}
	return cpuTime() - cpu
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

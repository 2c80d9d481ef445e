package main

import (
	"reflect"
	"time"

	"homeward/internal/policy"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"
)

// is reads a fact that the generator always fills.
func is(f policy.Fact[bool]) bool { v, _ := f.Get(); return v }

func text(f policy.Fact[string]) string { v, _ := f.Get(); return v }

func when(f policy.Fact[time.Time]) time.Time { v, _ := f.Get(); return v }

var since = time.Date(1988, 1, 1, 0, 0, 0, 0, time.UTC)

// plainGo is ten.yaml written by hand, stopping at the first rule that fails: the least a machine can do. It names no
// rule and no member, and knows nothing of what is unknown.
func plainGo(c policy.Case) bool {
	h := c.Household
	displaced := false
	for i := range h.Members {
		m := &h.Members[i]
		displaced = displaced || is(m.Displaced)
		if !is(m.Citizen) && !is(m.MissingByCourt) {
			return false
		}
		if !is(m.InRegister) && yearsTo(when(m.Born)) >= 6 {
			return false
		}
	}
	kind := text(h.Stay.Kind)
	return displaced && is(h.Stay.LivesHere) && !(is(h.AcquiredHome) && !is(h.FallenFamily)) && !is(h.OwnsHome) &&
		!is(h.Housed) && !when(h.DisplacedOn).Before(since) && kind != "own" && kind != "abroad" &&
		text(c.Dwelling.Place.ID) == text(h.Origin.ID)
}

func yearsTo(born time.Time) int {
	y, m, d := born.Date()
	n := today.Year - y
	if today.Month < m || today.Month == m && today.Day < d {
		n--
	}
	return n
}

// The same facts as CEL's own native types take them.
type (
	nativeMember struct {
		Born           time.Time `cel:"born"`
		Citizen        bool      `cel:"citizen"`
		Displaced      bool      `cel:"displaced"`
		InRegister     bool      `cel:"in_register"`
		MissingByCourt bool      `cel:"missing_by_court"`
	}
	nativePlace struct {
		ID string `cel:"id"`
	}
	nativeStay struct {
		Kind      string `cel:"kind"`
		LivesHere bool   `cel:"lives_here"`
	}
	nativeHousehold struct {
		Members      []nativeMember `cel:"members"`
		Origin       nativePlace    `cel:"origin"`
		DisplacedOn  time.Time      `cel:"displaced_on"`
		Stay         nativeStay     `cel:"stay"`
		OwnsHome     bool           `cel:"owns_home"`
		AcquiredHome bool           `cel:"acquired_home"`
		FallenFamily bool           `cel:"fallen_family"`
		Housed       bool           `cel:"housed"`
	}
	nativeDwelling struct {
		Place nativePlace `cel:"place"`
	}
)

// native is the policy's rules in cel-go as its documentation shows: native types, compiled once.
type native struct {
	require []bool
	rules   []cel.Program
}

func newNative(p *policy.Policy) (*native, error) {
	env, err := cel.NewEnv(
		ext.NativeTypes(ext.ParseStructTags(true), reflect.TypeFor[nativeHousehold](), reflect.TypeFor[nativeDwelling]()),
		cel.Variable("household", cel.ObjectType("main.nativeHousehold")),
		cel.Variable("dwelling", cel.ObjectType("main.nativeDwelling")),
		cel.Variable("today", cel.TimestampType),
		cel.Function("years", cel.Overload("years", []*cel.Type{cel.TimestampType, cel.TimestampType}, cel.IntType,
			cel.BinaryBinding(func(from, _ ref.Val) ref.Val { return types.Int(yearsTo(from.(types.Timestamp).Time)) }))),
	)
	if err != nil {
		return nil, err
	}
	n := &native{}
	for _, r := range p.Rules() {
		ast, issues := env.Compile(r.Expr().Text)
		if issues.Err() != nil {
			return nil, issues.Err()
		}
		program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
		if err != nil {
			return nil, err
		}
		n.require = append(n.require, !r.Require.IsZero())
		n.rules = append(n.rules, program)
	}
	return n, nil
}

// eligible asks every rule, as the policy does.
func (n *native) eligible(c policy.Case) bool {
	h := c.Household
	facts := &nativeHousehold{
		Members: make([]nativeMember, len(h.Members)), Origin: nativePlace{text(h.Origin.ID)}, DisplacedOn: when(h.DisplacedOn),
		Stay: nativeStay{text(h.Stay.Kind), is(h.Stay.LivesHere)}, OwnsHome: is(h.OwnsHome), AcquiredHome: is(h.AcquiredHome),
		FallenFamily: is(h.FallenFamily), Housed: is(h.Housed),
	}
	for i := range h.Members {
		m := &h.Members[i]
		facts.Members[i] = nativeMember{when(m.Born), is(m.Citizen), is(m.Displaced), is(m.InRegister), is(m.MissingByCourt)}
	}
	vars := map[string]any{"household": facts, "dwelling": &nativeDwelling{nativePlace{text(c.Dwelling.Place.ID)}}, "today": today.Time()}
	yes := true
	for i, program := range n.rules {
		v, _, err := program.Eval(vars)
		yes = yes && err == nil && (v == types.True) == n.require[i]
	}
	return yes
}

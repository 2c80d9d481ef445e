package access_test

import (
	"testing"

	"homeward"
	"homeward/internal/access"
)

var khojaly = []homeward.Area{"khojaly", "khojaly-district", homeward.Programme}

func actor(role homeward.Role, area homeward.Area) homeward.Actor {
	return homeward.Actor{User: "us_1", Appointments: []homeward.Appointment{{Role: role, Area: area}}}
}

func TestCheck(t *testing.T) {
	round := homeward.Subject{Noun: "round", ID: "rd_1", Area: "khojaly"}
	for name, c := range map[string]struct {
		actor  homeward.Actor
		action homeward.Action
		kind   homeward.Kind // Internal stands for "granted" here
		key    string
	}{
		"own settlement":                 {actor(homeward.RoleAllocation, "khojaly"), homeward.RoundDraw, 0, ""},
		"a wider area reaches in":        {actor(homeward.RoleAllocation, homeward.Programme), homeward.RoundDraw, 0, ""},
		"another district does not":      {actor(homeward.RoleAllocation, "lachin-district"), homeward.RoundDraw, homeward.Forbidden, "access.area"},
		"the role is missing":            {actor(homeward.RoleRegistrar, homeward.Programme), homeward.RoundDraw, homeward.Forbidden, "access.role"},
		"an administrator does no case":  {actor(homeward.RoleAdmin, homeward.Programme), homeward.RoundDraw, homeward.Forbidden, "access.role"},
		"an analyst opens no household":  {actor(homeward.RoleAnalyst, homeward.Programme), homeward.HouseholdView, homeward.Forbidden, "access.role"},
		"an auditor changes nothing":     {actor(homeward.RoleAuditor, homeward.Programme), homeward.HouseholdAmend, homeward.Forbidden, "access.role"},
		"nobody is signed in":            {homeward.Actor{}, homeward.RoundDraw, homeward.SignedOut, "access.signed_out"},
		"an action nobody may do at all": {actor(homeward.RoleAdmin, homeward.Programme), homeward.DwellingHold, homeward.Forbidden, "access.nobody"},
	} {
		t.Run(name, func(t *testing.T) {
			g, err := access.Check(c.actor, c.action, round, khojaly)
			if c.key == "" {
				if err != nil || g.Action() != c.action || g.Role() != c.actor.Appointments[0].Role {
					t.Fatalf("not granted: %v", err)
				}
				return
			}
			if !homeward.IsKey(err, c.key) || homeward.KindOf(err) != c.kind {
				t.Fatalf("got %v, want %s", err, c.key)
			}
		})
	}
}

// Every action that is built has somebody who may do it, and no role but the analyst's own list reaches names.
func TestEveryActionHasARole(t *testing.T) {
	for _, info := range homeward.Actions {
		var who []homeward.Role
		for _, r := range homeward.Roles {
			if access.MayAnywhere(r, info.Action) {
				who = append(who, r)
			}
		}
		if info.Later != (len(who) == 0) {
			t.Errorf("%s: later=%v but permitted to %v", info.Action, info.Later, who)
		}
	}
	for _, a := range []homeward.Action{homeward.HouseholdView, homeward.RegisterList, homeward.JournalRead} {
		if access.MayAnywhere(homeward.RoleAnalyst, a) {
			t.Errorf("the analyst may %s, which shows names", a)
		}
	}
}

package access_test

import (
	"strings"
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

// written is what each role may do, told a second time and by hand: a line added to the policy by mistake is seen here.
var written = map[homeward.Role]string{
	homeward.RoleRegistrar: `household.register household.amend household.divide household.view household.warn question.raise
		question.decide question.undo question.view matching.run matching.stop fact.record certificate.apply
		round.hear register.list figure.view home.view`,
	homeward.RoleHousing: `household.view dwelling.add dwelling.report ground.record round.hear handover.accept handover.keys
		handover.meter handover.defect register.list figure.view home.view`,
	homeward.RoleClaims: `claim.lodge claim.decide round.hear figure.view home.view`,
	homeward.RoleAllocation: `household.view question.raise question.view programme.adopt programme.compare trial.run trial.stop fact.record
		certificate.apply certificate.decide certificate.issue certificate.redeem certificate.expire
		refusal.reopen round.open round.plan round.freeze round.commit round.close round.hear round.reveal
		round.call round.draw round.publish round.rerun round.approve offer.make offer.accept offer.refuse
		offer.lapse register.list figure.view home.view`,
	homeward.RoleMovement: `household.view round.hear offer.accept offer.refuse movement.plan movement.consent movement.withdraw
		movement.brief movement.manifest movement.depart movement.arrive register.list figure.view home.view`,
	homeward.RoleAnalyst: `programme.compare trial.run trial.stop statement.record statement.import statement.propose statement.confirm statement.correct
		statement.reject figure.release figure.view home.view`,
	homeward.RoleAuditor: `household.view question.view register.list journal.read figure.view home.view`,
	homeward.RoleAdmin:   `user.add user.grant operation.init operation.backup figure.view user.list`,
	homeward.RoleSystem:  `certificate.expire offer.lapse`,
	homeward.RolePublic:  `figure.view`,
}

func TestEachRoleMayWhatIsWritten(t *testing.T) {
	for role, list := range written {
		may := map[homeward.Action]bool{}
		for _, a := range strings.Fields(list) {
			may[homeward.Action(a)] = true
		}
		for _, info := range homeward.Actions {
			subject := homeward.Subject{Noun: info.Noun, ID: "x", Area: "khojaly"}
			if _, err := access.Check(actor(role, "khojaly-district"), info.Action, subject, khojaly); (err == nil) != may[info.Action] {
				t.Errorf("%s, %s in the own district: %v, want %v", role, info.Action, err == nil, may[info.Action])
			}
			if _, err := access.Check(actor(role, "lachin-district"), info.Action, subject, khojaly); err == nil {
				t.Errorf("%s may %s in another district", role, info.Action)
			}
			delete(may, info.Action)
		}
		for a := range may {
			t.Errorf("%s may %s, which is no action", role, a)
		}
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

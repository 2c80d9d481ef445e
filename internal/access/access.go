// Package access decides who may do what where. The rules are Cedar policies in policy.cedar; an appointment reaches
// its area and everything inside it. Check is pure: it mints the Grant that a write needs, and nothing else can.
package access

import (
	_ "embed"
	"fmt"
	"sync"

	"homeward"

	cedar "github.com/cedar-policy/cedar-go"
)

//go:embed policy.cedar
var document []byte

var policies = sync.OnceValue(func() *cedar.PolicySet {
	set, err := cedar.NewPolicySetFromBytes("policy.cedar", document)
	if err != nil {
		panic(fmt.Sprintf("access: policy.cedar: %v", err)) // shipped with the program, and a test reads it
	}
	return set
})

// Grant is the permission for one action on one subject. Its zero value grants nothing, and only Check makes others.
type Grant struct {
	actor   homeward.Actor
	role    homeward.Role
	action  homeward.Action
	subject homeward.Subject
}

// Actor is who was granted it.
func (g Grant) Actor() homeward.Actor { return g.actor }

// Role is the role under which it was granted.
func (g Grant) Role() homeward.Role { return g.role }

// Action is what was granted.
func (g Grant) Action() homeward.Action { return g.action }

// Subject is what it was granted on, with its area.
func (g Grant) Subject() homeward.Subject { return g.subject }

// Check grants the action to the first appointment of the actor that permits it. within lists the areas that hold the
// subject, its own first and the whole programme last. The refusal names what is missing: the role, or the area.
func Check(actor homeward.Actor, action homeward.Action, subject homeward.Subject, within []homeward.Area) (Grant, error) {
	entities := cedar.EntityMap{}
	resource := cedar.NewEntityUID("Subject", cedar.String(subject.Noun+"/"+subject.ID))
	put(entities, resource, areaUID(subject.Area))
	for i, a := range within {
		if i+1 < len(within) {
			put(entities, areaUID(a), areaUID(within[i+1]))
		} else {
			put(entities, areaUID(a))
		}
	}
	for _, p := range actor.Appointments {
		if permitted(entities, p, action, resource) {
			return Grant{actor: actor, role: p.Role, action: action, subject: subject}, nil
		}
	}
	return Grant{}, refusal(actor, action, subject)
}

func permitted(entities cedar.EntityMap, p homeward.Appointment, action homeward.Action, resource cedar.EntityUID) bool {
	principal := cedar.NewEntityUID("Appointment", cedar.String(string(p.Role)+"@"+string(p.Area)))
	entities[principal] = cedar.Entity{
		UID:        principal,
		Parents:    cedar.NewEntityUIDSet(cedar.NewEntityUID("Role", cedar.String(p.Role))),
		Attributes: cedar.NewRecord(cedar.RecordMap{"area": areaUID(p.Area)}),
	}
	decision, _ := cedar.Authorize(policies(), entities, cedar.Request{
		Principal: principal,
		Action:    cedar.NewEntityUID("Action", cedar.String(action)),
		Resource:  resource,
	})
	return decision == cedar.Allow
}

func put(entities cedar.EntityMap, uid cedar.EntityUID, parents ...cedar.EntityUID) {
	entities[uid] = cedar.Entity{UID: uid, Parents: cedar.NewEntityUIDSet(parents...)}
}

func areaUID(a homeward.Area) cedar.EntityUID { return cedar.NewEntityUID("Area", cedar.String(a)) }

// refusal says whether the role or the area is missing. Nobody signed in is told to sign in.
func refusal(actor homeward.Actor, action homeward.Action, subject homeward.Subject) error {
	what := homeward.T("action." + string(action))
	if actor.User == "" {
		return homeward.Errorf(homeward.SignedOut, "access.signed_out", "Action", what)
	}
	for _, p := range actor.Appointments {
		if MayAnywhere(p.Role, action) {
			return homeward.Errorf(homeward.Forbidden, "access.area", "Action", what,
				"Role", homeward.T("role."+string(p.Role)), "Area", p.Area, "Place", subject.Area).
				WithHint("access.area.hint")
		}
	}
	var needed homeward.Role
	for _, r := range homeward.Roles {
		if MayAnywhere(r, action) {
			needed = r
			break
		}
	}
	if needed == "" {
		return homeward.Errorf(homeward.Forbidden, "access.nobody", "Action", what)
	}
	return homeward.Errorf(homeward.Forbidden, "access.role", "Action", what, "Role", homeward.T("role."+string(needed))).
		WithHint("access.role.hint")
}

// MayAnywhere says whether a role permits an action somewhere: for showing a page's buttons, and for naming what is
// missing. It grants nothing.
func MayAnywhere(role homeward.Role, action homeward.Action) bool {
	entities := cedar.EntityMap{}
	resource := cedar.NewEntityUID("Subject", "any")
	put(entities, resource, areaUID(homeward.Programme))
	put(entities, areaUID(homeward.Programme))
	return permitted(entities, homeward.Appointment{Role: role, Area: homeward.Programme}, action, resource)
}

// May says whether any of the actor's roles permits an action somewhere. It grants nothing.
func May(actor homeward.Actor, action homeward.Action) bool {
	for _, p := range actor.Appointments {
		if MayAnywhere(p.Role, action) {
			return true
		}
	}
	return false
}

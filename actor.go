package homeward

// Role is what an actor may do. Each is held for an area; somebody may hold several.
type Role string

const (
	RoleRegistrar  Role = "registrar"          // registers households, amends, divides, imports
	RoleHousing    Role = "housing_officer"    // dwellings, works, ground, handover
	RoleClaims     Role = "claims_officer"     // claims on homes left behind
	RoleAllocation Role = "allocation_officer" // rounds and offers
	RoleMovement   Role = "movement_officer"   // journeys: consent, briefing, check-in
	RoleAnalyst    Role = "analyst"            // figures and statements, never a name
	RoleAuditor    Role = "auditor"            // reads the journal and every record, changes nothing
	RoleAdmin      Role = "administrator"      // users and settings, no casework
	// RolePublic is everybody who has not signed in. It is nobody's appointment.
	RolePublic Role = "public"
	// RoleSystem is Homeward itself, where the calendar ends something. It is nobody's appointment.
	RoleSystem Role = "system"
)

// Roles in the order they are shown.
var Roles = []Role{RoleRegistrar, RoleHousing, RoleClaims, RoleAllocation, RoleMovement, RoleAnalyst, RoleAuditor, RoleAdmin}

// Appointment is a role held for an area.
type Appointment struct {
	Role Role
	Area Area
}

// Actor is who acts: a user with appointments, and the request they act in.
type Actor struct {
	User         UserID
	Name         string // shown to colleagues, never in the journal
	Appointments []Appointment
	Request      string // identifier of the request, for the journal
	Reason       string // why, where an action asks for a reason
}

// Holds says whether the actor has this role anywhere.
func (a Actor) Holds(r Role) bool {
	for _, p := range a.Appointments {
		if p.Role == r {
			return true
		}
	}
	return false
}

// User is somebody who can sign in.
type User struct {
	ID           UserID
	Login        string
	Name         string
	PasswordHash string // argon2id, PHC string
	Language     string
	ValidFrom    Date
	ValidTo      Date
}

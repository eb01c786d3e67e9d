package identity

import (
	"fmt"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/store"
)

// The x-ids of the entities and fields of package core that identity reads.
// Tables and columns are named from them, so they hold whatever the entities
// and fields are called in a workspace.
const (
	userID         = "i280yz2xc9"
	userName       = "cwm8gks5d8"
	userEmail      = "l9wx6e4l5w"
	userPhone      = "ujutwav2y3"
	userLanguage   = "g0gp5pgi9n"
	userActive     = "oorut4em2g"
	userDepartment = "nq9r85j020"
	userZone       = "z0n3u5er1x" // which workspaces of older releases may lack

	departmentID   = "epl4tz9yrc"
	departmentRole = "lztzirokkz" // initial_role

	roleID   = "eamhuj6e10"
	roleName = "x8fknhrfro"

	assignmentID     = "i5evw1umtx" // user_role
	assignmentUser   = "b2jlxw6bcp"
	assignmentRole   = "ma8ok2uts9"
	assignmentUntil  = "hav7nb6ig7"
	assignmentReason = "ej4fwecept"

	teamID   = "so5nzqdg2w"
	teamLead = "jviz7x1o9r"

	memberID   = "txx0bzn1ki" // team_member
	memberTeam = "oll9tzql8i"
	memberUser = "x1n2fvu0i3"

	teamRoleID   = "d1reosfhyp"
	teamRoleTeam = "i0gshyl5sn"
	teamRoleRole = "opkzjli4uf"

	grantID     = "bmsaur44na" // user_grant
	grantUser   = "g3nwk0do4u"
	grantName   = "ve11rb4pvp"
	grantUntil  = "s7ibbtdd0g"
	grantReason = "obn880pzcy"

	approvalID        = "sr7ln53pd9"
	approvalRequester = "k1oo8e9fj6"
	approvalState     = "ucbhhhpwdm"
)

// coreTables names the same for the SQL of engine/store.
var coreTables = store.CoreTables{
	User: "e_" + userID, Role: "e_" + roleID, Assignment: "e_" + assignmentID,
	UserName: "f_" + userName, UserEmail: "f_" + userEmail, UserLanguage: "f_" + userLanguage, UserActive: "f_" + userActive,
	UserDepartment: "f_" + userDepartment,
	RoleName:       "f_" + roleName, AssignmentUser: "f_" + assignmentUser, AssignmentRole: "f_" + assignmentRole,
	AssignmentUntil: "f_" + assignmentUntil, AssignmentReason: "f_" + assignmentReason,
	Department: "e_" + departmentID, DepartmentRole: "f_" + departmentRole,
	Team: "e_" + teamID, TeamLead: "f_" + teamLead,
	Member: "e_" + memberID, MemberTeam: "f_" + memberTeam, MemberUser: "f_" + memberUser,
	TeamRole: "e_" + teamRoleID, TeamRoleTeam: "f_" + teamRoleTeam, TeamRoleRole: "f_" + teamRoleRole,
	Grant: "e_" + grantID, GrantUser: "f_" + grantUser, GrantName: "f_" + grantName, GrantUntil: "f_" + grantUntil, GrantReason: "f_" + grantReason,
}

// coreFields are the fields without which identity cannot work, by entity. A
// write to one of these entities may change what somebody may do.
var coreFields = map[string][]string{
	userID:       {userName, userEmail, userPhone, userLanguage, userActive, userDepartment},
	departmentID: {departmentRole},
	roleID:       {roleName},
	assignmentID: {assignmentUser, assignmentRole, assignmentUntil, assignmentReason},
	teamID:       {teamLead},
	memberID:     {memberTeam, memberUser},
	teamRoleID:   {teamRoleTeam, teamRoleRole},
	grantID:      {grantUser, grantName, grantUntil, grantReason},
}

// CheckCore tells what is missing from a set of definitions that identity
// cannot do without. A set that fails here must not be published.
func CheckCore(set *definition.Set) error {
	for id, fields := range coreFields {
		e := entityByID(set, id)
		if e == nil {
			return fmt.Errorf("the entity with x-id %s of package core is missing", id)
		}
		for _, f := range fields {
			if fieldName(e, f) == "" {
				return fmt.Errorf("entity %s: the field with x-id %s of package core is missing", e.Name, f)
			}
		}
	}
	return nil
}

func entityByID(set *definition.Set, id string) *definition.Entity {
	for _, e := range set.Entities {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// fieldName gives the name that a field has now, "" when there is none.
func fieldName(e *definition.Entity, id string) string {
	for _, f := range e.Fields {
		if f.ID == id {
			return f.Name
		}
	}
	return ""
}

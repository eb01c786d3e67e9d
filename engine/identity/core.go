package identity

import (
	"fmt"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// The x-ids of the entities and fields of package core that identity reads.
// Tables and columns are named from them, so they hold whatever the entities
// and fields are called in a workspace.
const (
	userID       = "i280yz2xc9"
	userName     = "cwm8gks5d8"
	userEmail    = "l9wx6e4l5w"
	userPhone    = "ujutwav2y3"
	userLanguage = "g0gp5pgi9n"
	userActive   = "oorut4em2g"

	departmentID = "epl4tz9yrc"

	roleID   = "eamhuj6e10"
	roleName = "x8fknhrfro"

	assignmentID   = "i5evw1umtx"
	assignmentUser = "b2jlxw6bcp"
	assignmentRole = "ma8ok2uts9"
)

// coreTables names the same for the SQL of engine/store.
var coreTables = store.CoreTables{
	User: "e_" + userID, Role: "e_" + roleID, Assignment: "e_" + assignmentID,
	UserName: "f_" + userName, UserEmail: "f_" + userEmail, UserLanguage: "f_" + userLanguage, UserActive: "f_" + userActive,
	RoleName: "f_" + roleName, AssignmentUser: "f_" + assignmentUser, AssignmentRole: "f_" + assignmentRole,
}

// coreFields are the fields without which identity cannot work, by entity.
var coreFields = map[string][]string{
	userID:       {userName, userEmail, userPhone, userLanguage, userActive},
	departmentID: nil,
	roleID:       {roleName},
	assignmentID: {assignmentUser, assignmentRole},
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

// userFields gives all fields of the user entity as operands: each is an
// attribute of the principal.
func userFields(set *definition.Set, schema query.Schema) []query.Field {
	e := entityByID(set, userID)
	if e == nil {
		return nil
	}
	fields := make([]query.Field, 0, len(e.Fields))
	for _, f := range e.Fields {
		if operand, ok := schema.Field(e.Name, f.Name); ok {
			fields = append(fields, operand)
		}
	}
	return fields
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

package identity

import "github.com/mortise-crm/mortise/engine/definition"

// ActiveField names the field of the user entity that says whether the user
// may sign in; false for another entity.
func ActiveField(e *definition.Entity) (string, bool) {
	if e.ID != userID {
		return "", false
	}
	name := fieldName(e, userActive)
	return name, name != ""
}

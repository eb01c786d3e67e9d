package identity

import (
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// profileFields are what a user may change of himself.
var profileFields = []string{userName, userPhone, userLanguage, userZone}

// BumpsEpoch tells whether a write to an entity changes what somebody may do,
// and so must raise the epoch in its transaction.
func BumpsEpoch(e *definition.Entity) bool {
	_, core := coreFields[e.ID]
	return core
}

// Guards tells whether GuardWrite has a say on an entity.
func Guards(e *definition.Entity) bool { return BumpsEpoch(e) }

// Writing is a write that somebody wants to do.
type Writing struct {
	Set    *definition.Set // the published definitions
	Entity *definition.Entity
	Action string         // create, update, archive, restore
	Before map[string]any // the record as it is, by field name; nil for a create
	After  map[string]any // the fields that are set; relations as ids
}

// GuardWrite refuses a write to an entity of package core that would be a way
// up, whatever grants allow: it comes on top of them. Of other entities all
// passes.
func GuardWrite(p *Principal, w Writing) error {
	switch w.Entity.ID {
	case userID:
		return guardUser(p, w)
	case departmentID:
		return guardDepartment(p, w)
	case roleID:
		return guardRole(p, w)
	case assignmentID:
		return guardAssignment(p, w)
	case teamID:
		return need(p, "users")
	case memberID:
		return guardMember(p, w)
	case teamRoleID:
		return guardTeamRole(p, w)
	case grantID:
		return guardGrant(p, w)
	}
	return nil
}

// guardUser lets everybody change his own profile, and who manages users
// everything of others; his own department or manager only an owner changes.
// Any field may be an attribute in a policy, so the profile is a list of what
// may change, not of what may not.
func guardUser(p *Principal, w Writing) error {
	if err := guardZone(w); err != nil {
		return err
	}
	own := p.UserID != "" && w.Before["id"] == p.UserID
	if p.Owner || p.Can("users") && !own {
		return nil
	}
	refusal := forbidden("users")
	allowed := profileFields
	if p.Can("users") {
		refusal, allowed = ownAssignment(), append([]string{userEmail}, profileFields...)
	}
	if w.Action != "update" || !own {
		return refusal
	}
	for _, name := range w.changed() {
		if !slices.ContainsFunc(allowed, func(id string) bool { return fieldName(w.Entity, id) == name }) {
			return refusal
		}
	}
	return nil
}

// guardDepartment lets nobody name a role for new users that he does not hold,
// except owners.
func guardDepartment(p *Principal, w Writing) error {
	if err := need(p, "users"); err != nil || p.Owner {
		return err
	}
	field := fieldName(w.Entity, departmentRole)
	role, given := w.After[field].(string)
	if given && w.Before[field] != role && !p.heldRoles[role] {
		return problem.New(problem.Forbidden, "role_not_held")
	}
	return nil
}

// guardRole keeps role records what they are: the published role definitions,
// so that policies and records mean the same by a name.
func guardRole(p *Principal, w Writing) error {
	if w.Action == "create" || slices.Contains(w.changed(), fieldName(w.Entity, roleName)) {
		return problem.New(problem.Forbidden, "role_is_designed")
	}
	return need(p, "roles")
}

// need demands a system permission.
func need(p *Principal, permission string) error {
	if !p.Can(permission) {
		return forbidden(permission)
	}
	return nil
}

func forbidden(permission string) error {
	return problem.New(problem.Forbidden, "permission_needed").With("permission", permission)
}

// changed lists the fields that get another value than they have, sorted.
func (w Writing) changed() []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(w.After)) {
		if !same(w.Before[name], w.After[name]) {
			names = append(names, name)
		}
	}
	return names
}

// same compares canonical values; lists element by element.
func same(a, b any) bool {
	x, ok1 := a.([]any)
	y, ok2 := b.([]any)
	if ok1 || ok2 {
		return ok1 && ok2 && slices.Equal(x, y)
	}
	return a == b
}

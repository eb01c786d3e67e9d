package identity

import (
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// profileFields are what a user may change of himself.
var profileFields = []string{userName, userPhone, userLanguage}

// systemFields change with every write.
var systemFields = []string{"id", "created_at", "created_by", "updated_at", "updated_by", "version"}

// BumpsEpoch tells whether a write to an entity changes what somebody may do,
// and so must raise the epoch in its transaction.
func BumpsEpoch(e *definition.Entity) bool {
	_, core := coreFields[e.ID]
	return core
}

// GuardWrite refuses a write to an entity of package core that would be a way
// up, whatever grants allow: it comes on top of them. before is the record as
// it is, nil for a create; after is the record as it will be, nil for archive;
// both by field name, relations as ids. Of a field that is in neither nothing
// changes. Of other entities all passes.
func GuardWrite(p *Principal, e *definition.Entity, before, after map[string]any) error {
	switch e.ID {
	case userID:
		return guardUser(p, e, before, after)
	case departmentID:
		return need(p, "users")
	case roleID:
		return guardRole(p, e, before, after)
	case assignmentID:
		return guardAssignment(p, e, before, after)
	}
	return nil
}

// guardUser lets everybody change his own profile, and who manages users
// everything. Any field may be an attribute in a policy, so the profile is a
// list of what may change, not of what may not.
func guardUser(p *Principal, e *definition.Entity, before, after map[string]any) error {
	if p.Can("users") {
		return nil
	}
	if before == nil || after == nil || before["id"] != p.UserID {
		return forbidden("users")
	}
	allowed := slices.Clone(systemFields)
	for _, id := range profileFields {
		allowed = append(allowed, fieldName(e, id))
	}
	for _, name := range changed(before, after) {
		if !slices.Contains(allowed, name) {
			return forbidden("users")
		}
	}
	return nil
}

// guardRole keeps role records what they are: the published role definitions,
// so that policies and records mean the same by a name.
func guardRole(p *Principal, e *definition.Entity, before, after map[string]any) error {
	if before == nil || slices.Contains(changed(before, after), fieldName(e, roleName)) {
		return problem.New(problem.Forbidden, "role_is_designed")
	}
	return need(p, "roles")
}

// guardAssignment lets nobody give a role that he does not hold, nor take an
// owner role away, except owners.
func guardAssignment(p *Principal, e *definition.Entity, before, after map[string]any) error {
	if err := need(p, "users"); err != nil || p.Owner {
		return err
	}
	role := fieldName(e, assignmentRole)
	if taken, _ := before[role].(string); p.ownerRole[taken] {
		return problem.New(problem.Forbidden, "owner_role_not_held")
	}
	if after == nil || after["archived_at"] != nil {
		return nil
	}
	given, ok := after[role].(string)
	if !ok {
		given, ok = before[role].(string) // unchanged
	}
	if !ok || !p.heldRoles[given] {
		return problem.New(problem.Forbidden, "role_not_held")
	}
	return nil
}

// GuardRole refuses a change of a role's definition that would be a way up:
// nobody gives a role a permission, or a role below, that he does not hold.
// before is nil for a new role, after nil for a removed one.
func GuardRole(p *Principal, before, after *definition.Role) error {
	if err := need(p, "roles"); err != nil || p.Owner {
		return err
	}
	if before != nil && before.Owner || after != nil && after.Owner {
		return problem.New(problem.Forbidden, "owner_role_not_held")
	}
	if after == nil {
		return nil
	}
	for _, permission := range after.Permissions {
		if !p.Can(permission) && (before == nil || !slices.Contains(before.Permissions, permission)) {
			return problem.New(problem.Forbidden, "permission_not_held").With("permission", permission)
		}
	}
	for _, below := range after.Inherits {
		if !slices.Contains(p.Roles, below) && (before == nil || !slices.Contains(before.Inherits, below)) {
			return problem.New(problem.Forbidden, "role_not_held").With("role", below)
		}
	}
	return nil
}

func need(p *Principal, permission string) error {
	if !p.Can(permission) {
		return forbidden(permission)
	}
	return nil
}

func forbidden(permission string) error {
	return problem.New(problem.Forbidden, "permission_needed").With("permission", permission)
}

// changed lists the fields of after that differ from before, sorted.
func changed(before, after map[string]any) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if !same(before[name], after[name]) {
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

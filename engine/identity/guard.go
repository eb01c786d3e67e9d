package identity

import (
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// profileFields are what a user may change of himself.
var profileFields = []string{userName, userPhone, userLanguage}

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
		return need(p, "users")
	case roleID:
		return guardRole(p, w)
	case assignmentID:
		return guardAssignment(p, w)
	}
	return nil
}

// guardUser lets everybody change his own profile, and who manages users
// everything. Any field may be an attribute in a policy, so the profile is a
// list of what may change, not of what may not.
func guardUser(p *Principal, w Writing) error {
	if p.Can("users") {
		return nil
	}
	if w.Action != "update" || p.UserID == "" || w.Before["id"] != p.UserID {
		return forbidden("users")
	}
	var allowed []string
	for _, id := range profileFields {
		allowed = append(allowed, fieldName(w.Entity, id))
	}
	for _, name := range w.changed() {
		if !slices.Contains(allowed, name) {
			return forbidden("users")
		}
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

// guardAssignment lets nobody give a role that he does not hold, nor take an
// owner role away, except owners.
func guardAssignment(p *Principal, w Writing) error {
	if err := need(p, "users"); err != nil || p.Owner {
		return err
	}
	field := fieldName(w.Entity, assignmentRole)
	taken, _ := w.Before[field].(string)
	given := taken
	if v, set := w.After[field]; set {
		given, _ = v.(string)
	}
	if w.Action != "create" && (taken == "" || p.ownerRole[taken]) {
		return problem.New(problem.Forbidden, "owner_role_not_held")
	}
	if w.Action != "archive" && !p.heldRoles[given] {
		return problem.New(problem.Forbidden, "role_not_held")
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

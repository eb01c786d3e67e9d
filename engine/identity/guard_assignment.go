package identity

import (
	"slices"

	"github.com/mortise-crm/mortise/engine/problem"
)

// guardAssignment lets nobody give a role that he does not hold, nor take an
// owner role away, nor change what he holds himself, except owners.
func guardAssignment(p *Principal, w Writing) error {
	if err := need(p, "users"); err != nil || p.Owner {
		return err
	}
	if w.concerns(assignmentUser, p.UserID) {
		return ownAssignment()
	}
	return guardGiven(p, w, assignmentRole)
}

// guardTeamRole is guardAssignment for all who are in a team.
func guardTeamRole(p *Principal, w Writing) error {
	if err := need(p, "users"); err != nil || p.Owner {
		return err
	}
	teams, _ := p.Attributes["teams"].([]any)
	for _, team := range teams {
		if w.concerns(teamRoleTeam, team) {
			return ownAssignment()
		}
	}
	return guardGiven(p, w, teamRoleRole)
}

// guardMember lets nobody change which teams he is in himself, except owners.
// What a team gives its members is seen when the write is done.
func guardMember(p *Principal, w Writing) error {
	if err := need(p, "users"); err != nil || p.Owner {
		return err
	}
	if w.concerns(memberUser, p.UserID) {
		return ownAssignment()
	}
	return nil
}

// guardGrant lets a grant be given directly that is designed for it, and by
// nobody who does not hold it, except owners.
func guardGrant(p *Principal, w Writing) error {
	if err := need(p, "users"); err != nil {
		return err
	}
	field := fieldName(w.Entity, grantName)
	name, set := w.After[field].(string)
	if set && !direct(w.Set, name) {
		return problem.InvalidAt("/"+field, "grant_not_direct", nil)
	}
	if p.Owner || w.Action == "archive" {
		return nil
	}
	if w.concerns(grantUser, p.UserID) {
		return ownAssignment()
	}
	if !set {
		name, _ = w.Before[field].(string)
	}
	g := grant(w.Set, name)
	if g == nil || !slices.Contains(p.Roles, GrantRole+name) && (g.Role == "" || !slices.Contains(p.Roles, g.Role)) {
		return problem.New(problem.Forbidden, "grant_not_held")
	}
	return nil
}

// guardGiven demands to hold the role that is given, and that no owner role is
// taken away.
func guardGiven(p *Principal, w Writing, roleField string) error {
	field := fieldName(w.Entity, roleField)
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

// concerns tells whether a relation, by its x-id, leads to a record before the
// write or after it. One that the caller may not read may lead anywhere.
func (w Writing) concerns(field string, record any) bool {
	name := fieldName(w.Entity, field)
	if w.Action != "create" && w.Before[name] == nil {
		return true
	}
	return record != "" && (w.Before[name] == record || w.After[name] == record)
}

// ownAssignment refuses to change what one holds oneself.
func ownAssignment() error { return problem.New(problem.Forbidden, "own_assignment") }

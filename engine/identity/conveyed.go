package identity

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// conveyed refuses to give roles through a team that the actor lacks, and to
// take owner roles away through one: being in a team is holding its roles. It
// stands behind the write, where no other can give the team roles meanwhile.
func (w Written) conveyed(ctx context.Context, tx store.Querier, schema string) error {
	if w.Actor == nil || w.Actor.Owner || w.Entity.ID != memberID && w.Entity.ID != teamID {
		return nil
	}
	if w.Entity.ID == teamID && w.Action != "archive" && w.Action != "restore" {
		return nil
	}
	teams, left, err := w.teams(ctx, tx, schema)
	if err != nil {
		return err
	}
	if err := w.roles(ctx, tx, schema, left, "owner_role_not_held", func(role string) bool { return !w.Actor.ownerRole[role] }); err != nil {
		return err
	}
	return w.roles(ctx, tx, schema, teams, "role_not_held", func(role string) bool { return w.Actor.heldRoles[role] })
}

// teams gives the teams that users come into by the write, and those that they
// leave.
func (w Written) teams(ctx context.Context, tx store.Querier, schema string) (joined, left []string, err error) {
	joined = w.Records
	if w.Entity.ID == memberID {
		if joined, err = store.TeamsOf(ctx, tx, schema, coreTables, w.Records); err != nil {
			return nil, nil, err
		}
	}
	if w.Action == "archive" {
		return nil, joined, nil
	}
	if team, ok := w.Before[fieldName(w.Entity, memberTeam)].(string); ok && w.Action == "update" {
		left = []string{team}
	}
	return joined, left, nil
}

// roles demands something of every role that teams have.
func (w Written) roles(ctx context.Context, tx store.Querier, schema string, teams []string, code string, may func(role string) bool) error {
	if len(teams) == 0 {
		return nil
	}
	ids, err := store.TeamRolesOf(ctx, tx, schema, coreTables, teams)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(ids, func(role string) bool { return !may(role) }) {
		return nil
	}
	return problem.New(problem.Forbidden, code)
}

// giveInitialRoles gives new users the role that their department has for them.
// Who designed the department so has given it, and needed to hold it then: who
// may make users need not, so that personnel can take in salespeople. An owner
// role comes from owners alone.
func (w Written) giveInitialRoles(ctx context.Context, tx store.Querier, schema string) error {
	roles, err := store.InitialRoles(ctx, tx, schema, coreTables, w.Records)
	if err != nil {
		return err
	}
	actor := ""
	if w.Actor != nil {
		actor = w.Actor.UserID
	}
	for _, user := range w.Records {
		role, ok := roles[user]
		if !ok {
			continue
		}
		if w.Actor != nil && !w.Actor.Owner && w.Actor.ownerRole[role] {
			return problem.New(problem.Forbidden, "owner_role_not_held")
		}
		if err := assign(ctx, tx, schema, user, role, actor); err != nil {
			return err
		}
	}
	return nil
}

// assign gives a user a role, by its record.
func assign(ctx context.Context, tx store.Querier, schema, user, role, actor string) error {
	return store.SystemWrite{Table: coreTables.Assignment, ID: newID(), Actor: actor, Values: []store.SystemValue{
		{Column: coreTables.AssignmentUser, Cast: "uuid", Value: user},
		{Column: coreTables.AssignmentRole, Cast: "uuid", Value: role},
	}}.Insert(ctx, tx, schema)
}

package identity

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// Conflict is a user who holds two roles that are incompatible.
type Conflict struct {
	UserID, UserName string
	Roles            [2]string
}

// Conflicts finds the users who hold incompatible roles by the roles of a
// State, which may be one that is to be published: given to them or to their
// teams, also by inheritance. Only the State's Set is asked. They are sorted by
// user; each pair is told once.
func Conflicts(ctx context.Context, q store.Querier, schema string, state State) ([]Conflict, error) {
	return conflictsOf(ctx, q, schema, state.Set, nil)
}

// conflictsOf finds conflicts of some users; nil for all.
func conflictsOf(ctx context.Context, q store.Querier, schema string, set *definition.Set, users []string) ([]Conflict, error) {
	i := newIncompatible(set)
	if len(i.pairs) == 0 || entityByID(set, teamRoleID) == nil {
		return nil, nil
	}
	held, err := store.RoleHoldings(ctx, q, schema, coreTables, users)
	if err != nil {
		return nil, err
	}
	var list []Conflict
	for len(held) > 0 {
		first, n := held[0], 0
		for n < len(held) && held[n].UserID == first.UserID {
			n++
		}
		for _, pair := range i.among(held[:n]) {
			list = append(list, Conflict{UserID: first.UserID, UserName: first.UserName, Roles: pair})
		}
		held = held[n:]
	}
	return list, nil
}

// incompatible knows which pairs of roles nobody may hold.
type incompatible struct {
	pairs    [][2]string // each sorted
	inherits map[string][]string
}

func newIncompatible(set *definition.Set) incompatible {
	i := incompatible{inherits: map[string][]string{}}
	for _, r := range set.Roles {
		i.inherits[r.Name] = r.Inherits
		for _, other := range r.Incompatible {
			pair := [2]string{min(r.Name, other), max(r.Name, other)}
			if !slices.Contains(i.pairs, pair) {
				i.pairs = append(i.pairs, pair)
			}
		}
	}
	return i
}

// among gives the pairs that one user holds.
func (i incompatible) among(held []store.RoleHolding) [][2]string {
	effective := map[string]bool{}
	var add func(name string)
	add = func(name string) {
		if _, defined := i.inherits[name]; !defined || effective[name] {
			return
		}
		effective[name] = true
		for _, below := range i.inherits[name] {
			add(below)
		}
	}
	for _, h := range held {
		add(h.Role)
	}
	var pairs [][2]string
	for _, p := range i.pairs {
		if effective[p[0]] && effective[p[1]] {
			pairs = append(pairs, p)
		}
	}
	return pairs
}

// compatible refuses a write after which somebody holds incompatible roles. To
// take roles away is always allowed.
func (w Written) compatible(ctx context.Context, tx store.Querier, schema string) error {
	if w.Action == "archive" || len(newIncompatible(w.State.Set).pairs) == 0 {
		return nil
	}
	users, err := w.holders(ctx, tx, schema)
	if err != nil || len(users) == 0 {
		return err
	}
	list, err := conflictsOf(ctx, tx, schema, w.State.Set, users)
	if err != nil || len(list) == 0 {
		return err
	}
	return problem.New(problem.Conflict, "roles_incompatible").
		With("user", list[0].UserName).With("role", list[0].Roles[0]).With("other", list[0].Roles[1])
}

// holders gives the users who may hold more roles after the write.
func (w Written) holders(ctx context.Context, tx store.Querier, schema string) ([]string, error) {
	t := coreTables
	switch w.Entity.ID {
	case userID:
		if w.Action == "update" {
			return nil, nil
		}
		return w.Records, nil
	case assignmentID:
		return store.UsersOf(ctx, tx, schema, store.Holder{Table: t.Assignment, Key: "id", User: t.AssignmentUser}, w.Records)
	case memberID:
		return store.UsersOf(ctx, tx, schema, store.Holder{Table: t.Member, Key: "id", User: t.MemberUser}, w.Records)
	case teamID:
		return store.UsersOf(ctx, tx, schema, store.Holder{Table: t.Member, Key: t.MemberTeam, User: t.MemberUser}, w.Records)
	case teamRoleID:
		teams, err := store.UsersOf(ctx, tx, schema, store.Holder{Table: t.TeamRole, Key: "id", User: t.TeamRoleTeam}, w.Records)
		if err != nil {
			return nil, err
		}
		return store.UsersOf(ctx, tx, schema, store.Holder{Table: t.Member, Key: t.MemberTeam, User: t.MemberUser}, teams)
	}
	return nil, nil
}

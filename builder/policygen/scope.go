package policygen

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/definition"
)

// body is the lines of one way to cover records; one without lines covers all.
type body []string

// anyBody adds up ways to cover records; one that covers all is enough.
func anyBody(lists ...[]body) []body {
	var all []body
	for _, b := range slices.Concat(lists...) {
		if len(b) == 0 {
			return []body{{}}
		}
		if !slices.ContainsFunc(all, func(other body) bool { return slices.Equal(other, b) }) {
			all = append(all, b)
		}
	}
	return all
}

// scope gives the ways in which a scope covers records for an action; none
// when it covers no record.
func (g *generator) scope(at string, s definition.Scope, action string) []body {
	g.asking = []string{action}
	var all []body
	for i, part := range s {
		where := at
		if len(s) > 1 {
			where = at + "/" + strconv.Itoa(i)
		}
		if part.Kind == definition.ScopeNone {
			continue
		}
		if lines, ok := g.part(where, part, action); ok {
			all = append(all, lines)
		}
	}
	return joined(anyBody(all))
}

// joined makes one way of all those that are a single line.
func joined(bodies []body) []body {
	var lines []string
	rest := slices.DeleteFunc(slices.Clone(bodies), func(b body) bool {
		if len(b) != 1 {
			return false
		}
		lines = append(lines, member(b[0]))
		return true
	})
	if len(lines) < 2 {
		return bodies
	}
	return append([]body{{strings.Join(lines, " or ")}}, rest...)
}

func (g *generator) part(at string, p definition.ScopePart, action string) (body, bool) {
	switch p.Kind {
	case definition.ScopeAll:
		return body{}, true
	case definition.ScopeOwn:
		return g.owned(at, p.Kind, []string{" == input.user.id"}, []string{" in input.user.teams"})
	case definition.ScopeTeam:
		return g.owned(at, p.Kind, []string{" in input.user.teammates"}, []string{" in input.user.teams"})
	case definition.ScopeSubordinates:
		return g.owned(at, p.Kind, []string{" in input.user.subordinates"}, nil)
	case definition.ScopeDepartment:
		return g.department(at, p)
	case definition.ScopePool:
		return g.pooled(at, p)
	case definition.ScopePartition:
		return g.partition(at, p)
	case definition.ScopeShared:
		g.sharing = append(g.sharing, action)
		return body{"shared(" + strconv.Itoa(levelFor(action)) + ")"}, true
	case definition.ScopeRelated:
		return g.related(at, p.Through, p.Every)
	}
	g.problems.Add(at, "unknown_scope", "scope", string(p.Kind))
	return nil, false
}

// user and team are the paths to the ids of who owns a record; nil where the
// entity has no such owner. A user record belongs to the user it is.
func (g *generator) owners() (user, team []string) {
	if g.entity.Owner != "" {
		user = []string{g.entity.Owner}
	}
	if g.entity.Team != "" {
		team = []string{g.entity.Team}
	}
	if user == nil && team == nil && g.entity.Name == userEntity {
		user = []string{}
	}
	return user, team
}

// owned compares the ids of the owners.
func (g *generator) owned(at string, kind definition.ScopeKind, ofUser, ofTeam []string) (body, bool) {
	user, team := g.owners()
	var ways []string
	if user != nil {
		for _, c := range ofUser {
			ways = append(ways, recordPath(append(slices.Clone(user), "id")...)+c)
		}
	}
	if team != nil {
		for _, c := range ofTeam {
			ways = append(ways, recordPath(append(slices.Clone(team), "id")...)+c)
		}
	}
	if len(ways) == 0 {
		return nil, g.ownerless(at, kind)
	}
	return body{strings.Join(ways, " or ")}, true
}

func (g *generator) ownerless(at string, kind definition.ScopeKind) bool {
	g.problems.Add(at, "scope_without_owner", "scope", string(kind), "entity", g.entity.Name)
	return false
}

// department compares the department of the owners with that of the caller.
func (g *generator) department(at string, p definition.ScopePart) (body, bool) {
	user, team := g.owners()
	like := " == input.user.department"
	if p.Below {
		like = " in input.user.department_below"
	}
	var ways []string
	if user != nil && g.has(userEntity, departmentEntity) {
		ways = append(ways, recordPath(append(slices.Clone(user), departmentEntity, "id")...)+like)
	}
	if team != nil && g.has(teamEntity, departmentEntity) {
		ways = append(ways, recordPath(append(slices.Clone(team), departmentEntity, "id")...)+like)
	}
	if len(ways) == 0 {
		return nil, g.ownerless(at, p.Kind)
	}
	return body{strings.Join(ways, " or ")}, true
}

// The entities of the package core that scopes speak of.
const (
	teamEntity       = "team"
	departmentEntity = "department"
)

func (g *generator) has(entity, field string) bool {
	e := g.entities[entity]
	return e != nil && e.Field(field) != nil
}

// ownedBy is true of records that the caller owns himself.
func (g *generator) ownedBy(at string) body {
	user, team := g.owners()
	switch {
	case user != nil:
		return body{recordPath(append(slices.Clone(user), "id")...) + " == input.user.id"}
	case team != nil:
		return body{recordPath(append(slices.Clone(team), "id")...) + " in input.user.teams"}
	}
	g.ownerless(at, definition.ScopeOwn)
	return nil
}

// unowned is true of records that nobody owns.
func (g *generator) unowned(at string) body {
	var lines body
	for _, field := range []string{g.entity.Owner, g.entity.Team} {
		if field != "" {
			lines = append(lines, "not "+recordPath(field))
		}
	}
	if lines == nil {
		g.ownerless(at, definition.ScopePool)
	}
	return lines
}

// anyOwner is true of records that somebody owns.
func (g *generator) anyOwner(at string) body {
	var ways []string
	for _, field := range []string{g.entity.Owner, g.entity.Team} {
		if field != "" {
			ways = append(ways, recordPath(field))
		}
	}
	if ways == nil {
		g.ownerless(at, definition.ScopePool)
	}
	return body{strings.Join(ways, " or ")}
}

// pooled is true of records that nobody owns, or of those of one pool.
func (g *generator) pooled(at string, p definition.ScopePart) (body, bool) {
	lines := g.unowned(at)
	if lines == nil || p.Pool == "" {
		return lines, lines != nil
	}
	for _, pool := range g.pools[g.entity.Name] {
		if pool.Name == p.Pool {
			return slices.Concat(lines, g.condition("/pool/"+pool.Name+"/when", pool.When)), true
		}
	}
	g.problems.Add(at, "unknown_pool", "name", p.Pool)
	return nil, false
}

package policygen

import (
	"errors"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// FileName is the name of the module of generated rules.
const FileName = "generated.rego"

// Policy is what one entity's access is compiled from.
type Policy struct {
	Modules map[string]string `json:"modules"`
	Grants  []access.Grant    `json:"grants"`
	Masks   []access.Mask     `json:"masks"`
}

// Generate makes the policy of one entity. An error lists all that is wrong;
// a pointer starts with the kind and name of the document: "/grant/own/when".
func Generate(set *definition.Set, entity string) (Policy, error) {
	g := &generator{set: set, entities: map[string]*definition.Entity{}}
	for _, e := range set.Entities {
		g.entities[e.Name] = e
	}
	if g.entity = g.entities[entity]; g.entity == nil {
		return Policy{}, problem.InvalidAt("", "unknown_entity", map[string]any{"entity": entity})
	}
	p := Policy{Modules: map[string]string{}, Grants: []access.Grant{}, Masks: []access.Mask{}}
	for _, grant := range set.Grants {
		if grant.Entity == entity {
			p.Grants = append(p.Grants, g.grant(grant))
		}
	}
	for _, r := range set.Restrictions {
		if r.Entity == entity {
			g.restriction(r)
		}
	}
	for _, m := range set.Masks {
		if m.Entity == entity {
			p.Masks = append(p.Masks, g.mask(m))
		}
	}
	if err := g.problems.Err(); err != nil {
		return Policy{}, err
	}
	src, err := pretty(g.module())
	if err != nil {
		return Policy{}, fmt.Errorf("format the policy of %s: %w", entity, err)
	}
	p.Modules[FileName] = src
	return p, nil
}

// pretty formats a module, and makes sure that it still says the same.
func pretty(src string) (string, error) {
	opts := ast.ParserOptions{RegoVersion: ast.RegoV1}
	formatted, err := format.SourceWithOpts(FileName, []byte(src), format.Opts{RegoVersion: ast.RegoV1})
	if err != nil {
		return "", err
	}
	before, err := ast.ParseModuleWithOpts(FileName, src, opts)
	if err != nil {
		return "", err
	}
	after, err := ast.ParseModuleWithOpts(FileName, string(formatted), opts)
	if err != nil {
		return "", err
	}
	if !before.Equal(after) {
		return "", errors.New("the formatted module differs")
	}
	return string(formatted), nil
}

// generator writes the module of one entity.
type generator struct {
	set      *definition.Set
	entities map[string]*definition.Entity
	entity   *definition.Entity
	rules    []rule
	problems problem.List
}

// recordless are the actions that are asked before there is a record.
var recordless = []string{"create", "import"}

// writing are the actions that leave a record as it was not before.
var writing = []string{"create", "update", "restore", "import"}

func (g *generator) grant(d *definition.Grant) access.Grant {
	at := "/grant/" + d.Name
	who := []string{quote(d.Role) + " in input.roles"}
	if len(d.Channels) > 0 {
		who = append(who, "input.channel in "+quoteSet(d.Channels))
	}
	scope := g.scope(at+"/scope", d.Scope[0].Kind)
	when := g.condition(at+"/when", d.When)
	result := scope
	if d.Result != "" {
		result = g.condition(at+"/result", d.Result)
	}
	title := titleOf(d.Title, d.Name)
	if d.Scope[0].Kind != definition.ScopeNone {
		before, about := split(d.Actions, recordless)
		g.add("grant", d.Name, title, before, who)
		g.add("grant", d.Name, title, about, who, scope, when)
		written, _ := split(d.Actions, writing)
		g.add("result", d.Name, title, written, who, result)
	}
	return access.Grant{
		ID: d.Name, Role: d.Role, Actions: d.Actions,
		Read:  g.readable(at+"/read", d.Read),
		Write: g.writable(at+"/write", d.Write),
	}
}

// split divides actions into those of the list and the others.
func split(actions, list []string) (in, out []string) {
	for _, a := range actions {
		if slices.Contains(list, a) {
			in = append(in, a)
		} else {
			out = append(out, a)
		}
	}
	return in, out
}

// scope gives the condition of a grant's scope.
func (g *generator) scope(at string, s definition.ScopeKind) []string {
	if s == definition.ScopeAll || s == definition.ScopeNone {
		return nil
	}
	owner := g.entity.Owner
	switch {
	case s == definition.ScopeOwn && owner != "":
		return []string{recordPath(owner, "id") + " == input.user.id"}
	case s == definition.ScopeOwn && g.entity.Name == "user":
		return []string{recordPath("id") + " == input.user.id"}
	case s == definition.ScopePool && owner != "":
		return []string{"not " + recordPath(owner)}
	}
	g.problems.Add(at, "scope_without_owner", "scope", string(s), "entity", g.entity.Name)
	return nil
}

func (g *generator) restriction(d *definition.Restriction) {
	at := "/restriction/" + d.Name
	g.add("restriction", d.Name, titleOf(d.Title, d.Name), d.Actions, except(d.Except), g.condition(at+"/when", d.When))
}

func (g *generator) mask(d *definition.Mask) access.Mask {
	at := "/mask/" + d.Name
	for _, f := range d.Fields {
		if g.entity.Field(f) == nil {
			g.problems.Add(at+"/fields", "unknown_field", "field", f)
		}
	}
	g.addAlways("mask", d.Name, titleOf(d.Title, d.Name), except(d.Except), g.condition(at+"/when", d.When))
	return access.Mask{ID: d.Name, Fields: d.Fields, Show: d.Show}
}

// except is true for those who have none of the roles.
func except(roles []string) []string {
	var lines []string
	for _, role := range roles {
		lines = append(lines, "not "+quote(role)+" in input.roles")
	}
	return lines
}

package policygen

import (
	"errors"
	"fmt"

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
	Modules     map[string]string   `json:"modules"`
	Grants      []access.Grant      `json:"grants"`
	Masks       []access.Mask       `json:"masks"`
	Obligations []access.Obligation `json:"obligations,omitempty"`
	Quotas      []access.Quota      `json:"quotas,omitempty"`
	// CustomGrants are the modules of administrators that may give.
	CustomGrants map[string]bool `json:"customGrants,omitempty"`
}

// Generate makes the policy of one entity. An error lists all that is wrong;
// a pointer starts with the kind and name of the document: "/grant/own/when".
func Generate(set *definition.Set, entity string) (Policy, error) {
	g := &generator{set: set, entities: map[string]*definition.Entity{}, helperNames: map[string]bool{}}
	for _, e := range set.Entities {
		g.entities[e.Name] = e
	}
	if g.entity = g.entities[entity]; g.entity == nil {
		return Policy{}, problem.InvalidAt("", "unknown_entity", map[string]any{"entity": entity})
	}
	g.policy = Policy{Modules: map[string]string{}, Grants: []access.Grant{}, Masks: []access.Mask{}}
	g.defaults()
	g.grants()
	g.pools()
	g.restrictions()
	g.masks()
	g.obligations()
	g.shares()
	if err := g.problems.Err(); err != nil {
		return Policy{}, err
	}
	src, err := pretty(g.module())
	if err != nil {
		return Policy{}, fmt.Errorf("format the policy of %s: %w", entity, err)
	}
	g.policy.Modules[FileName] = src
	return g.policy, nil
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

// generator writes the policy of one entity.
type generator struct {
	set         *definition.Set
	entities    map[string]*definition.Entity
	entity      *definition.Entity
	policy      Policy
	rules       []rule
	helpers     []helper
	helperNames map[string]bool
	sharing     bool // a rule asks whether a record is shared
	problems    problem.List
}

// everyone is the role that every signed-in user has.
const everyone = "everyone"

// holders is true for those who have one of the roles.
func holders(roles ...string) []string {
	if len(roles) == 1 {
		return []string{quote(roles[0]) + " in input.roles"}
	}
	return []string{"some role in input.roles", "role in " + quoteSet(roles)}
}

// except is true for those who have none of the roles.
func except(roles []string) []string {
	var lines []string
	for _, role := range roles {
		lines = append(lines, "not "+quote(role)+" in input.roles")
	}
	return lines
}

// through is true for requests that come in by one of the channels.
func through(channels []string) []string {
	if len(channels) == 0 {
		return nil
	}
	return []string{"input.channel in " + quoteSet(channels)}
}

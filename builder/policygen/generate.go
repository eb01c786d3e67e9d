package policygen

import (
	"errors"
	"fmt"
	"slices"
	"sync"

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

// Rules are the access rules of a set of definitions, ready to be looked up.
type Rules struct {
	entities     map[string]*definition.Entity
	grants       map[string][]*definition.Grant
	restrictions map[string][]*definition.Restriction
	masks        map[string][]*definition.Mask
	sharings     map[string][]*definition.Sharing
	pools        map[string][]*definition.Pool
	obligations  map[string][]*definition.Obligation
	regos        map[string][]*definition.Rego
}

// NewRules sorts the access rules of a set by entity.
func NewRules(set *definition.Set) *Rules {
	r := &Rules{entities: map[string]*definition.Entity{}}
	for _, e := range set.Entities {
		r.entities[e.Name] = e
	}
	r.grants = byEntity(set.Grants, func(d *definition.Grant) string { return d.Entity })
	r.restrictions = byEntity(set.Restrictions, func(d *definition.Restriction) string { return d.Entity })
	r.masks = byEntity(set.Masks, func(d *definition.Mask) string { return d.Entity })
	r.sharings = byEntity(set.Sharings, func(d *definition.Sharing) string { return d.Entity })
	r.pools = byEntity(set.Pools, func(d *definition.Pool) string { return d.Entity })
	r.obligations = byEntity(set.Obligations, func(d *definition.Obligation) string { return d.Entity })
	r.regos = map[string][]*definition.Rego{}
	for _, d := range set.Regos {
		for _, entity := range d.Entities {
			r.regos[entity] = append(r.regos[entity], d)
		}
	}
	return r
}

func byEntity[T any](list []T, entity func(T) string) map[string][]T {
	m := map[string][]T{}
	for _, d := range list {
		m[entity(d)] = append(m[entity(d)], d)
	}
	return m
}

// Generate makes the policy of one entity. An error lists all that is wrong;
// a pointer starts with the kind and name of the document: "/grant/own/when".
func (r *Rules) Generate(entity string) (Policy, error) {
	g, _, err := r.formatted(entity)
	return g.policy, err
}

// formatted generates the policy of one entity, and gives the rules of its
// module as they stand there.
func (r *Rules) formatted(entity string) (*generator, []*ast.Rule, error) {
	g := r.write(entity)
	if err := g.problems.Err(); err != nil {
		return &generator{}, nil, err
	}
	src, rules, err := pretty(g.module())
	if err != nil {
		return &generator{}, nil, fmt.Errorf("format the policy of %s: %w", entity, err)
	}
	g.policy.Modules[FileName] = src
	return g, rules, nil
}

// Reading is a rule about who reads an entity that asks who reads another.
type Reading struct {
	Pointer string // where it stands, as that of a problem
	Entity  string
}

// Check tells what is wrong with the rules of one entity, and which entities
// must be read to know who reads it.
func (r *Rules) Check(entity string) (problem.List, []Reading) {
	g := r.write(entity)
	return g.problems, g.readings
}

func (r *Rules) write(entity string) *generator {
	g := &generator{Rules: r, entity: r.entities[entity], helperNames: map[string]bool{}}
	if g.entity == nil {
		g.problems.Add("", "unknown_entity", "entity", entity)
		return g
	}
	g.policy = Policy{Modules: map[string]string{}, Grants: []access.Grant{}, Masks: []access.Mask{}}
	g.source = Source{Kind: definition.KindEntity, Name: entity, Title: g.entity.Title}
	g.defaults()
	for _, d := range r.grants[entity] {
		g.source = Source{Kind: definition.KindGrant, Name: d.Name, Title: d.Title, Role: d.Role}
		g.grant(d)
	}
	for _, d := range r.pools[entity] {
		g.source = Source{Kind: definition.KindPool, Name: d.Name, Title: d.Title}
		g.pool(d)
	}
	for _, d := range r.restrictions[entity] {
		g.source = Source{Kind: definition.KindRestriction, Name: d.Name, Title: d.Title}
		g.restriction(d)
	}
	g.shares()
	for _, d := range r.masks[entity] {
		g.source = Source{Kind: definition.KindMask, Name: d.Name, Title: d.Title}
		g.mask(d)
	}
	for _, d := range r.obligations[entity] {
		g.source = Source{Kind: definition.KindObligation, Name: d.Name, Title: d.Title}
		g.obligation(d)
	}
	for _, d := range r.regos[entity] {
		g.rego(d)
	}
	g.problems = distinct(g.problems)
	return g
}

// distinct leaves out what was found twice: scopes are read for records as they
// are and as they will be.
func distinct(list problem.List) problem.List {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(p problem.Detail) bool {
		key := fmt.Sprint(p.Pointer, p.Code, p.Params)
		again := seen[key]
		seen[key] = true
		return again
	})
}

// pretty formats a module, makes sure that it still says the same, and gives
// its rules as they stand in it.
func pretty(src string) (string, []*ast.Rule, error) {
	opts := ast.ParserOptions{RegoVersion: ast.RegoV1}
	before, err := ast.ParseModuleWithOpts(FileName, src, opts)
	if err != nil {
		return "", nil, err
	}
	if before == nil {
		return "", nil, errors.New("the module is empty")
	}
	formatted, err := format.AstWithOpts(before, format.Opts{RegoVersion: ast.RegoV1, Capabilities: capabilities()})
	if err != nil {
		return "", nil, err
	}
	after, err := ast.ParseModuleWithOpts(FileName, string(formatted), opts)
	if err != nil {
		return "", nil, err
	}
	if !before.Equal(after) {
		return "", nil, errors.New("the formatted module differs")
	}
	return string(formatted), after.Rules, nil
}

// capabilities are looked up once: they are many.
var capabilities = sync.OnceValue(func() *ast.Capabilities { return ast.CapabilitiesForThisVersion() })

// generator writes the policy of one entity.
type generator struct {
	*Rules
	entity      *definition.Entity
	source      Source // what is being written
	policy      Policy
	rules       []rule
	helpers     []helper
	helperNames map[string]bool
	sharing     []string // actions for which it is asked whether a record is shared
	asking      []string // actions that the rule at work is about; nil for all
	readings    []Reading
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

package residual

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/mortise-crm/mortise/engine/query"
)

// budget bounds the steps of one translation, and so the size of its result.
const budget = 50_000

// maxParts bounds the parts of one condition.
const maxParts = 4_000

// Translator translates the residual of one entity's policy.
type Translator struct {
	Schema query.Schema
	Entity string
	// Attribute gives the type of an attribute of the user, or false.
	Attribute func(name string) (query.Type, bool)
	// Known is the part of the input that the plan holds for.
	Known map[string]ast.Value
	// Rules gives the rules of the policy itself, for what partial evaluation
	// left as it was.
	Rules func(path ast.Ref) []*ast.Rule
	// Related gives the condition under which the caller may read a record of
	// another entity; nil when policies may not ask.
	Related func(entity string) (query.Predicate, error)
	Defect  Defect
}

// Refusal says what cannot be translated exactly, and where it stands.
type Refusal struct {
	Message string
	File    string
	Line    int
}

// Error implements error.
func (r *Refusal) Error() string { return fmt.Sprintf("%s:%d: %s", r.File, r.Line, r.Message) }

// Translate gives the condition of every id that the query's variable key can
// take. Ids that are never possible are absent.
func (t Translator) Translate(pq *rego.PartialQueries, key string) (map[string]query.Predicate, error) {
	r := run{Translator: t, rules: index(pq.Support), done: map[string][]alternative{}}
	ids := map[string]query.Predicate{}
	for _, body := range pq.Queries {
		found, err := r.body(body, scope{})
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			v, _ := s.scope.lookup(ast.Var(key))
			c, ok := v.(constant)
			id, isText := ast.String(""), false
			if ok {
				id, isText = c.v.(ast.String)
			}
			if !isText {
				return nil, r.refuse("an id must be a constant text")
			}
			previous, ok := ids[string(id)]
			if !ok {
				previous = query.Const(false)
			}
			ids[string(id)] = or(previous, closed(s.cond, scope{}, s.scope))
		}
	}
	for id, p := range ids {
		if err := r.weigh(p); err != nil {
			return nil, err
		}
		if ids[id] = query.Simplify(query.Renumber(p)); ids[id] == query.Const(false) {
			delete(ids, id)
		}
	}
	return ids, nil
}

// run is one translation.
type run struct {
	Translator
	rules    map[string][]*ast.Rule
	done     map[string][]alternative // rules without arguments, translated
	elements int
	loops    int
	steps    int
	at       *ast.Location // the last place in the source that was passed
}

// solution is a way through a body: its condition and what it bound.
type solution struct {
	cond  query.Predicate
	scope scope
}

// scope holds the variables bound so far. It is never changed, only extended.
type scope struct {
	last  *binding
	level int // how deep in negation, repetition and calls
}

type binding struct {
	name    ast.Var
	element int   // id of an element that became known; 0 for a variable
	loop    *loop // a member of an array that was picked
	val     value
	before  *binding
}

func (s scope) bind(name ast.Var, v value) scope {
	s.last = &binding{name: name, val: v, before: s.last}
	return s
}

func (s scope) know(e element, v value) scope {
	s.last = &binding{element: e.id, val: v, before: s.last}
	return s
}

func (s scope) enter(l loop) scope {
	s.last = &binding{loop: &l, before: s.last}
	return s
}

func (s scope) lookup(name ast.Var) (value, bool) {
	for b := s.last; b != nil; b = b.before {
		if b.element == 0 && b.loop == nil && b.name == name {
			return s.settle(b.val), true
		}
	}
	return nil, false
}

// settle replaces an element that has become known.
func (s scope) settle(v value) value {
	e, ok := v.(element)
	if !ok {
		return v
	}
	for b := s.last; b != nil; b = b.before {
		if b.element == e.id {
			return b.val
		}
	}
	return v
}

func (s scope) deeper() scope {
	s.level++
	return s
}

func (r *run) refuse(format string, args ...any) error {
	refusal := &Refusal{Message: fmt.Sprintf(format, args...)}
	if r.at != nil {
		refusal.File, refusal.Line = r.at.File, r.at.Row
	}
	return refusal
}

func (r *run) step() error {
	if r.steps++; r.steps > budget {
		return r.refuse("the policy is too large to become a condition")
	}
	return nil
}

func (r *run) pass(at *ast.Location) {
	if at != nil && at.File != "" {
		r.at = at
	}
}

// index finds the support rules by their full path.
func index(modules []*ast.Module) map[string][]*ast.Rule {
	rules := map[string][]*ast.Rule{}
	for _, m := range modules {
		for _, rule := range m.Rules {
			path := m.Package.Path.Extend(rule.Head.Ref().GroundPrefix()).String()
			rules[path] = append(rules[path], rule)
		}
	}
	return rules
}

package filter

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
)

// The limits of a JSON filter.
const (
	maxJSON  = 64 << 10
	maxDepth = 20
)

// ParseJSON compiles a filter written as JSON about a record of the entity:
// {"status":{"eq":"new"},"or":[{"owner":{"eq":"me"}},{"orders":{"some":{"title":{"contains":"x"}}}}]}.
// What only Expr can say stands as {"$expr":"amount > limit * 2"}.
// Errors are *problem.Error; the parameter "path" of a detail is a JSON
// pointer into the filter.
func ParseJSON(s Schema, entity string, raw []byte, o Options) (query.Predicate, error) {
	c := newCompiler(s, o)
	var p query.Predicate
	if members, ok := c.decode(raw); ok {
		j := jsonCompiler{compiler: c}
		p = j.object(scope{entity: entity}, members)
	}
	if err := c.problems.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

func (c *compiler) decode(raw []byte) (map[string]any, bool) {
	switch {
	case len(raw) > maxJSON:
		c.fail("filter_too_long", "max", maxJSON)
		return nil, false
	case deeper(raw, maxDepth):
		c.fail("too_deep", "max", maxDepth)
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	if err == nil {
		if _, end := d.Token(); !errors.Is(end, io.EOF) {
			err = errors.New("text after the filter")
		}
	}
	members, ok := v.(map[string]any)
	if err != nil || !ok {
		c.fail("malformed_json")
		return nil, false
	}
	return members, true
}

// deeper tells whether brackets nest deeper than a limit, texts aside, before
// any parser has to.
func deeper(raw []byte, limit int) bool {
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch b := raw[i]; {
		case quoted && b == '\\':
			i++
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '{' || b == '[':
			if depth++; depth > limit {
				return true
			}
		case b == '}' || b == ']':
			depth--
		}
	}
	return false
}

// jsonCompiler walks decoded JSON.
type jsonCompiler struct{ *compiler }

// scope is the record that a part of the filter is about, and where the part
// stands in the filter.
type scope struct {
	entity   string
	variable int
	at       string
}

func (s scope) in(token string) scope {
	s.at += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(token)
	return s
}

func (j *jsonCompiler) failIn(s scope, code string, params ...any) query.Predicate {
	j.fail(code, append(params, "path", s.at)...)
	return query.Const(false)
}

// object is true when all its members are.
func (j *jsonCompiler) object(s scope, members map[string]any) query.Predicate {
	all := query.And{}
	for _, name := range sortedNames(members) {
		all = append(all, j.member(s.in(name), name, members[name]))
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}

func sortedNames(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

func (j *jsonCompiler) member(s scope, name string, v any) query.Predicate {
	switch name {
	case "and", "or":
		return j.junction(s, name, v)
	case "not":
		members, ok := v.(map[string]any)
		if !ok {
			return j.failIn(s, "wrong_type", "want", "object")
		}
		return query.Not{P: j.object(s, members)}
	case "$expr":
		return j.expression(s, v)
	}
	return j.field(s, name, v)
}

func (j *jsonCompiler) junction(s scope, name string, v any) query.Predicate {
	list, ok := v.([]any)
	if !ok {
		return j.failIn(s, "wrong_type", "want", "array")
	}
	parts := make([]query.Predicate, 0, len(list))
	for i, x := range list {
		item := s.in(strconv.Itoa(i))
		members, ok := x.(map[string]any)
		if !ok {
			return j.failIn(item, "wrong_type", "want", "object")
		}
		parts = append(parts, j.object(item, members))
	}
	if name == "or" {
		return query.Or(parts)
	}
	return query.And(parts)
}

// field compiles the conditions on one field, reached by a dotted path.
func (j *jsonCompiler) field(s scope, name string, v any) query.Predicate {
	p, ok := j.resolve(s, name)
	if !ok {
		if r, ok := j.reverse(s, name); ok {
			return j.quantified(s, r, v)
		}
		return j.failIn(s, "unknown_field", "name", name)
	}
	members, ok := v.(map[string]any)
	if !ok {
		members = map[string]any{string(fieldtype.OpEqual): v}
	}
	if len(members) == 0 {
		return j.failIn(s, "unknown_operator", "name", "")
	}
	all := query.And{}
	for _, op := range sortedNames(members) {
		all = append(all, j.operator(s.in(op), p, op, members[op]))
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}

// resolve follows a dotted path from the scope's record.
func (j *jsonCompiler) resolve(s scope, name string) (path, bool) {
	entity := s.entity
	p := path{}
	for i, step := range strings.Split(name, ".") {
		if i > 0 {
			if _, ok := j.schema.Target(p.field.Entity, p.field.Name); !ok || p.list() || i > maxPath {
				return p, false
			}
			p, entity = j.follow(p)
		}
		f, d, ok := j.lookup(entity, step)
		if !ok {
			return p, false
		}
		f.Var = p.variable(s.variable)
		p.field, p.def = f, d
	}
	return p, true
}

// reverse reads "entity.field" as the records whose relation field leads to
// the scope's record.
func (j *jsonCompiler) reverse(s scope, name string) (query.Relation, bool) {
	entity, field, dotted := strings.Cut(name, ".")
	if !dotted {
		return query.Relation{}, false
	}
	f, _, ok := j.lookup(entity, field)
	target, relates := j.schema.Target(entity, field)
	if !ok || !relates || target != s.entity {
		return query.Relation{}, false
	}
	return query.Relation{From: s.variable, Entity: entity, Field: f, Reverse: true}, true
}

// operator compiles one operator on a field.
func (j *jsonCompiler) operator(s scope, p path, name string, v any) query.Predicate {
	switch name {
	case "some", "every", "none":
		target, ok := j.schema.Target(p.field.Entity, p.field.Name)
		if !ok {
			return j.failIn(s, "unknown_operator", "name", name)
		}
		r := query.Relation{From: p.field.Var, Entity: target, Field: p.field}
		return p.wrap(j.quantifier(s, r, name, v))
	}
	op := fieldtype.Operator(name)
	if !p.allows(op) {
		return j.failIn(s, "unknown_operator", "name", name)
	}
	if !j.count() {
		return query.Const(false)
	}
	if positive, ok := negations[op]; ok {
		return query.Not{P: j.positive(s, p, positive, v)}
	}
	return j.positive(s, p, op, v)
}

// quantified compiles {"some": {…}} on the far side of a relation.
func (j *jsonCompiler) quantified(s scope, r query.Relation, v any) query.Predicate {
	members, ok := v.(map[string]any)
	if !ok {
		return j.failIn(s, "wrong_type", "want", "object")
	}
	all := query.And{}
	for _, name := range sortedNames(members) {
		all = append(all, j.quantifier(s.in(name), r, name, members[name]))
	}
	return all
}

func (j *jsonCompiler) quantifier(s scope, r query.Relation, name string, v any) query.Predicate {
	members, ok := v.(map[string]any)
	if !ok {
		return j.failIn(s, "wrong_type", "want", "object")
	}
	if !j.count() {
		return query.Const(false)
	}
	j.variables++
	some := query.Some{Var: j.variables, Relation: r}
	inner := j.object(scope{entity: r.Entity, variable: some.Var, at: s.at}, members)
	switch name {
	case "some":
		some.P = inner
		return some
	case "none":
		some.P = inner
		return query.Not{P: some}
	case "every":
		some.P = query.Not{P: inner}
		return query.Not{P: some}
	}
	return j.failIn(s, "unknown_operator", "name", name)
}

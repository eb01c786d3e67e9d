package residual

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/query"
)

// result is one value of a term, the condition that it is one, and the
// variables as they stand then.
type result struct {
	cond  query.Predicate
	val   value
	scope scope
}

func always(v value, s scope) []result { return []result{{query.Const(true), v, s}} }

// term gives every value that a term can take.
func (r *run) term(t *ast.Term, s scope) ([]result, error) {
	r.pass(t.Location)
	switch v := t.Value.(type) {
	case ast.Var:
		if bound, ok := s.lookup(v); ok {
			return always(bound, s), nil
		}
		return nil, r.refuse("a variable has no value here")
	case ast.Ref:
		return r.ref(v, s)
	case ast.Null, ast.Boolean, ast.Number, ast.String:
		return always(constant{v}, s), nil
	case *ast.Array, ast.Set:
		if t.IsGround() && plain(t) {
			return always(constant{v}, s), nil
		}
		return r.composite(v, s)
	case ast.Object:
		if t.IsGround() && plain(t) {
			return always(constant{v}, s), nil
		}
	}
	return nil, r.refuse("%s cannot become a condition", t)
}

// plain tells that a ground term holds no refs or comprehensions.
func plain(t *ast.Term) bool {
	ok := true
	ast.WalkTerms(t, func(x *ast.Term) bool {
		switch x.Value.(type) {
		case ast.Ref, ast.Call, *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
			ok = false
		}
		return !ok
	})
	return ok
}

// composite is an array or a set with members that depend on the record. It has
// a value only when all its members have one.
func (r *run) composite(v ast.Value, s scope) ([]result, error) {
	var terms []*ast.Term
	switch v := v.(type) {
	case *ast.Array:
		v.Foreach(func(t *ast.Term) { terms = append(terms, t) })
	case ast.Set:
		terms = v.Slice()
	}
	_, ordered := v.(*ast.Array)
	whole := collection{ordered: ordered}
	var cond query.Predicate = query.Const(true)
	for _, t := range terms {
		values, err := r.term(t, s)
		if err != nil {
			return nil, err
		}
		if len(values) != 1 {
			return nil, r.refuse("a member with several values cannot become a condition")
		}
		s = values[0].scope
		cond = and(cond, and(values[0].cond, present(values[0].val)))
		whole.members = append(whole.members, alternative{query.Const(true), values[0].val})
	}
	return []result{{cond, whole, s}}, nil
}

func (r *run) ref(ref ast.Ref, s scope) ([]result, error) {
	head, ok := ref[0].Value.(ast.Var)
	if !ok {
		return nil, r.refuse("%s cannot become a condition", ref)
	}
	switch head {
	case ast.InputRootDocument.Value:
		return r.path(always(input{}, s), ref[1:])
	case ast.DefaultRootDocument.Value:
		return r.data(ref, s)
	}
	start, ok := s.lookup(head)
	if !ok {
		return nil, r.refuse("a variable has no value here")
	}
	return r.path(always(start, s), ref[1:])
}

// path follows the rest of a ref from each value.
func (r *run) path(from []result, rest ast.Ref) ([]result, error) {
	for _, key := range rest {
		var next []result
		for _, f := range from {
			found, err := r.into(f.val, key, f.scope)
			if err != nil {
				return nil, err
			}
			for _, x := range found {
				if cond := and(f.cond, x.cond); cond != query.Const(false) {
					next = append(next, result{cond, x.val, x.scope})
				}
			}
		}
		from = next
	}
	return from, nil
}

// into follows one key of a ref.
func (r *run) into(v value, key *ast.Term, s scope) ([]result, error) {
	if err := r.step(); err != nil {
		return nil, err
	}
	name, isName := key.Value.(ast.String)
	switch v := v.(type) {
	case input:
		if isName {
			return r.root(string(name), s)
		}
	case user:
		if isName {
			return r.attribute(string(name), s)
		}
	case record:
		if isName {
			return r.field(v, string(name), s)
		}
	case operand:
		return r.element(v, key, s)
	case many:
		return r.each(v, key, s)
	case constant, collection:
		return r.member(v, key, s)
	}
	return nil, r.refuse("[%s] cannot become a condition here", key)
}

func (r *run) root(name string, s scope) ([]result, error) {
	switch name {
	case "record":
		return always(record{entity: r.Entity}, s), nil
	case "user":
		return always(user{}, s), nil
	case "now":
		return always(operand{x: query.Param{Name: "now", Type: query.Type{Kind: query.Instant}}}, s), nil
	}
	if known, ok := r.Known[name]; ok {
		return always(constant{known}, s), nil
	}
	return nil, r.refuse("input.%s cannot become a condition", name)
}

func (r *run) attribute(name string, s scope) ([]result, error) {
	t, ok := r.Attribute(name)
	if !ok {
		return nil, r.refuse("the user has no attribute %q", name)
	}
	return always(operand{x: query.Param{Name: "user." + name, Type: t}}, s), nil
}

// element picks an element of an array operand that the policy leaves open.
func (r *run) element(list operand, key *ast.Term, s scope) ([]result, error) {
	name, ok := key.Value.(ast.Var)
	if !ok || !list.x.OperandType().Array {
		return nil, r.refuse("[%s] cannot become a condition here", key)
	}
	if _, bound := s.lookup(name); bound {
		return nil, r.refuse("an array has no known positions")
	}
	r.elements++
	return []result{{present(list), element{list: list, id: r.elements, level: s.level}, s}}, nil
}

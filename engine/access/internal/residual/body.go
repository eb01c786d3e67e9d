package residual

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/query"
)

// body runs expressions one after the other and gives every way through.
func (r *run) body(b ast.Body, s scope) ([]solution, error) {
	ways := []solution{{query.Const(true), s}}
	for _, e := range b {
		var next []solution
		for _, way := range ways {
			found, err := r.expr(e, way.scope)
			if err != nil {
				return nil, err
			}
			for _, f := range found {
				if cond := and(way.cond, f.cond); cond != query.Const(false) {
					next = append(next, solution{cond, f.scope})
				}
			}
		}
		ways = next
	}
	return ways, nil
}

// holds is the condition that a body has a way through at all.
func (r *run) holds(b ast.Body, s scope) (query.Predicate, error) {
	ways, err := r.body(b, s.deeper())
	if err != nil {
		return nil, err
	}
	var p query.Predicate = query.Const(false)
	for _, way := range ways {
		p = or(p, closed(way.cond, s, way.scope))
	}
	return p, nil
}

func (r *run) expr(e *ast.Expr, s scope) ([]solution, error) {
	r.pass(e.Location)
	if err := r.step(); err != nil {
		return nil, err
	}
	if len(e.With) > 0 {
		return nil, r.refuse("with cannot become a condition")
	}
	if e.Negated {
		return nil, r.refuse("not needs import rego.v2")
	}
	switch terms := e.Terms.(type) {
	case *ast.Term:
		return r.statement(terms, s)
	case []*ast.Term:
		return r.call(terms, s)
	case *ast.SomeDecl:
		return []solution{{query.Const(true), s}}, nil
	}
	p, err := r.compound(e, s)
	if err != nil {
		return nil, err
	}
	return []solution{{p, s}}, nil
}

// compound translates the expressions that bind nothing outside themselves.
func (r *run) compound(e *ast.Expr, s scope) (query.Predicate, error) {
	switch terms := e.Terms.(type) {
	case *ast.Not:
		p, err := r.holds(terms.Body, s)
		if err != nil {
			return nil, err
		}
		return not(p), nil
	case *ast.LogicalOr:
		return r.pair(terms.Lhs, terms.Rhs, s, or)
	case *ast.LogicalAnd:
		return r.pair(terms.Lhs, terms.Rhs, s, and)
	case *ast.Every:
		return r.every(terms, s)
	}
	return nil, r.refuse("%s cannot become a condition", e)
}

func (r *run) pair(lhs, rhs ast.Body, s scope, join func(x, y query.Predicate) query.Predicate) (query.Predicate, error) {
	x, err := r.holds(lhs, s)
	if err != nil {
		return nil, err
	}
	y, err := r.holds(rhs, s)
	if err != nil {
		return nil, err
	}
	return join(x, y), nil
}

// every is true when its body holds for each member of its domain.
func (r *run) every(e *ast.Every, s scope) (query.Predicate, error) {
	domains, err := r.term(e.Domain, s)
	if err != nil {
		return nil, err
	}
	var result query.Predicate = query.Const(false)
	for _, domain := range domains {
		if all, ok := domain.val.(many); ok {
			p, err := r.everyOf(all, e, domain.scope)
			if err != nil {
				return nil, err
			}
			result = or(result, closed(and(domain.cond, p), s, domain.scope))
			continue
		}
		members, err := r.members(domain.val)
		if err != nil {
			return nil, err
		}
		p := and(domain.cond, present(domain.val))
		for _, m := range members {
			inner := domain.scope.bindTerm(e.Key, m.key).bindTerm(e.Value, m.val)
			holds, err := r.holds(e.Body, inner)
			if err != nil {
				return nil, err
			}
			p = and(p, or(not(m.cond), holds))
		}
		result = or(result, closed(p, s, domain.scope))
	}
	return result, nil
}

// everyOf is every over the records that lead to one: none makes the body fail.
func (r *run) everyOf(all many, e *ast.Every, s scope) (query.Predicate, error) {
	l, rec, counts := r.pick(all)
	holds, err := r.holds(e.Body, s.bindTerm(e.Value, rec))
	if err != nil {
		return nil, err
	}
	return and(present(all), not(l.wrap(and(counts, not(holds))))), nil
}

func (s scope) bindTerm(t *ast.Term, v value) scope {
	if t == nil || v == nil {
		return s
	}
	if name, ok := t.Value.(ast.Var); ok {
		return s.bind(name, v)
	}
	return s
}

// statement is a term that stands alone: it holds unless it is false or has no
// value.
func (r *run) statement(t *ast.Term, s scope) ([]solution, error) {
	values, err := r.term(t, s)
	if err != nil {
		return nil, err
	}
	var found []solution
	for _, v := range values {
		p, err := r.truthy(v.val)
		if err != nil {
			return nil, err
		}
		found = append(found, solution{and(v.cond, p), v.scope})
	}
	return found, nil
}

func (r *run) truthy(v value) (query.Predicate, error) {
	switch v := v.(type) {
	case constant:
		return query.Const(v.v.Compare(ast.Boolean(false)) != 0), nil
	case operand:
		if v.x.OperandType() == (query.Type{Kind: query.Boolean}) {
			return within(func(x, _ query.Operand) query.Predicate { return query.IsTrue{X: x} }, v, operand{}), nil
		}
	case element, spent:
		return nil, r.refuse("an element must be compared with ==")
	}
	return present(v), nil
}

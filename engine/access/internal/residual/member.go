package residual

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/query"
)

// item is one member of something that can be gone through.
type item struct {
	cond     query.Predicate
	key, val value
}

// members lists what is in a constant or a collection.
func (r *run) members(v value) ([]item, error) {
	var list []item
	add := func(key, val ast.Value) {
		list = append(list, item{query.Const(true), constant{key}, constant{val}})
	}
	switch v := v.(type) {
	case constant:
		switch c := v.v.(type) {
		case *ast.Array:
			for i := range c.Len() {
				add(ast.IntNumberTerm(i).Value, c.Elem(i).Value)
			}
			return list, nil
		case ast.Set:
			c.Foreach(func(t *ast.Term) { add(t.Value, t.Value) })
			return list, nil
		case ast.Object:
			c.Foreach(func(k, t *ast.Term) { add(k.Value, t.Value) })
			return list, nil
		}
	case collection:
		for _, m := range v.members {
			member := item{m.cond, m.val, m.val} // a set's members are their own keys
			if v.ordered {
				member.key = nil
			}
			list = append(list, member)
		}
		return list, nil
	}
	return nil, r.refuse("this cannot be gone through in a condition")
}

// member follows a key into a constant or a collection: a known key, one that
// depends on the record, or any.
func (r *run) member(v value, key *ast.Term, s scope) ([]result, error) {
	if c, ok := v.(constant); ok && scalar(c.v) {
		return nil, nil
	}
	members, err := r.members(v)
	if err != nil {
		return nil, err
	}
	open, _ := v.(collection)
	if unbound(key, s) {
		return each(members, key.Value.(ast.Var), s), nil
	}
	if open.ordered {
		return nil, r.refuse("an array has no known positions")
	}
	keys, err := r.term(key, s)
	if err != nil {
		return nil, err
	}
	var found []result
	for _, m := range members {
		for _, k := range keys {
			same, after, err := r.compare(query.Eq, k.val, m.key, k.scope)
			if err != nil {
				return nil, err
			}
			found = append(found, result{and(m.cond, and(k.cond, same)), m.val, after})
		}
	}
	return found, nil
}

// each goes through all members. The positions of an array that depends on the
// record stay unknown.
func each(members []item, key ast.Var, s scope) []result {
	var found []result
	for _, m := range members {
		inner := s
		if m.key != nil {
			inner = s.bind(key, m.key)
		}
		found = append(found, result{m.cond, m.val, inner})
	}
	return found
}

func scalar(v ast.Value) bool {
	switch v.(type) {
	case ast.Null, ast.Boolean, ast.Number, ast.String:
		return true
	}
	return false
}

// contains is the condition that x is in list, and what it makes known.
func (r *run) contains(x, list value, s scope) ([]solution, error) {
	if o, ok := list.(operand); ok {
		if e, ok := s.settle(x).(element); ok && o.x.OperandType().Array {
			return r.shared(e, o, s)
		}
		p, err := r.inArray(s.settle(x), o)
		if err != nil {
			return nil, err
		}
		return []solution{{p, s}}, nil
	}
	if c, ok := list.(constant); ok && scalar(c.v) {
		return nil, nil
	}
	members, err := r.members(list)
	if err != nil {
		return nil, err
	}
	if e, ok := s.settle(x).(element); ok {
		return r.overlap(e, members, s)
	}
	var p query.Predicate = query.Const(false)
	for _, m := range members {
		same, _, err := r.compare(query.Eq, x, m.val, s)
		if err != nil {
			return nil, err
		}
		p = or(p, and(m.cond, same))
	}
	return []solution{{compact(p), s}}, nil
}

// overlap: an element of an array is one of the members.
func (r *run) overlap(e element, members []item, s scope) ([]solution, error) {
	var found []solution
	for _, m := range members {
		same, after, err := r.compare(query.Eq, e, m.val, s)
		if err != nil {
			return nil, err
		}
		found = append(found, solution{and(m.cond, same), after})
	}
	return found, nil
}

// shared: an element of an array is in another array, too.
func (r *run) shared(e element, list operand, s scope) ([]solution, error) {
	if e.level != s.level {
		return nil, r.refuse("an element must be compared in the body that picks it")
	}
	p, err := r.overlapping(e.list, list)
	return []solution{{p, s.know(e, spent{})}}, err
}

// inArray is the condition that x is an element of an array operand.
func (r *run) inArray(x value, list operand) (query.Predicate, error) {
	t := list.x.OperandType()
	if !t.Array {
		return query.Const(false), nil
	}
	single := query.Type{Kind: t.Kind}
	o, ok := x.(operand)
	if c, isConst := x.(constant); isConst {
		v, fits, err := r.literal(c.v, single)
		if err != nil || !fits {
			return query.Const(false), err
		}
		o, ok = operand{x: v}, true
	}
	if !ok {
		return nil, r.refuse("in cannot become a condition here")
	}
	if !query.Comparable(o.x.OperandType(), single) {
		if classOf(o.x.OperandType().Kind) == classOf(t.Kind) {
			return nil, r.refuse("a %s cannot be in a list of %s", o.x.OperandType(), single)
		}
		return query.Const(false), nil
	}
	return within(func(x, y query.Operand) query.Predicate { return query.In{X: x, List: y} }, o, list), nil
}

// compact turns "x is a or x is b …" into one In.
func compact(p query.Predicate) query.Predicate {
	list, ok := p.(query.Or)
	if !ok {
		return p
	}
	var subject query.Operand
	var values []any
	var kind query.Kind
	for _, q := range list {
		c, ok := q.(query.Compare)
		if !ok || c.Op != query.Eq {
			return p
		}
		v, ok := c.Y.(query.Value)
		if !ok || subject != nil && (c.X != subject || v.Type.Kind != kind) {
			return p
		}
		subject, kind = c.X, v.Type.Kind
		values = append(values, v.V)
	}
	return query.In{X: subject, List: query.Value{Type: query.Type{Kind: kind, Array: true}, V: values}}
}

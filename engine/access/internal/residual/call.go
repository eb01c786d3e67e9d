package residual

import (
	"context"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/mortise-crm/mortise/engine/query"
)

var comparisons = map[string]query.Op{
	ast.Equal.Name: query.Eq, ast.NotEqual.Name: query.Ne, ast.LessThan.Name: query.Lt,
	ast.LessThanEq.Name: query.Le, ast.GreaterThan.Name: query.Gt, ast.GreaterThanEq.Name: query.Ge,
}

var matches = map[string]query.How{
	ast.Contains.Name: query.Contains, ast.StartsWith.Name: query.HasPrefix, ast.EndsWith.Name: query.HasSuffix,
}

// call runs an operator, a built-in or a function of the policy.
func (r *run) call(terms []*ast.Term, s scope) ([]solution, error) {
	ref, ok := terms[0].Value.(ast.Ref)
	if !ok {
		return nil, r.refuse("%s cannot become a condition", terms[0])
	}
	name, args := ref.String(), terms[1:]
	switch {
	case name == ast.Equality.Name || name == ast.Assign.Name:
		return r.unify(args[0], args[1], s)
	case ref.HasPrefix(ast.DefaultRootRef):
		return r.function(ref, args, s)
	}
	arity := 0
	if b, ok := ast.BuiltinMap[name]; ok {
		arity = b.Decl.Arity()
	}
	if arity == 0 || len(args) < arity {
		return nil, r.refuse("%s cannot become a condition", name)
	}
	combos, err := r.arguments(args[:arity], s)
	if err != nil {
		return nil, err
	}
	var found []solution
	for _, c := range combos {
		if len(args) > arity && open(c.vals) {
			return nil, r.refuse("an element must be compared with == alone")
		}
		values, err := r.builtin(name, c)
		if err != nil {
			return nil, err
		}
		if found, err = r.output(found, c.cond, values, args[arity:]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// open tells whether a value is an element not yet known.
func open(vals []value) bool {
	for _, v := range vals {
		if _, ok := v.(element); ok {
			return true
		}
	}
	return false
}

// combo is one choice of a value for every argument.
type combo struct {
	cond  query.Predicate
	vals  []value
	scope scope
}

func (r *run) arguments(args []*ast.Term, s scope) ([]combo, error) {
	combos := []combo{{query.Const(true), nil, s}}
	for _, arg := range args {
		var next []combo
		for _, c := range combos {
			values, err := r.term(arg, c.scope)
			if err != nil {
				return nil, err
			}
			for _, v := range values {
				vals := append(c.vals[:len(c.vals):len(c.vals)], v.val)
				next = append(next, combo{and(c.cond, v.cond), vals, v.scope})
			}
		}
		combos = next
	}
	return combos, nil
}

// output gives each result to the output argument, or, without one, asks that
// it is not false.
func (r *run) output(found []solution, cond query.Predicate, values []result, out []*ast.Term) ([]solution, error) {
	for _, v := range values {
		if len(out) == 0 {
			p, err := r.truthy(v.val)
			if err != nil {
				return nil, err
			}
			found = append(found, solution{and(cond, and(v.cond, p)), v.scope})
			continue
		}
		ways, err := r.assign(out[0], v.val, v.scope)
		if err != nil {
			return nil, err
		}
		for _, way := range ways {
			found = append(found, solution{and(cond, and(v.cond, way.cond)), way.scope})
		}
	}
	return found, nil
}

// unify is "=": it compares, or binds the side that has no value yet.
func (r *run) unify(x, y *ast.Term, s scope) ([]solution, error) {
	if unbound(x, s) {
		x, y = y, x
	}
	values, err := r.term(x, s)
	if err != nil {
		return nil, err
	}
	var found []solution
	for _, v := range values {
		ways, err := r.assign(y, v.val, v.scope)
		if err != nil {
			return nil, err
		}
		for _, way := range ways {
			found = append(found, solution{and(v.cond, way.cond), way.scope})
		}
	}
	return found, nil
}

func unbound(t *ast.Term, s scope) bool {
	name, ok := t.Value.(ast.Var)
	if !ok {
		return false
	}
	_, bound := s.lookup(name)
	return !bound
}

// assign binds v to a variable without value, or compares v with the term.
func (r *run) assign(to *ast.Term, v value, s scope) ([]solution, error) {
	if name, ok := to.Value.(ast.Var); ok && unbound(to, s) {
		cond := present(v)
		if r.Defect == BindUndefined {
			cond = query.Const(true)
		}
		return []solution{{cond, s.bind(name, v)}}, nil
	}
	values, err := r.term(to, s)
	if err != nil {
		return nil, err
	}
	var found []solution
	for _, other := range values {
		p, after, err := r.compare(query.Eq, v, other.val, other.scope)
		if err != nil {
			return nil, err
		}
		found = append(found, solution{and(other.cond, p), after})
	}
	return found, nil
}

// builtin gives the values of a built-in for chosen arguments.
func (r *run) builtin(name string, c combo) ([]result, error) {
	if folded, ok, err := r.fold(name, c); ok || err != nil {
		return folded, err
	}
	if op, ok := comparisons[name]; ok {
		p, after, err := r.compare(op, c.vals[0], c.vals[1], c.scope)
		return verdict(p, c.vals, after), err
	}
	if how, ok := matches[name]; ok {
		p, err := r.match(how, c.vals[0], c.vals[1])
		return verdict(p, c.vals, c.scope), err
	}
	switch name {
	case ast.Member.Name:
		ways, err := r.contains(c.vals[0], c.vals[1], c.scope)
		if err != nil || len(ways) != 1 {
			return known(ways), err
		}
		return verdict(ways[0].cond, c.vals, ways[0].scope), nil
	case ast.ObjectGet.Name:
		return r.objectGet(c)
	}
	return nil, r.refuse("%s cannot become a condition", name)
}

// verdict is the result of a built-in that answers true or false, and nothing
// when an argument has no value.
func verdict(p query.Predicate, args []value, s scope) []result {
	if p == nil {
		return nil
	}
	defined := query.Predicate(query.Const(true))
	for _, a := range args {
		defined = and(defined, present(a))
	}
	return []result{
		{p, constant{ast.Boolean(true)}, s},
		{and(defined, not(p)), constant{ast.Boolean(false)}, s},
	}
}

func known(ways []solution) []result {
	var found []result
	for _, way := range ways {
		found = append(found, result{way.cond, constant{ast.Boolean(true)}, way.scope})
	}
	return found
}

// fold runs a built-in whose arguments are all known. One that fails has no
// value, as in Rego.
func (r *run) fold(name string, c combo) ([]result, bool, error) {
	args := make([]*ast.Term, len(c.vals))
	for i, v := range c.vals {
		known, ok := v.(constant)
		if !ok {
			return nil, false, nil
		}
		args[i] = ast.NewTerm(known.v)
	}
	f := topdown.GetBuiltin(name)
	if f == nil {
		return nil, false, r.refuse("%s cannot become a condition", name)
	}
	var found []result
	err := f(topdown.BuiltinContext{Context: context.Background(), Cancel: topdown.NewCancel()}, args, func(t *ast.Term) error {
		found = append(found, result{query.Const(true), constant{t.Value}, c.scope})
		return nil
	})
	if err != nil {
		return nil, true, nil
	}
	return found, true, nil
}

func (r *run) match(how query.How, x, y value) (query.Predicate, error) {
	text := query.Type{Kind: query.Text}
	side := func(v value) (operand, error) {
		if c, ok := v.(constant); ok {
			if _, isText := c.v.(ast.String); isText {
				lit, _, err := r.literal(c.v, text)
				return operand{x: lit}, err
			}
		}
		if o, ok := v.(operand); ok && o.x.OperandType() == text {
			return o, nil
		}
		return operand{}, r.refuse("only texts can be searched in a condition")
	}
	ox, err := side(x)
	if err != nil {
		return nil, err
	}
	oy, err := side(y)
	if err != nil {
		return nil, err
	}
	return within(func(x, y query.Operand) query.Predicate { return query.Match{How: how, X: x, Y: y} }, ox, oy), nil
}

// objectGet is object.get on a record: the field, or the default without it.
func (r *run) objectGet(c combo) ([]result, error) {
	key, ok := c.vals[1].(constant)
	if !ok {
		return nil, r.refuse("object.get needs a constant key")
	}
	path := []*ast.Term{ast.NewTerm(key.v)}
	if list, ok := key.v.(*ast.Array); ok {
		path = nil
		list.Foreach(func(t *ast.Term) { path = append(path, t) })
	}
	found := always(c.vals[0], c.scope)
	for _, step := range path {
		var err error
		if found, err = r.path(found, ast.Ref{step}); err != nil {
			return nil, err
		}
	}
	if len(found) != 1 {
		return nil, r.refuse("object.get cannot become a condition here")
	}
	has := and(found[0].cond, present(found[0].val))
	return []result{{has, found[0].val, c.scope}, {not(has), c.vals[2], c.scope}}, nil
}

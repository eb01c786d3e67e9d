package residual

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/query"
)

// data follows a ref into the rules that partial evaluation left.
func (r *run) data(ref ast.Ref, s scope) ([]result, error) {
	for n := len(ref); n > 1; n-- {
		if !ref[:n].IsGround() {
			continue
		}
		path := ref[:n].String()
		rules := r.find(ref[:n], path)
		if len(rules) == 0 {
			continue
		}
		values, err := r.rule(path, rules)
		if err != nil {
			return nil, err
		}
		var start []result
		for _, v := range values {
			start = append(start, result{v.cond, v.val, s})
		}
		return r.path(start, ref[n:])
	}
	return nil, r.refuse("%s cannot become a condition", ref)
}

// find gives the rules at a path: those that partial evaluation made, or the
// policy's own.
func (r *run) find(ref ast.Ref, path string) []*ast.Rule {
	if rules, ok := r.rules[path]; ok {
		return rules
	}
	return r.Rules(ref)
}

// rule gives the values of a rule without arguments.
func (r *run) rule(path string, rules []*ast.Rule) ([]alternative, error) {
	if values, ok := r.done[path]; ok {
		return values, nil
	}
	var values []alternative
	var err error
	switch {
	case len(rules[0].Head.Args) > 0 || !rules[0].Head.Ref().IsGround():
		err = r.refuse("%s cannot become a condition", path)
	case rules[0].Head.Key != nil && rules[0].Head.Value == nil:
		values, err = r.set(rules)
	case rules[0].Head.Key != nil:
		err = r.refuse("%s is a partial object, which cannot become a condition", path)
	default:
		values, err = r.complete(path, rules, nil, scope{})
	}
	if err != nil {
		return nil, err
	}
	for _, v := range values {
		if err := r.weigh(v.cond); err != nil {
			return nil, err
		}
		whole, _ := v.val.(collection)
		for _, m := range whole.members {
			if err := r.weigh(m.cond); err != nil {
				return nil, err
			}
		}
	}
	r.done[path] = values
	return values, nil
}

// set gathers the members of a partial set, which always has a value.
func (r *run) set(rules []*ast.Rule) ([]alternative, error) {
	whole := collection{}
	for _, rule := range rules {
		if rule.Else != nil {
			return nil, r.refuse("else cannot become a condition")
		}
		ways, err := r.body(rule.Body, scope{level: 1})
		if err != nil {
			return nil, err
		}
		for _, way := range ways {
			keys, err := r.term(rule.Head.Key, way.scope)
			if err != nil {
				return nil, err
			}
			for _, k := range keys {
				cond := and(way.cond, and(k.cond, present(k.val)))
				member, err := r.leave(cond, k.val, scope{}, k.scope)
				if err != nil {
					return nil, err
				}
				whole.members = append(whole.members, member)
			}
		}
	}
	return []alternative{{query.Const(true), whole}}, nil
}

// complete gives the values of a rule or function with one value at a time.
func (r *run) complete(path string, rules []*ast.Rule, args []value, s scope) ([]alternative, error) {
	var values []alternative
	var fallback value
	for _, rule := range rules {
		r.pass(rule.Location)
		if rule.Else != nil {
			return nil, r.refuse("else cannot become a condition")
		}
		if rule.Default {
			known, err := r.term(rule.Head.Value, scope{})
			if err != nil {
				return nil, err
			}
			fallback = known[0].val
			continue
		}
		found, err := r.bodyOf(rule, args, s)
		if err != nil {
			return nil, err
		}
		values = append(values, found...)
	}
	values, err := r.merge(path, values)
	if err != nil {
		return nil, err
	}
	if fallback != nil {
		var other query.Predicate = query.Const(false)
		for _, v := range values {
			other = or(other, v.cond)
		}
		values = append(values, alternative{not(other), fallback})
	}
	return values, nil
}

// bodyOf runs one definition of a rule with its arguments.
func (r *run) bodyOf(rule *ast.Rule, args []value, s scope) ([]alternative, error) {
	ways := []solution{{query.Const(true), scope{level: s.level + 1}}}
	for i, arg := range args {
		var next []solution
		for _, way := range ways {
			found, err := r.assign(rule.Head.Args[i], arg, way.scope)
			if err != nil {
				return nil, err
			}
			for _, f := range found {
				next = append(next, solution{and(way.cond, f.cond), f.scope})
			}
		}
		ways = next
	}
	var values []alternative
	for _, way := range ways {
		found, err := r.body(rule.Body, way.scope)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			results, err := r.term(rule.Head.Value, f.scope)
			if err != nil {
				return nil, err
			}
			for _, v := range results {
				cond := and(and(way.cond, f.cond), and(v.cond, present(v.val)))
				found, err := r.leave(cond, v.val, scope{}, v.scope)
				if err != nil {
					return nil, err
				}
				values = append(values, found)
			}
		}
	}
	return values, nil
}

// leave takes a value out of the body of its rule, which ends the search for
// members of arrays.
func (r *run) leave(cond query.Predicate, v value, from, to scope) (alternative, error) {
	switch v.(type) {
	case element, spent:
		return alternative{}, r.refuse("an element must be compared with ==")
	}
	if free(v, from, to) {
		return alternative{}, r.refuse("what is read of one of many records cannot leave the rule that picks it")
	}
	return alternative{closed(cond, from, to), v}, nil
}

// function runs a function of the policy.
func (r *run) function(ref ast.Ref, args []*ast.Term, s scope) ([]solution, error) {
	path := ref.String()
	rules := r.find(ref, path)
	if len(rules) == 0 {
		return nil, r.refuse("%s cannot become a condition", path)
	}
	arity := len(rules[0].Head.Args)
	if len(args) < arity {
		return nil, r.refuse("%s lacks arguments", path)
	}
	combos, err := r.arguments(args[:arity], s)
	if err != nil {
		return nil, err
	}
	var found []solution
	for _, c := range combos {
		cond := c.cond
		for _, v := range c.vals {
			if _, open := c.scope.settle(v).(element); open {
				return nil, r.refuse("an element cannot be given to a function")
			}
			cond = and(cond, present(v))
		}
		values, err := r.complete(path, rules, c.vals, c.scope)
		if err != nil {
			return nil, err
		}
		var results []result
		for _, v := range values {
			results = append(results, result{v.cond, v.val, c.scope})
		}
		if found, err = r.output(found, cond, results, args[arity:]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

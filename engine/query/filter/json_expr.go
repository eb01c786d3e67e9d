package filter

import (
	"github.com/mortise-crm/mortise/engine/expression"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// expression compiles {"$expr": "…"}: a condition as Expr, about the record that
// this part of the filter is about.
func (j *jsonCompiler) expression(s scope, v any) query.Predicate {
	src, ok := v.(string)
	if !ok {
		return j.failIn(s, "wrong_type", "want", "string")
	}
	tree, details := expression.Parse(src, environment(j.schema, s.entity, j.options))
	before := len(j.problems)
	if j.problems = append(j.problems, j.at(details)...); len(details) > 0 {
		j.place(j.problems[before:], s)
		return query.Const(false)
	}
	e := exprCompiler{compiler: j.compiler, tree: tree, entity: s.entity}
	p := e.condition(tree.Node)
	j.place(j.problems[before:], s)
	return query.About(p, s.variable)
}

// place says of problems where in the filter the expression stands.
func (j *jsonCompiler) place(list problem.List, s scope) {
	for i := range list {
		if list[i].Params == nil {
			list[i].Params = map[string]any{}
		}
		list[i].Params["path"] = s.at
	}
}

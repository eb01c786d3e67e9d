package validation

import (
	"encoding/json"
	"fmt"

	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/query"
)

// node is one node of the tree that a browser evaluates; docs/rules.md says
// what each means.
type node map[string]any

// Tree gives a condition as JSON that a browser evaluates over the values of a
// form as query.Eval does. params gives the values of parameters other than
// now, which stays one. It is false for a condition with a part that only the
// server knows: what other records say of this one.
func Tree(p query.Predicate, params func(name string) any) (json.RawMessage, bool) {
	t := &tree{params: params, whole: true}
	n := t.condition(query.Expand(p))
	raw, err := json.Marshal(n)
	return raw, err == nil && t.whole
}

// tree is the work on one condition.
type tree struct {
	params func(name string) any
	whole  bool
}

// unknown stands for what cannot be told.
func (t *tree) unknown() node {
	t.whole = false
	return nil
}

var comparisons = map[query.Op]string{query.Eq: "eq", query.Ne: "ne", query.Lt: "lt", query.Le: "le", query.Gt: "gt", query.Ge: "ge"}

var places = map[query.How]string{query.Contains: "contains", query.HasPrefix: "prefix", query.HasSuffix: "suffix"}

func (t *tree) condition(p query.Predicate) node {
	switch p := p.(type) {
	case query.Const:
		return node{"is": "const", "value": bool(p)}
	case query.And:
		return node{"is": "and", "of": t.each(p)}
	case query.Or:
		return node{"is": "or", "of": t.each(p)}
	case query.Not:
		return node{"is": "not", "of": t.condition(p.P)}
	case query.Some:
		return t.some(p)
	case query.Present:
		return node{"is": "present", "x": t.operand(p.X)}
	case query.IsTrue:
		return node{"is": "true", "x": t.operand(p.X)}
	case query.Compare:
		return node{"is": comparisons[p.Op], "x": t.operand(p.X), "y": t.operand(p.Y)}
	case query.Match:
		return t.match(p)
	case query.In:
		return node{"is": "in", "x": t.operand(p.X), "list": t.operand(p.List)}
	case query.Overlap:
		return node{"is": "overlap", "x": t.operand(p.X), "y": t.operand(p.Y)}
	}
	return t.unknown()
}

func (t *tree) each(list []query.Predicate) []node {
	out := make([]node, len(list))
	for i, p := range list {
		out[i] = t.condition(p)
	}
	return out
}

// match says how case is folded: of a search for ASCII alone, A to Z are.
func (t *tree) match(p query.Match) node {
	n := node{"is": places[p.How], "x": t.operand(p.X), "y": t.operand(p.Y)}
	switch {
	case p.Fold && query.FoldsASCII(p.Y):
		n["fold"] = "ascii"
	case p.Fold:
		n["fold"] = "unicode"
	}
	return n
}

func (t *tree) some(p query.Some) node {
	if p.Relation.Reverse || p.Relation.Field.Links != "" {
		return t.unknown()
	}
	n := node{"is": "some", "var": p.Var, "relation": t.operand(p.Relation.Field), "entity": p.Relation.Entity, "of": t.condition(p.P)}
	if p.Relation.From != 0 {
		n["from"] = p.Relation.From
	}
	return n
}

func (t *tree) operand(x query.Operand) node {
	switch x := x.(type) {
	case query.Value:
		return value(x.Type, x.V)
	case query.Param:
		if x.Name == "now" {
			return node{"is": "now"}
		}
		return value(x.Type, t.params(x.Name))
	case query.Field:
		n := typed(node{"is": "field", "name": x.Name}, x.Type)
		if x.Var != 0 {
			n["var"] = x.Var
		}
		return n
	case query.Compute:
		args := make([]node, len(x.Args))
		for i := range x.Args {
			args[i] = t.operand(x.Args[i])
		}
		return typed(node{"is": "compute", "fn": string(x.Fn), "args": args}, x.Type)
	case query.Choose:
		return typed(node{"is": "choose", "if": t.condition(x.If), "then": t.operand(x.Then), "else": t.operand(x.Else)}, x.Type)
	case query.Gather:
		return t.gather(x)
	}
	return t.unknown()
}

// gather writes what is looked up in the one record that a relation leads to.
func (t *tree) gather(g query.Gather) node {
	if g.Relation.Reverse || g.Relation.Field.Links != "" || g.Fn != query.One || g.P != nil && g.P != query.Const(true) {
		return t.unknown()
	}
	n := typed(node{"is": "look", "var": g.Var, "relation": t.operand(g.Relation.Field), "entity": g.Relation.Entity, "x": t.operand(g.X)}, g.Type)
	if g.Relation.From != 0 {
		n["from"] = g.Relation.From
	}
	return n
}

var kindNames = map[query.Kind]string{
	query.Text: "text", query.Integer: "number", query.Number: "number", query.Boolean: "boolean",
	query.Date: "date", query.Time: "time", query.Instant: "datetime", query.UUID: "id",
}

func typed(n node, t query.Type) node {
	n["type"] = kindNames[t.Kind]
	if t.Array {
		n["list"] = true
	}
	return n
}

// value writes a constant; numbers as their exact text, for a browser's own
// would not hold them all.
func value(t query.Type, v any) node {
	n := typed(node{"is": "value"}, t)
	if list := elements(v); t.Array && list != nil {
		values := make([]any, len(list))
		for i := range list {
			values[i] = plain(list[i])
		}
		n["value"] = values
		return n
	}
	n["value"] = plain(v)
	return n
}

func elements(v any) []any {
	switch v := v.(type) {
	case []any:
		return v
	case []string:
		list := make([]any, len(v))
		for i := range v {
			list[i] = v[i]
		}
		return list
	}
	return nil
}

func plain(v any) any {
	switch v := v.(type) {
	case query.Decimal, int64:
		return fmt.Sprint(v)
	}
	return fieldtype.JSONValue(v)
}

package filter

import (
	"github.com/expr-lang/expr/ast"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/expression"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// ParseValue compiles an expression that has a value, such as a formula or a
// default, about a record of the entity. Errors are as those of Parse.
func ParseValue(s Schema, entity, src string, o Options) (query.Operand, error) {
	c := newCompiler(s, o)
	tree, details := expression.ParseValue(src, environment(s, entity, o))
	if len(details) > 0 {
		return nil, c.at(details).Err()
	}
	e := exprCompiler{compiler: c, tree: tree, entity: entity}
	x := e.operand(tree.Node, tree.Type(tree.Node))
	if err := c.problems.Err(); err != nil {
		return nil, err
	}
	return x, nil
}

// at gives the problems of an expression the place of the filter.
func (c *compiler) at(details problem.List) problem.List {
	for i := range details {
		details[i].Pointer = c.options.Pointer
	}
	return details
}

// queryType is the type of the values of an expression; a span is its seconds.
func queryType(t expression.Type) query.Type {
	kinds := map[expression.Kind]query.Kind{
		expression.Text: query.Text, expression.Literal: query.Text, expression.Number: query.Number, expression.Span: query.Number,
		expression.Boolean: query.Boolean, expression.Date: query.Date, expression.Range: query.Date, expression.Time: query.Time,
		expression.Instant: query.Instant, expression.Record: query.UUID,
	}
	return query.Type{Kind: kinds[t.Kind]}
}

// fieldOf is the field type that reads texts in quotes as values of a kind.
func fieldOf(k query.Kind) *definition.Field {
	names := map[query.Kind]string{
		query.Date: "date", query.Time: "time", query.Instant: "datetime", query.UUID: "id", query.Number: "number",
	}
	if name, ok := names[k]; ok {
		return &definition.Field{Type: name, Scale: definition.ScaleAny}
	}
	return &definition.Field{Type: "text"}
}

// Constant reads a text in quotes as a value of a kind, as it stands beside one.
func Constant(k query.Kind, text string) (query.Value, *problem.Detail) {
	return fieldtype.FilterValue(fieldOf(k), text)
}

var number = query.Type{Kind: query.Number}

// arithmetic holds the functions behind operators.
var arithmetic = map[string]query.Fn{
	"+": query.FnAdd, "-": query.FnSub, "*": query.FnMul, "/": query.FnDiv, "%": query.FnMod, "**": query.FnPow, "^": query.FnPow,
}

// operand compiles a node that has a value; want is the type that a constant is
// read as.
func (e *exprCompiler) operand(n ast.Node, want expression.Type) query.Operand {
	switch n := n.(type) {
	case *ast.NilNode:
		return query.Value{Type: queryType(want)}
	case *ast.StringNode:
		return e.text(n, queryType(want))
	case *ast.BoolNode:
		return query.Value{Type: query.Type{Kind: query.Boolean}, V: n.Value}
	case *ast.IntegerNode, *ast.FloatNode:
		return e.number(n, "")
	case *ast.IdentifierNode, *ast.MemberNode:
		s := e.side(n)
		if s.path != nil {
			return e.reach(*s.path)
		}
		return s.operand
	case *ast.UnaryNode:
		return e.unary(n)
	case *ast.BinaryNode:
		return e.computed(n)
	case *ast.ConditionalNode:
		t := e.tree.Type(n)
		return query.Choose{If: e.condition(n.Cond), Then: e.operand(n.Exp1, t), Else: e.operand(n.Exp2, t), Type: queryType(t)}
	case *ast.CallNode:
		return e.function(n)
	case *ast.BuiltinNode:
		if n.Name == "count" || n.Name == "sum" {
			return e.gathered(n)
		}
		return query.Truth(e.condition(n))
	}
	e.failNode(n, "expression_unsupported")
	return query.Value{Type: queryType(want)}
}

func (e *exprCompiler) text(n *ast.StringNode, t query.Type) query.Operand {
	if t.Kind == query.Number || t.Kind == query.Boolean {
		t.Kind = query.Text
	}
	k, ok := e.valueFor(fieldOf(t.Kind), n, n.Value)
	if !ok {
		return query.Value{Type: t}
	}
	return k.operand
}

// number reads a number as it was written.
func (e *exprCompiler) number(n ast.Node, sign string) query.Operand {
	d, ok := query.ParseDecimal(sign + e.tree.NumberText(n))
	if !ok || !d.Bounded() {
		e.failNode(n, "too_many_digits", "max", query.MaxWhole)
	}
	return query.Value{Type: number, V: d}
}

func (e *exprCompiler) unary(n *ast.UnaryNode) query.Operand {
	if n.Operator != "-" {
		return query.Truth(e.condition(n))
	}
	switch n.Node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		return e.number(n.Node, "-")
	}
	return query.Compute{Fn: query.FnNeg, Args: []query.Operand{e.operand(n.Node, e.tree.Type(n.Node))}, Type: number}
}

// computed compiles an operator of values; one of conditions is true or false.
func (e *exprCompiler) computed(n *ast.BinaryNode) query.Operand {
	t := e.tree.Type(n)
	fn := arithmetic[n.Operator]
	left, right := t, t
	switch {
	case n.Operator == "??":
		fn = query.FnCoalesce
	case fn == "":
		return query.Truth(e.condition(n))
	case t.Kind == expression.Text:
		fn = query.FnConcat
	case t.Kind == expression.Span:
		fn = query.FnBetween
		left, right = e.tree.Type(n.Left), e.tree.Type(n.Right)
		if left.Kind == expression.Literal {
			left = right
		}
		if right.Kind == expression.Literal {
			right = left
		}
	}
	args := []query.Operand{e.operand(n.Left, left), e.operand(n.Right, right)}
	if fn == query.FnPow {
		args[1] = e.whole(n.Right)
	}
	return query.Compute{Fn: fn, Args: args, Type: queryType(t)}
}

// whole reads a constant that counts something.
func (e *exprCompiler) whole(n ast.Node) query.Operand {
	i, ok := n.(*ast.IntegerNode)
	if !ok || i.Value > query.MaxText {
		e.failNode(n, "out_of_range", "min", 0, "max", query.MaxText)
		return query.Value{Type: query.Type{Kind: query.Integer}}
	}
	return query.Value{Type: query.Type{Kind: query.Integer}, V: int64(i.Value)}
}

// reach gives a field as a value: one of another record is looked up there.
func (e *exprCompiler) reach(p path) query.Operand {
	var x query.Operand = p.field
	for i := len(p.binds) - 1; i >= 0; i-- {
		if !e.lookUp() {
			return query.Value{Type: p.field.Type}
		}
		x = query.Gather{Var: p.vars[i], Relation: p.binds[i], Fn: query.One, X: x, Type: p.field.Type}
	}
	return x
}

// lookUp notes that other records are asked, and tells whether too many are.
func (e *exprCompiler) lookUp() bool {
	e.lookUps++
	if e.lookUps == maxLookUps+1 {
		e.fail("expression_too_complex", "max", maxLookUps)
	}
	return e.lookUps <= maxLookUps
}

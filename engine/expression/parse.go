package expression

import (
	"errors"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"github.com/mortise-crm/mortise/engine/problem"
)

// The limits of one expression.
const (
	MaxSource = 10_000 // bytes; more nested brackets than that end the process
	MaxNodes  = 2_000
	MaxDepth  = 300
	MaxNested = 2 // any, all, none, count and sum within each other
)

// Tree is an expression whose names and types are known to be right.
type Tree struct {
	Node    ast.Node
	source  []rune
	types   map[ast.Node]Type
	domains map[ast.Node]Domain
}

// Parse reads an expression that must be true or false. The details say all
// that is wrong, and where (line and column, from 1); their Pointer is "".
func Parse(src string, env Env) (*Tree, problem.List) {
	return parse(src, env, func(c *checker, n ast.Node) { c.condition(n) })
}

// ParseValue reads an expression that has a value of any kind but a list.
func ParseValue(src string, env Env) (*Tree, problem.List) {
	return parse(src, env, func(c *checker, n ast.Node) {
		t := c.check(n)
		if t.List || t.Kind == Null || t.Kind == Caller || t.Kind == Range && many(n) {
			c.failNode(n, "expression_without_value")
		}
	})
}

func parse(src string, env Env, check func(c *checker, n ast.Node)) (*Tree, problem.List) {
	t, wrong := read(src)
	if wrong != nil {
		return nil, problem.List{*wrong}
	}
	c := checker{tree: t, env: env}
	check(&c, t.Node)
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	return t, nil
}

// Read reads an expression within the limits, and leaves it to the caller what
// names and functions mean. It knows any, all and none over lists.
func Read(src string) (*Tree, *problem.Detail) { return read(src) }

func read(src string) (*Tree, *problem.Detail) {
	switch {
	case len(src) > MaxSource:
		return nil, wrong("expression_too_long", "max", MaxSource)
	case !utf8.ValidString(src):
		return nil, wrong("bad_characters")
	case brackets(src) > MaxDepth:
		return nil, wrong("expression_too_complex", "max", MaxDepth)
	}
	parsed, err := parser.ParseWithConfig(src, limits)
	if err != nil {
		return nil, syntaxProblem(src, err)
	}
	t := &Tree{Node: parsed.Node, source: []rune(src), types: map[ast.Node]Type{}, domains: map[ast.Node]Domain{}}
	if depth(t.Node) > MaxDepth {
		return nil, wrong("expression_too_complex", "max", MaxDepth)
	}
	return t, nil
}

// limits switches off all functions of the library but those over many, which
// have a syntax of their own. Parsing only reads it.
var limits = limited()

func limited() *conf.Config {
	c := conf.CreateNew()
	c.MaxNodes = MaxNodes
	c.DisableIfOperator = true
	for _, f := range builtin.Builtins {
		if quantifiers[f.Name] != 0 {
			continue
		}
		c.Disabled[f.Name] = true
		delete(c.Builtins, f.Name)
	}
	return c
}

func syntaxProblem(src string, err error) *problem.Detail {
	var e *file.Error
	if !errors.As(err, &e) {
		return wrong("expression_syntax", "line", 1, "column", 1)
	}
	if e.Message == "compilation failed: expression exceeds maximum allowed nodes" {
		return wrong("expression_too_complex", "max", MaxNodes)
	}
	line, column := position([]rune(src), e.From)
	return wrong("expression_syntax", "line", line, "column", column)
}

// Type gives the type of a node of the tree.
func (t *Tree) Type(n ast.Node) Type { return t.types[n] }

// Position gives the line and column, from 1, where a node begins.
func (t *Tree) Position(n ast.Node) (line, column int) {
	return position(t.source, start(n))
}

// start is the first rune of a node. The location of an operator is its own,
// so what stands left of it counts.
func start(n ast.Node) int {
	switch n := n.(type) {
	case *ast.BinaryNode:
		return start(n.Left)
	case *ast.MemberNode:
		return start(n.Node)
	case *ast.ConditionalNode:
		return start(n.Cond)
	}
	return n.Location().From
}

func position(source []rune, at int) (line, column int) {
	line, column = 1, 1
	for i := 0; i < at && i < len(source); i++ {
		if source[i] == '\n' {
			line, column = line+1, 1
		} else {
			column++
		}
	}
	return line, column
}

// NumberText gives the number of an integer or float node as it was written,
// for 0.1 is not what a float64 makes of it.
func (t *Tree) NumberText(n ast.Node) string {
	at := n.Location()
	if at.From < 0 || at.To > len(t.source) || at.From >= at.To {
		return ""
	}
	digits := make([]rune, 0, at.To-at.From)
	for _, r := range t.source[at.From:at.To] {
		if r != '_' {
			digits = append(digits, r)
		}
	}
	if digits[0] == '.' {
		digits = append([]rune{'0'}, digits...)
	}
	return string(digits)
}

func depth(n ast.Node) int {
	d := 0
	for _, c := range children(n) {
		d = max(d, depth(c))
	}
	return d + 1
}

// children gives the parts of the nodes that anybody accepts; others are
// refused before anybody looks inside.
func children(n ast.Node) []ast.Node {
	switch n := n.(type) {
	case *ast.UnaryNode:
		return []ast.Node{n.Node}
	case *ast.BinaryNode:
		return []ast.Node{n.Left, n.Right}
	case *ast.MemberNode:
		return []ast.Node{n.Node}
	case *ast.ArrayNode:
		return n.Nodes
	case *ast.CallNode:
		return n.Arguments
	case *ast.BuiltinNode:
		return n.Arguments
	case *ast.PredicateNode:
		return []ast.Node{n.Node}
	case *ast.ConditionalNode:
		return []ast.Node{n.Cond, n.Exp1, n.Exp2}
	}
	return nil
}

// wrong makes a detail; params are name, value pairs.
func wrong(code string, params ...any) *problem.Detail {
	var l problem.List
	l.Add("", code, params...)
	return &l[0]
}

package access

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/problem"
)

// lint finds what compiles and yet does not say what its author means.
func lint(modules map[string]*ast.Module) problem.List {
	var faults problem.List
	for name, m := range modules {
		for _, rule := range m.Rules {
			set := string(rule.Head.Name)
			l := linter{faults: &faults, file: name, takesAway: set == "restriction" || set == "mask"}
			l.body(rule.Body)
		}
	}
	return faults
}

type linter struct {
	faults    *problem.List
	file      string
	takesAway bool // the rule must hold for empty values too, or it fails open
}

func (l linter) body(b ast.Body) {
	ast.WalkExprs(b, func(e *ast.Expr) bool {
		if !e.IsCall() {
			return false
		}
		operator := e.Operator().String()
		if l.takesAway && operator == ast.NotEqual.Name && len(e.Operands()) == 2 && (open(e.Operand(0)) || open(e.Operand(1))) {
			l.add(e, "!= does not hold where a value is empty, so this fails open; write not … == … instead")
		}
		if operator == ast.Equal.Name || operator == ast.Equality.Name || operator == ast.NotEqual.Name {
			for _, x := range e.Operands() {
				if _, ok := x.Value.(ast.Null); ok {
					l.add(e, "an empty field is absent, never null; write not input.record.… instead")
				}
			}
		}
		return false
	})
}

// open tells whether a term can lack a value.
func open(t *ast.Term) bool {
	switch t.Value.(type) {
	case ast.Ref, ast.Var:
		return true
	}
	return false
}

func (l linter) add(e *ast.Expr, text string) {
	l.faults.Add(pointer(l.file), "policy_lint", "file", l.file, "line", e.Location.Row, "text", text)
}

package access

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/problem"
)

// lint finds what compiles and yet does not say what its author means.
func lint(modules map[string]*ast.Module) problem.List {
	var faults problem.List
	for name, m := range modules {
		l := linter{faults: &faults, file: name, takingAway: takingAway(m)}
		for _, rule := range m.Rules {
			l.rule(rule)
		}
	}
	return faults
}

// warnings are lints that an author may have good reason to pass over.
func (u *Unit) warnings(file string) problem.List {
	faults := problem.List{}
	m := u.modules[file]
	if m == nil {
		return faults
	}
	l := linter{faults: &faults, file: file, takingAway: takingAway(m), mild: true}
	for _, rule := range m.Rules {
		l.rule(rule)
		if set := string(rule.Head.Name); rule.Head.Key != nil && sets[set] != nil {
			u.unknownID(l, set, rule)
		}
	}
	return faults
}

// unknownID warns of an id that nothing is known of: a grant without fields
// shows and writes nothing, a mask without fields hides nothing.
func (u *Unit) unknownID(l linter, set string, rule *ast.Rule) {
	id, ok := rule.Head.Key.Value.(ast.String)
	if !ok {
		return
	}
	known := true
	switch set {
	case "grant", "result":
		_, known = u.grants[string(id)]
	case "mask":
		_, known = u.masks[string(id)]
	case "obligation":
		_, known = u.duties[string(id)]
	}
	if !known {
		l.add(rule.Location, "nothing is said of the id "+string(id)+": list it with its fields")
	}
}

// takingAway are the rules whose truth takes something away: restrictions,
// masks, and the helpers that they use without negation. Where such a rule does
// not hold because a value is empty, it fails open.
func takingAway(m *ast.Module) map[string]bool {
	found := map[string]bool{"restriction": true, "mask": true}
	for grown := true; grown; {
		grown = false
		for _, rule := range m.Rules {
			if !found[string(rule.Head.Name)] {
				continue
			}
			positive(rule.Body, func(e *ast.Expr) {
				for _, name := range helpers(e, m) {
					if !found[name] {
						found[name], grown = true, true
					}
				}
			})
		}
	}
	return found
}

// positive visits the expressions of a body that are not negated.
func positive(b ast.Body, visit func(*ast.Expr)) {
	for _, e := range b {
		switch terms := e.Terms.(type) {
		case *ast.Not:
			continue
		case *ast.LogicalOr:
			positive(terms.Lhs, visit)
			positive(terms.Rhs, visit)
		case *ast.LogicalAnd:
			positive(terms.Lhs, visit)
			positive(terms.Rhs, visit)
		case *ast.Every:
			positive(terms.Body, visit)
		default:
			if !e.Negated {
				visit(e)
			}
		}
	}
}

// helpers lists the rules of the module that an expression names.
func helpers(e *ast.Expr, m *ast.Module) []string {
	var list []string
	ast.WalkVars(e, func(v ast.Var) bool {
		if slices.ContainsFunc(m.Rules, func(r *ast.Rule) bool { return r.Head.Name == v }) {
			list = append(list, string(v))
		}
		return false
	})
	ast.WalkRefs(e, func(ref ast.Ref) bool {
		if path := m.Package.Path; ref.HasPrefix(path) && len(ref) > len(path) {
			if name, ok := ref[len(path)].Value.(ast.String); ok {
				list = append(list, string(name))
			}
		}
		return false
	})
	return list
}

type linter struct {
	faults     *problem.List
	file       string
	takingAway map[string]bool // rules that must hold for empty values too
	mild       bool            // look for what is only doubtful
}

func (l linter) rule(rule *ast.Rule) {
	if l.takingAway[string(rule.Head.Name)] {
		positive(rule.Body, l.failsOpen)
	}
	if l.mild {
		return
	}
	if rule.Else != nil {
		l.add(rule.Else.Location, "else cannot become a condition; write two rules that exclude each other")
	}
	ast.WalkExprs(rule.Body, func(e *ast.Expr) bool {
		l.expr(e)
		return false
	})
}

// failsOpen looks at a comparison that takes something away only where both
// sides have a value.
func (l linter) failsOpen(e *ast.Expr) {
	if !e.IsCall() || len(e.Operands()) != 2 || !open(e.Operand(0)) && !open(e.Operand(1)) {
		return
	}
	switch operator := e.Operator().String(); {
	case operator == ast.NotEqual.Name && !l.mild:
		l.add(e.Location, "!= does not hold where a value is empty, so this fails open; write not … == … instead")
	case l.mild && slices.Contains([]string{ast.LessThan.Name, ast.LessThanEq.Name, ast.GreaterThan.Name, ast.GreaterThanEq.Name}, operator):
		l.add(e.Location, "a comparison does not hold where a value is empty: this takes nothing away there")
	}
}

func (l linter) expr(e *ast.Expr) {
	if len(e.With) > 0 {
		l.add(e.Location, "with cannot become a condition; it belongs into tests")
	}
	if !e.IsCall() {
		return
	}
	switch e.Operator().String() {
	case ast.Equal.Name, ast.Equality.Name, ast.NotEqual.Name:
		for _, x := range e.Operands() {
			if _, ok := x.Value.(ast.Null); ok {
				l.add(e.Location, "an empty field is absent, never null; write not input.record.… instead")
			}
		}
	}
}

// open tells whether a term can lack a value.
func open(t *ast.Term) bool {
	switch t.Value.(type) {
	case ast.Ref, ast.Var:
		return true
	}
	return false
}

func (l linter) add(at *ast.Location, text string) {
	row := 0
	if at != nil {
		row = at.Row
	}
	l.faults.Add(pointer(l.file), "policy_lint", "file", l.file, "line", row, "text", text)
}

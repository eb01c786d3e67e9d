package access

import (
	"context"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/mortise-crm/mortise/engine/access/internal/residual"
)

// rolesOf finds the roles that modules tell apart. ok is false when they use the
// list of roles in another way than asking whether it has a constant one: then
// every role may matter.
func rolesOf(modules map[string]*ast.Module) (roles map[string]bool, ok bool) {
	roles = map[string]bool{}
	inputs, paths, lists, asked := 0, 0, 0, 0
	for _, m := range modules {
		for _, rule := range m.Rules {
			ast.WalkVars(rule, func(v ast.Var) bool {
				if v == ast.InputRootDocument.Value {
					inputs++
				}
				return false
			})
			ast.WalkRefs(rule, func(ref ast.Ref) bool {
				if name, isInput := inputMember(ref); isInput {
					paths++
					if name == "roles" {
						lists++
					}
				}
				return false
			})
			ast.WalkBodies(rule, func(b ast.Body) bool {
				asked += asksRoles(b, roles)
				return false
			})
		}
	}
	return roles, inputs == paths && lists == asked
}

// inputMember gives the first name after input, if that is what a ref begins
// with.
func inputMember(ref ast.Ref) (string, bool) {
	if len(ref) < 2 || ref[0].Value.Compare(ast.InputRootDocument.Value) != 0 {
		return "", false
	}
	name, ok := ref[1].Value.(ast.String)
	return string(name), ok
}

// asksRoles counts the expressions of a body that ask for constant roles, which
// it adds: "sales" in input.roles, or the pair
//
//	some role in input.roles
//	role in {"sales", "manager"}
func asksRoles(b ast.Body, roles map[string]bool) int {
	asked := 0
	for _, e := range b {
		if some, ok := e.Terms.(*ast.SomeDecl); ok && len(some.Symbols) == 1 {
			if list, ok := oneOf(some.Symbols[0], b); ok {
				asked++
				list.Foreach(func(t *ast.Term) { roles[string(t.Value.(ast.String))] = true })
			}
			continue
		}
		if !e.IsCall() || e.Operator().String() != ast.Member.Name || len(e.Operands()) != 2 {
			continue
		}
		if role, ok := e.Operand(0).Value.(ast.String); ok && isRoles(e.Operand(1)) {
			asked++
			roles[string(role)] = true
		}
	}
	return asked
}

func isRoles(t *ast.Term) bool {
	ref, ok := t.Value.(ast.Ref)
	if !ok || len(ref) != 2 {
		return false
	}
	name, ok := inputMember(ref)
	return ok && name == "roles"
}

// oneOf reads the second line of the pair, the only other place where the
// variable of the first may stand.
func oneOf(symbol *ast.Term, b ast.Body) (ast.Set, bool) {
	call, ok := symbol.Value.(ast.Call)
	if !ok || len(call) != 3 || call[0].String() != ast.Member.Name || !isRoles(call[2]) {
		return nil, false
	}
	v, ok := call[1].Value.(ast.Var)
	uses := 0
	ast.WalkVars(b, func(other ast.Var) bool {
		if other == v {
			uses++
		}
		return false
	})
	if !ok || uses != 2 {
		return nil, false
	}
	for _, e := range b {
		if e.IsCall() && e.Operator().String() == ast.Member.Name && len(e.Operands()) == 2 && e.Operand(0).Value.Compare(v) == 0 {
			set, ok := e.Operand(1).Value.(ast.Set)
			return set, ok && named(set)
		}
	}
	return nil, false
}

// named tells that a set holds constant texts only.
func named(set ast.Set) bool {
	all := true
	set.Foreach(func(t *ast.Term) {
		_, ok := t.Value.(ast.String)
		all = all && ok
	})
	return all
}

// telling are the roles that plans depend on; nil when all may matter.
type telling struct{ roles map[string]bool }

// telling gives the roles that plans of the unit depend on, by its own policies
// and those of the entities whose records it asks about or computes with. Users whose roles
// differ in others only share their plans.
func (u *Unit) telling(ctx context.Context) *telling {
	if t := u.told.Load(); t != nil {
		return t
	}
	t := &telling{roles: map[string]bool{}}
	if !u.gather(ctx, t.roles, map[string]bool{}) {
		t.roles = nil
	}
	u.told.Store(t)
	return t
}

// gather adds the roles of the unit and of those it asks, each once. It is
// false when all may matter.
func (u *Unit) gather(ctx context.Context, roles, seen map[string]bool) bool {
	if seen[u.entity] {
		return true
	}
	seen[u.entity] = true
	own, ok := rolesOf(u.modules)
	if !ok {
		return false
	}
	maps.Copy(roles, own)
	for _, entity := range append(u.shape.record.asked(), u.lookedUp()...) {
		if u.related == nil {
			return false
		}
		other, err := u.related(ctx, entity)
		if err != nil || !other.gather(ctx, roles, seen) {
			return false
		}
	}
	return true
}

// asked lists the entities whose records may be asked whether they are
// readable.
func (r *recordShape) asked() []string {
	set := map[string]bool{}
	var visit func(r *recordShape)
	visit = func(r *recordShape) {
		if r.readable {
			set[r.entity] = true
		}
		for _, rel := range r.relations {
			visit(rel.record)
		}
		for _, list := range r.arrays {
			visit(list.record)
		}
	}
	visit(r)
	delete(set, residual.ShareEntity)
	return held(set)
}

// counts tells whether a role matters.
func (t *telling) counts(role string) bool { return t.roles == nil || t.roles[role] }

// of gives the roles that matter.
func (t *telling) of(roles []string) []string {
	return slices.DeleteFunc(slices.Clone(roles), func(r string) bool { return !t.counts(r) })
}

package access

import (
	"context"
	"fmt"
	"slices"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// SelfCheck asks the policies about n random records in two ways: in full, as
// Decide does, and by the Predicates of the plans, as lists do. It fails when
// the answers differ once, which would be a defect of the engine that only this
// policy shows: such a policy must not go live. The same seed asks the same.
func (u *Unit) SelfCheck(ctx context.Context, n int, seed uint64) (err error) {
	defer contain(&err)
	s := newSamples(u.modules, seed)
	roles, actions := u.roles(), u.actions()
	for range n {
		request := Request{Action: pick(s, actions), Channel: pick(s, Channels())}
		for _, role := range roles {
			if s.IntN(2) == 0 {
				request.Roles = append(request.Roles, role)
			}
		}
		rec, params := s.record(), s.user(u.shape.attributes)
		if err := u.agree(ctx, request, rec, params); err != nil {
			return err
		}
	}
	return nil
}

// agree asks about one record in both ways.
func (u *Unit) agree(ctx context.Context, r Request, rec query.Record, params func(string) any) error {
	p, err := u.nestedPlan(ctx, r)
	if err != nil {
		return err
	}
	doc, err := u.Document(ctx, r, params, rec)
	if err != nil {
		return err
	}
	d, err := u.Decide(ctx, doc)
	if err != nil {
		return err
	}
	for _, q := range p.Questions() {
		want, ok := q.Decided(d)
		if got := query.Eval(q.P, rec, params); ok && got != want {
			text := fmt.Sprintf("%s of %s with roles %v: the policy says %t, its condition %t: %s",
				q.Name, r.Action, r.Roles, want, got, query.String(q.P))
			return problem.InvalidAt("", "policy_self_check", map[string]any{"text": text})
		}
	}
	return nil
}

// roles lists the roles that the policies may tell apart.
func (u *Unit) roles() []string {
	set, _ := rolesOf(u.modules)
	for _, g := range u.grants {
		set[g.Role] = true
	}
	delete(set, "")
	return held(set)
}

// actions lists those that the policies name, or all when they name none.
func (u *Unit) actions() []string {
	named := slices.DeleteFunc(Actions(), func(a string) bool { return !names(u.modules, a) })
	if len(named) == 0 {
		return Actions()
	}
	return named
}

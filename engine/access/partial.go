package access

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/mortise-crm/mortise/engine/access/internal/residual"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// deadline bounds one evaluation of a policy.
const deadline = 2 * time.Second

// unknowns are the parts of the input that differ from record to record and
// from user to user; a plan holds for all of them.
// They are parsed once: OPA would do so at every evaluation.
var unknowns = []*ast.Term{ast.MustParseTerm("input.record"), ast.MustParseTerm("input.user"), ast.MustParseTerm("input.now")}

// prepared is one set of one package, ready for partial evaluation.
type prepared struct {
	query func() (rego.PreparedPartialQuery, error)
}

func newPrepared(u *Unit, set string) *prepared {
	return &prepared{query: sync.OnceValues(func() (rego.PreparedPartialQuery, error) {
		return rego.New(rego.Compiler(u.compiler), rego.Store(u.store), rego.Query(set+"[id]"),
			rego.ShallowInlining(u.defect != residual.DeepInlining), rego.ParsedUnknowns(unknowns)).PrepareForPartial(context.Background())
	})}
}

// conditions gives the condition of every id of a set, over all packages that
// have it.
func (u *Unit) conditions(ctx context.Context, set string, r Request) (map[string]query.Predicate, error) {
	all := map[string]query.Predicate{}
	for _, pkg := range u.packages[set] {
		ids, err := u.conditionsOf(ctx, pkg+"."+set, r)
		if err != nil {
			return nil, err
		}
		for id, p := range ids {
			if q, ok := all[id]; ok {
				p = query.Simplify(query.Or{q, p})
			}
			all[id] = p
		}
	}
	return all, nil
}

func (u *Unit) conditionsOf(ctx context.Context, set string, r Request) (map[string]query.Predicate, error) {
	q, err := u.partials[set].query()
	if err != nil {
		return nil, failed(err)
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	known := r.known(u.entity)
	residue, err := q.Partial(ctx, rego.EvalInput(known))
	if err = errors.Join(err, ctx.Err()); err != nil {
		return nil, failed(fmt.Errorf("evaluate %s in part: %w", set, err))
	}
	t := residual.Translator{Schema: u.schema, Entity: u.entity, Defect: u.defect, Known: map[string]ast.Value{},
		Attribute: u.shape.attribute, Rules: u.compiler.GetRulesExact,
		Related: func(entity string) (query.Predicate, error) { return u.readableRow(ctx, entity, r) }}
	for name, v := range known {
		if t.Known[name], err = ast.InterfaceToValue(v); err != nil {
			return nil, failed(err)
		}
	}
	ids, err := t.Translate(residue, "id")
	if err != nil {
		return nil, refused(err)
	}
	return maps.Clone(ids), nil
}

// known is the input that a plan holds for.
func (r Request) known(entity string) map[string]any {
	roles := make([]any, len(r.Roles))
	for i, role := range r.Roles {
		roles[i] = role
	}
	return map[string]any{"action": r.Action, "entity": entity, "roles": roles, "channel": r.Channel}
}

// failed hides what went wrong in OPA: the caller only learns that the answer
// is no.
func failed(err error) error {
	if known := problem.As(err); known.Code == "policy_failed" {
		return known
	}
	return problem.Wrap(problem.Internal, "policy_failed", err)
}

// Refused tells that an error says of a policy that it has no exact form as a
// condition.
func Refused(err error) bool {
	var r *residual.Refusal
	return errors.As(err, &r)
}

// refused reports a policy that cannot become a condition.
func refused(err error) error {
	var r *residual.Refusal
	if !errors.As(err, &r) {
		return failed(err)
	}
	p := problem.Wrap(problem.Invalid, "policy_refused", err)
	p.Details = []problem.Detail{{
		Pointer: pointer(r.File), Code: "policy_refused", Message: r.Error(),
		Params: map[string]any{"file": r.File, "line": r.Line, "text": r.Message},
	}}
	return p
}

package catalog

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/fieldtype"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/validation"
)

// Entity is one entity of a Snapshot, compiled.
type Entity struct {
	Definition *definition.Entity
	Validator  *fieldtype.Validator
	Forms      []*definition.Form // by order, then name; none: laid out from the fields' order
	Views      []*definition.View
	Table      string

	snapshot *Snapshot
	fields   map[string]*definition.Field
	operands map[string]query.Field
	former   map[string]string // names that fields had
	policy   policy
	lack     *lack // nil for an entity that can be served
	values   struct {
		once   sync.Once
		set    *validation.Set
		forms  map[string]FormConditions
		colors map[string][]*validation.Condition // by view
		err    error
	}

	once     sync.Once
	compiled atomic.Pointer[access.Unit]
	unitErr  error
	failed   atomic.Pointer[access.Failure]

	kept    atomic.Int64
	derived sync.Map // what other packages compiled for this entity; see Derived
}

// Name is the entity's name.
func (e *Entity) Name() string { return e.Definition.Name }

// Field gives a field's definition by name, or by a name that it had, system
// fields included.
func (e *Entity) Field(name string) (*definition.Field, bool) {
	f, ok := e.fields[e.Current(name)]
	return f, ok
}

// Operand gives a field by name, or by a name that it had, as an operand of variable 0.
func (e *Entity) Operand(name string) (query.Field, bool) {
	f, ok := e.operands[e.Current(name)]
	return f, ok
}

// Unit compiles the entity's policies at first use. An entity without a policy
// document has no grants: nobody may do anything. A policy that fails to
// compile fails every request, which is closed.
func (e *Entity) Unit(ctx context.Context) (*access.Unit, error) {
	e.once.Do(func() {
		var u *access.Unit
		if _, e.unitErr = e.rules(); e.unitErr == nil {
			u, e.unitErr = access.Compile(context.WithoutCancel(ctx), e.Source())
		}
		if e.unitErr != nil {
			e.failed.Store(access.NewFailure(e.Name(), e.unitErr))
			e.unitErr = problem.Wrap(problem.Internal, "policy_failed", e.unitErr)
			return
		}
		e.compiled.Store(u)
	})
	return e.compiled.Load(), e.unitErr
}

// DryRun compiles the entity's policies as Unit does and says all that is wrong
// with them: what does not compile, what does not say what it seems to, and what
// has no exact form as a condition. Publishing asks it; a request is never told.
func (e *Entity) DryRun(ctx context.Context) error {
	if _, err := e.rules(); err != nil {
		return err
	}
	u, err := access.Compile(ctx, e.Source())
	if err != nil {
		return err
	}
	return u.Check(ctx)
}

// Regos gives the policies written by hand that the entity's access has.
func (e *Entity) Regos() []*definition.Rego {
	var list []*definition.Rego
	for _, d := range e.snapshot.Set.Regos {
		if slices.Contains(d.Entities, e.Name()) {
			list = append(list, d)
		}
	}
	return list
}

// unitOf gives the access to an entity by name.
func (s *Snapshot) unitOf(ctx context.Context, entity string) (*access.Unit, error) {
	e, ok := s.entities[entity]
	if !ok {
		return nil, fmt.Errorf("there is no entity %s", entity)
	}
	return e.Unit(ctx)
}

// maxDerived bounds what is kept per entity; what does not fit is compiled
// each time.
const maxDerived = 2048

// Derived keeps what is compiled once per Snapshot under a key: statements,
// column lists. create runs at most a few times for one key, and one result
// wins.
func (e *Entity) Derived(key any, create func() (any, error)) (any, error) {
	if v, ok := e.derived.Load(key); ok {
		return v, nil
	}
	v, err := create()
	if err != nil {
		return nil, err
	}
	if e.kept.Add(1) > maxDerived {
		return v, nil
	}
	v, _ = e.derived.LoadOrStore(key, v)
	return v, nil
}

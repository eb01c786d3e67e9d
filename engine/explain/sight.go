package explain

import (
	"context"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/query/filter"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// binder gives the parameters of a user's conditions.
func binder(p *identity.Principal, c *record.Caller) func(name string) any {
	return func(name string) any {
		if name == "now" {
			return c.Now
		}
		if v, ok := filter.Day(name, c.Now, c.Zone); ok {
			return v
		}
		if len(name) > 5 && name[:5] == "user." {
			return p.Attributes[name[5:]]
		}
		return nil
	}
}

// sight is what one caller may see of loaded records.
type sight struct {
	ctx    context.Context
	caller *record.Caller
	params func(string) any
	plans  map[string]*access.Plan // read, by entity; nil where he may read nothing
	failed error
}

func newSight(ctx context.Context, c *record.Caller) *sight {
	return &sight{ctx: ctx, caller: c, params: binder(c.Principal, c), plans: map[string]*access.Plan{}}
}

// planOf asks the policies of an entity; a failure is an error, never a yes.
func planOf(ctx context.Context, c *record.Caller, p *identity.Principal, entity, action, channel string) (*access.Plan, error) {
	e, ok := c.State.Snapshot.Entity(entity)
	if !ok {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	unit, err := e.Unit(ctx)
	if err != nil {
		return nil, problem.Wrap(problem.Internal, "policy_failed", err)
	}
	plan, err := unit.Plan(ctx, access.Request{Action: action, Roles: p.Roles, Channel: channel})
	if err != nil {
		return nil, problem.Wrap(problem.Internal, "policy_failed", err)
	}
	return plan, nil
}

// plan is the caller's read plan of an entity, nil when he may read none of it.
func (s *sight) plan(entity string) *access.Plan {
	p, known := s.plans[entity]
	if known {
		return p
	}
	p, err := planOf(s.ctx, s.caller, s.caller.Principal, entity, "read", s.caller.Channel)
	if err != nil && !problem.Is(err, problem.NotFound) {
		s.failed = err
	}
	if err != nil || p.Row == query.Const(false) {
		p = nil
	}
	s.plans[entity] = p
	return p
}

// need adds to an Outline what decides which of its values the caller sees.
func (s *sight) need(o *query.Outline) {
	fields, branches := o.Fields(), o.Branches()
	if p := s.plan(o.Entity); p != nil {
		o.Add(p.Row)
		for _, f := range fields {
			if cell, ok := p.Fields[f.Name]; ok {
				o.Add(cell.Readable)
				o.Add(cell.Masked)
			}
		}
	}
	for _, b := range branches {
		s.need(b.Far)
	}
}

// row tells whether the caller may read a record.
func (s *sight) row(rec query.Record) bool {
	r, ok := rec.(*store.Record)
	if !ok || r == nil {
		return false
	}
	p := s.plan(r.Entity)
	return p != nil && query.Eval(p.Row, r, s.params)
}

// cell tells whether the caller may read a value of a record whole.
func (s *sight) cell(rec query.Record, field string) bool {
	if !s.row(rec) {
		return false
	}
	if field == "id" {
		return true
	}
	r := rec.(*store.Record)
	cell, ok := s.plan(r.Entity).Fields[field]
	return ok && query.Eval(cell.Readable, r, s.params) && !query.Eval(cell.Masked, r, s.params)
}

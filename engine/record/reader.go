package record

import (
	"context"
	"strings"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
)

// reader is what one kind of caller may read of one entity, ready to ask.
type reader struct {
	entity *catalog.Entity
	plan   *access.Plan
	cells  map[string]store.Cell // by field name, over variable 0
	names  []string              // of cells, id first, then in the designer's order
	tables []store.Cell          // fields of type table; see table_read.go
	led    []string              // columns by which scopes find records
	lists  recent[listKey, *list]
	sought searched // see search.go
}

type readerKey struct{ plan *access.Plan }

// unknownEntity answers for an entity that does not exist or that the caller
// may not know of: the same bytes.
func unknownEntity() error { return problem.New(problem.NotFound, "not_found") }

// plan asks access what the caller may do; a failure of a policy is a no.
func plan(ctx context.Context, c *Caller, e *catalog.Entity, action string) (*access.Plan, error) {
	if err := e.Usable(); err != nil {
		return nil, err
	}
	unit, err := e.Unit(ctx)
	if err != nil {
		return nil, problem.Wrap(problem.Internal, "policy_failed", err)
	}
	p, err := unit.Plan(ctx, access.Request{Action: action, Roles: c.Principal.Roles, Channel: c.Channel})
	if err != nil {
		return nil, problem.Wrap(problem.Internal, "policy_failed", err)
	}
	if p, err = scoped(c, e, action, p); err != nil {
		return nil, err
	}
	if c.Preview != nil {
		return c.Preview.narrow(ctx, c, e, p)
	}
	return p, nil
}

// scopedKey names the plan of callers whose token has scopes.
type scopedKey struct {
	plan   *access.Plan
	scopes string
}

// scoped gives the plan of a caller whose token has scopes. It is another one
// than that of his roles even where it says the same: what is compiled is kept by
// plan, and may hold what the caller may do with other entities, too.
func scoped(c *Caller, e *catalog.Entity, action string, p *access.Plan) (*access.Plan, error) {
	scopes := c.Principal.Session.Scopes
	if scopes == nil {
		return p, nil
	}
	v, err := e.Derived(scopedKey{p, strings.Join(scopes, " ")}, func() (any, error) {
		if !scopes.Allow(action, e.Name()) {
			return nothing(p), nil
		}
		same := *p
		return &same, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*access.Plan), nil
}

// nothing is the plan of an action that is out of the scope of the caller's
// token: as if no grant were his. What he is obliged to do stays.
func nothing(p *access.Plan) *access.Plan {
	return &access.Plan{Action: p.Action, Restrictions: p.Restrictions, Masks: p.Masks, Obligations: p.Obligations, Row: query.Const(false)}
}

// outOfScope is the refusal of an action that no grant gives, or that the
// caller's token is not for.
func outOfScope(c *Caller, action, entity string) error {
	if c.Principal.Session.Scopes.Allow(action, entity) {
		return forbidden(action)
	}
	return problem.New(problem.Forbidden, "token_scope").With("scope", action+":"+entity)
}

// read gives the reader of an entity, or the answer for an unknown one when
// the caller may read none of it.
func (s *Service) read(ctx context.Context, c *Caller, entity string) (*reader, error) {
	e, ok := c.State.Snapshot.Entity(entity)
	if !ok {
		return nil, unknownEntity()
	}
	p, err := plan(ctx, c, e, "read")
	if err != nil {
		return nil, err
	}
	if p.Row == query.Const(false) || p.Row == nil {
		return nil, unknownEntity()
	}
	v, err := e.Derived(readerKey{p}, func() (any, error) {
		r := newReader(c.State.Snapshot.Set, e, p)
		if c.Preview != nil {
			r.led = nil // there may be no such columns yet
		}
		return r, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*reader), nil
}

func newReader(set *definition.Set, e *catalog.Entity, p *access.Plan) *reader {
	r := &reader{entity: e, plan: p, cells: map[string]store.Cell{}, led: led(set, e.Definition)}
	r.add("id")
	for _, f := range e.Definition.Fields {
		switch {
		case f.Table():
			r.addTable(f)
		case f.Name != "id":
			r.add(f.Name)
		}
	}
	r.sought = r.searched()
	return r
}

// add takes a field in when the caller may read it on some record. The id is
// always there: a row that may be read may be named.
func (r *reader) add(name string) {
	operand, ok := r.entity.Operand(name)
	if !ok {
		return
	}
	cell := store.Cell{Name: name, Field: operand}
	if name != "id" {
		rule, ok := r.plan.Fields[name]
		if !ok || rule.Readable == query.Const(false) {
			return
		}
		if rule.Readable != query.Const(true) {
			cell.Readable = rule.Readable
		}
		if rule.Masked != nil && rule.Masked != query.Const(false) {
			cell.Masked, cell.Show = rule.Masked, rule.Show
		}
		if rule.Findable != nil && rule.Findable != query.Const(true) {
			cell.Findable = rule.Findable
		}
	}
	r.cells[name] = cell
	r.names = append(r.names, name)
}

// at gives a cell over another variable than 0.
func at(cell store.Cell, variable int) store.Cell {
	cell.Field.Var = variable
	if cell.Readable != nil {
		cell.Readable = query.Shift(cell.Readable, variable)
	}
	if cell.Masked != nil {
		cell.Masked = query.Shift(cell.Masked, variable)
	}
	if cell.Findable != nil {
		cell.Findable = query.Shift(cell.Findable, variable)
	}
	return cell
}

// findable gives a cell that the caller may filter, sort and search by on some
// record. Another one is to him, there, as one that does not exist.
func (r *reader) findable(name string) (store.Cell, bool) {
	cell, ok := r.cells[r.entity.Current(name)]
	return cell, ok && cell.Findable != query.Const(false)
}

// finds is the condition under which a cell counts in what the caller
// asks for: it is whole, and he may find records by it; nil when it always is.
func finds(cell store.Cell) query.Predicate {
	w := whole(cell)
	switch {
	case cell.Findable == nil:
		return w
	case w == nil:
		return cell.Findable
	}
	return query.And{cell.Findable, w}
}

// whole is the condition under which a cell is readable and not masked; nil
// when it always is.
func whole(cell store.Cell) query.Predicate {
	var all query.And
	if cell.Readable != nil {
		all = append(all, cell.Readable)
	}
	if cell.Masked != nil {
		all = append(all, query.Not{P: cell.Masked})
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

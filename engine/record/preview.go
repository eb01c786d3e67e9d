package record

import (
	"context"
	"sync"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/query"
)

// ChannelPreview is the channel under which what a preview shows is audited.
const ChannelPreview = "preview"

// Preview bounds what a draft shows by what is published: a record and a cell
// are there where the draft's policies allow it, and those that are published
// allow it to each of Bounds.
type Preview struct {
	Published *catalog.Snapshot
	Bounds    []*identity.Principal

	mu    sync.Mutex
	plans map[*access.Plan]*access.Plan
}

// narrow gives a plan of the draft within the bounds. One Preview serves one
// request, so conditions hold the values of their parameters.
func (v *Preview) narrow(ctx context.Context, c *Caller, e *catalog.Entity, p *access.Plan) (*access.Plan, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if kept, ok := v.plans[p]; ok {
		return kept, nil
	}
	was := v.Published.ByID(e.Definition.ID)
	out := *p
	for _, who := range v.Bounds {
		if was == nil {
			break // it has no records yet
		}
		unit, err := was.Unit(ctx)
		if err != nil {
			return nil, problem.Wrap(problem.Internal, "policy_failed", err)
		}
		read, err := unit.Plan(ctx, access.Request{Action: "read", Roles: who.Roles, Channel: c.Channel})
		if err != nil {
			return nil, problem.Wrap(problem.Internal, "policy_failed", err)
		}
		v.within(&out, read, e, was, func(x query.Predicate) query.Predicate {
			as := Caller{Principal: who, Now: c.Now, Zone: c.Zone}
			return catalog.AsPublished(query.Bound(x, as.bind(nil)))
		})
	}
	if v.plans == nil {
		v.plans = map[*access.Plan]*access.Plan{}
	}
	v.plans[p] = &out
	return &out, nil
}

// within narrows the rows and cells of a plan by one that is published. ready
// makes a condition of the latter one that can be asked here.
func (v *Preview) within(out, read *access.Plan, e, was *catalog.Entity, ready func(query.Predicate) query.Predicate) {
	out.Row = bothAllow(out.Row, read.Row, ready)
	fields := make(map[string]access.Cell, len(out.Fields))
	for name, cell := range out.Fields {
		before, known := published(e, was, name)
		if !known { // it has no values yet
			fields[name] = cell
			continue
		}
		rule, ok := read.Fields[before]
		if !ok {
			continue
		}
		cell.Readable = bothAllow(cell.Readable, rule.Readable, ready)
		if rule.Masked != nil && rule.Masked != query.Const(false) {
			masked := ready(rule.Masked)
			if cell.Masked != nil && cell.Masked != query.Const(false) && cell.Show != rule.Show {
				// Two ways of showing a part would together show more than either.
				cell.Readable = query.Simplify(query.And{cell.Readable, query.Not{P: masked}})
			} else if cell.Masked == nil || cell.Masked == query.Const(false) {
				cell.Masked, cell.Show = masked, rule.Show
			} else {
				cell.Masked = query.Or{cell.Masked, masked}
			}
		}
		if rule.Findable != nil {
			cell.Findable = bothAllow(cell.Findable, rule.Findable, ready)
		}
		fields[name] = cell
	}
	out.Fields = fields
}

// bothAllow joins a condition of the draft with one that is published. None at all
// is a no for a published one.
func bothAllow(draft, published query.Predicate, ready func(query.Predicate) query.Predicate) query.Predicate {
	switch {
	case published == nil:
		return query.Const(false)
	case draft == nil:
		return ready(published)
	}
	return query.Simplify(query.And{draft, ready(published)})
}

// published gives the name under which a field of the draft is published.
func published(e, was *catalog.Entity, name string) (string, bool) {
	f, ok := e.Field(name)
	if !ok || f.System {
		return name, ok
	}
	for _, d := range was.Definition.Fields {
		if d.ID == f.ID && !d.System {
			return d.Name, true
		}
	}
	return "", false
}

// quotas are those that are published for an entity of the draft.
func (v *Preview) quotas(e *catalog.Entity) []access.Quota {
	if was := v.Published.ByID(e.Definition.ID); was != nil {
		return was.Quotas()
	}
	return nil
}

package whatif

import (
	"context"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/query"
)

// addCells takes in the cells that newly show whole, or no longer, on the
// records that a user reads before and after.
func (c *comparison) addCells(ctx context.Context, p *pass) error {
	if p.e.after == nil {
		return nil
	}
	for _, f := range fields(p.e) {
		was, will := name(p.e.before, f), name(p.e.after, f)
		if was == "" || will == "" || was == "id" {
			continue
		}
		for _, u := range p.users {
			i, differs, err := c.cell(ctx, p.e, u, p.tally, was, will)
			if err != nil {
				return err
			}
			if differs {
				p.cells = append(p.cells, wanted{u, f.Name, i})
			}
		}
		if err := c.flushLarge(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// cell adds the conditions under which a user sees a field whole.
func (c *comparison) cell(ctx context.Context, e *entity, u *affected, t *tally, was, will string) (int, bool, error) {
	before, after, err := c.both(ctx, e, u.before.Roles, u.after.Roles)
	if err != nil || !given(before["read"]) || !given(after["read"]) {
		return 0, false, err
	}
	old, next := whole(before["read"], was), whole(after["read"], will)
	if query.String(old) == query.String(next) && query.String(before["read"].Row) == query.String(after["read"].Row) {
		return 0, false, nil
	}
	shown, shows := c.bound(old, u.before, false), c.bound(next, u.after, true)
	if query.String(shown) == query.String(shows) {
		return 0, false, nil
	}
	rows := query.And{c.bound(before["read"].Row, u.before, false), c.bound(after["read"].Row, u.after, true)}
	i, differs := t.add(query.Simplify(append(query.And{shown}, rows...)), query.Simplify(append(query.And{shows}, rows...)))
	return i, differs, nil
}

// whole is where a field shows as it is, given that the record is readable.
func whole(p *access.Plan, field string) query.Predicate {
	cell, ok := p.Fields[field]
	if !ok {
		return query.Const(false)
	}
	if cell.Masked == nil {
		return cell.Readable
	}
	return query.Simplify(query.And{cell.Readable, query.Not{P: cell.Masked}})
}

package whatif

import (
	"context"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/query"
)

// perPass is how many conditions are asked of each record in one pass.
const perPass = 200

// cellOf says which pair counts a field for a user.
type cellOf struct {
	user  *affected
	field string
	pair  int
}

// countCells counts the cells that newly show whole, or no longer, on the
// records that a user reads before and after.
func (c *comparison) countCells(ctx context.Context, e *entity, users []*affected) error {
	if e.after == nil {
		return nil
	}
	t, list := newTally(c.before, e.before.Name()), []cellOf{}
	for _, f := range fields(e) {
		was, will := name(e.before, f), name(e.after, f)
		if was == "" || will == "" || was == "id" {
			continue
		}
		for _, u := range users {
			i, differs, err := c.cell(ctx, e, u, t, was, will)
			if err != nil {
				return err
			}
			if differs {
				list = append(list, cellOf{u, f.Name, i})
			}
		}
		if len(t.Facts) > perPass {
			if err := c.countPass(ctx, e, t, list); err != nil {
				return err
			}
			t, list = newTally(c.before, e.before.Name()), nil
		}
	}
	return c.countPass(ctx, e, t, list)
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

func (c *comparison) countPass(ctx context.Context, e *entity, t *tally, list []cellOf) error {
	if len(list) == 0 {
		return nil
	}
	counts, ok, err := c.count(ctx, t, nil)
	if err != nil || !ok {
		return err
	}
	for _, cell := range list {
		if n := counts[cell.pair]; n[0]+n[1] > 0 {
			of := c.of(cell.user, e)
			of.Cells = append(of.Cells, CellChange{Field: cell.field, Gained: n[0], Lost: n[1]})
		}
	}
	return nil
}

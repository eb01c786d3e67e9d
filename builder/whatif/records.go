package whatif

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/query"
)

// compareEntity finds what changes about one entity: what the definitions say,
// then how many records of those that there are.
func (c *comparison) compareEntity(ctx context.Context, e *entity) error {
	var users []*affected
	for _, u := range c.users {
		if !e.touched && slices.Equal(u.before.Roles, u.after.Roles) {
			continue
		}
		was, will, err := c.both(ctx, e, u.before.Roles, u.after.Roles)
		if err != nil {
			return err
		}
		static(c.of(u, e), e, was, will)
		users = append(users, u)
	}
	if e.before == nil || len(users) == 0 {
		return nil // there are no records yet, or nobody whose access differs
	}
	p := &pass{e: e, users: users}
	p.reset(c)
	for _, action := range c.actions(e) {
		if slices.Contains(recordless, action) {
			continue
		}
		if err := c.addAction(ctx, p, action); err != nil {
			return err
		}
	}
	if err := c.addCells(ctx, p); err != nil {
		return err
	}
	return c.flush(ctx, p)
}

// addAction takes in the records that users gain and lose for an action.
func (c *comparison) addAction(ctx context.Context, p *pass, action string) error {
	for _, u := range p.users {
		was, will, err := c.both(ctx, p.e, u.before.Roles, u.after.Roles)
		if err != nil {
			return err
		}
		before, after := c.allowed(was, action, u.before, false), c.allowed(will, action, u.after, true)
		if i, differs := p.tally.add(before, after); differs {
			p.records = append(p.records, wanted{u, action, i})
		}
	}
	return c.flushLarge(ctx, p)
}

// roleRecords is what the holders of a role gain and lose together.
type roleRecords struct {
	entity string
	change RecordChange
}

// byRole gives the pairs of each action and role that has affected holders.
func byRole(records []wanted) map[[2]string][]int {
	pairs := map[[2]string][]int{}
	for _, w := range records {
		for _, role := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(w.user.before.Roles, w.user.after.Roles)))) {
			key := [2]string{w.what, role}
			if !slices.Contains(pairs[key], w.pair) {
				pairs[key] = append(pairs[key], w.pair)
			}
		}
	}
	for _, list := range pairs {
		slices.Sort(list)
	}
	return pairs
}

// merged gives the first examples of two lists, by id.
func merged(x, y []Example) []Example {
	all := slices.Concat(x, y)
	slices.SortFunc(all, func(a, b Example) int { return compare(a.ID, b.ID) })
	all = slices.CompactFunc(all, func(a, b Example) bool { return a.ID == b.ID })
	return all[:min(len(all), Examples)]
}

// readable is what the asker may read of an entity.
func (c *comparison) readable(ctx context.Context, e *entity) (query.Predicate, error) {
	p := c.r.Asker.Principal
	unit, err := e.before.Unit(ctx)
	if err != nil {
		return nil, public(err)
	}
	read, err := unit.Plan(ctx, access.Request{Action: "read", Roles: p.Roles, Channel: c.r.Asker.Channel})
	if err != nil {
		return nil, public(err)
	}
	return query.Bound(read.Row, binder(p, c.r.Asker.Now, c.r.Asker.Zone)), nil
}

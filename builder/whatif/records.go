package whatif

import (
	"context"
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/query"
	"github.com/mortise-crm/mortise/engine/store"
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
	for _, action := range c.actions(e) {
		if slices.Contains(recordless, action) {
			continue
		}
		if err := c.countAction(ctx, e, users, action); err != nil {
			return err
		}
	}
	return c.countCells(ctx, e, users)
}

// countAction counts the records that users gain and lose for an action.
func (c *comparison) countAction(ctx context.Context, e *entity, users []*affected, action string) error {
	t, of := newTally(c.before, e.before.Name()), map[*affected]int{}
	for _, u := range users {
		was, will, err := c.both(ctx, e, u.before.Roles, u.after.Roles)
		if err != nil {
			return err
		}
		if i, differs := t.add(c.allowed(was, action, u.before, false), c.allowed(will, action, u.after, true)); differs {
			of[u] = i
		}
	}
	if len(of) == 0 {
		return nil
	}
	roles, unions := byRole(of)
	counts, ok, err := c.count(ctx, t, unions)
	if err != nil || !ok {
		return err
	}
	changes, err := c.examples(ctx, e, t, action, counts)
	if err != nil {
		return err
	}
	for u, i := range of {
		if change := changes[i]; change.Gained+change.Lost > 0 {
			of := c.of(u, e)
			of.Records = append(of.Records, change)
		}
	}
	for i, role := range roles {
		change := RecordChange{Action: action, Gained: counts[len(t.pairs)+i][0], Lost: counts[len(t.pairs)+i][1],
			GainedExamples: []Example{}, LostExamples: []Example{}}
		for _, p := range unions[i] {
			change.GainedExamples = merged(change.GainedExamples, changes[p].GainedExamples)
			change.LostExamples = merged(change.LostExamples, changes[p].LostExamples)
		}
		if change.Gained+change.Lost > 0 {
			c.ofRole[role] = append(c.ofRole[role], roleRecords{e.id, change})
		}
	}
	return nil
}

// roleRecords is what the holders of a role gain and lose together.
type roleRecords struct {
	entity string
	change RecordChange
}

// byRole gives for each role, by name, the pairs of its holders.
func byRole(of map[*affected]int) ([]string, [][]int) {
	pairs := map[string]map[int]bool{}
	for u, i := range of {
		for _, list := range [][]string{u.before.Roles, u.after.Roles} {
			for _, role := range list {
				if pairs[role] == nil {
					pairs[role] = map[int]bool{}
				}
				pairs[role][i] = true
			}
		}
	}
	roles := slices.Sorted(maps.Keys(pairs))
	unions := make([][]int, len(roles))
	for i, role := range roles {
		unions[i] = slices.Sorted(maps.Keys(pairs[role]))
	}
	return roles, unions
}

// merged gives the first examples of two lists, by id.
func merged(x, y []Example) []Example {
	all := slices.Concat(x, y)
	slices.SortFunc(all, func(a, b Example) int { return compare(a.ID, b.ID) })
	all = slices.CompactFunc(all, func(a, b Example) bool { return a.ID == b.ID })
	return all[:min(len(all), Examples)]
}

// examples completes the counts of each pair with records that the asker may
// read.
func (c *comparison) examples(ctx context.Context, e *entity, t *tally, action string, counts [][2]int64) ([]RecordChange, error) {
	readable, err := c.readable(ctx, e)
	if err != nil {
		return nil, err
	}
	list := make([]RecordChange, len(t.pairs))
	for i, p := range t.pairs {
		list[i] = RecordChange{Action: action, Gained: counts[i][0], Lost: counts[i][1]}
		if list[i].GainedExamples, err = c.example(ctx, t, p.gained(), counts[i][0], readable); err != nil {
			return nil, err
		}
		if list[i].LostExamples, err = c.example(ctx, t, p.lost(), counts[i][1], readable); err != nil {
			return nil, err
		}
	}
	return list, nil
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
	return query.Bound(read.Row, binder(p, c.r.Asker.Now)), nil
}

func (c *comparison) example(ctx context.Context, t *tally, d store.Difference, count int64, readable query.Predicate) ([]Example, error) {
	list := []Example{}
	if count == 0 || readable == query.Const(false) {
		return list, nil
	}
	ctx, cancel := context.WithDeadline(ctx, c.deadline)
	defer cancel()
	ids, err := c.db.Examples(ctx, t.Tally, store.Sample{Difference: d, Also: readable, Limit: Examples}, c.r.Asker.Workspace.Name)
	if err != nil {
		return list, c.late(err, t.Entity)
	}
	for _, id := range ids {
		list = append(list, Example{ID: id})
	}
	return list, nil
}

package whatif

import (
	"context"
	"maps"
	"slices"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/record"
)

// roles tells what each role gives before and after, and what its holders gain
// and lose together.
func (c *comparison) roles(ctx context.Context) error {
	for _, name := range c.roleNames() {
		if len(c.r.Roles) > 0 && !slices.Contains(c.r.Roles, name) {
			continue
		}
		change := RoleChange{Name: name, Title: c.roleTitle(name), Entities: []EntityChange{}}
		before, after := alone(c.before, name), alone(c.after, name)
		was, _ := c.before.Permissions(before)
		will, _ := c.after.Permissions(after)
		change.Permissions = diff(held(was), held(will))
		for _, u := range c.users {
			if u.holds([]string{name}) {
				change.Holders++
			}
		}
		for _, e := range c.list {
			one, err := c.roleEntity(ctx, e, name, before, after)
			if err != nil {
				return err
			}
			if !one.empty() {
				change.Entities = append(change.Entities, *one)
			}
		}
		if !change.Permissions.empty() || len(change.Entities) > 0 {
			c.answer.Roles = append(c.answer.Roles, change)
		}
	}
	return nil
}

// alone is a role with those below it, without what everybody has.
func alone(s *catalog.Snapshot, role string) []string {
	if _, ok := s.Role(role); !ok {
		return nil
	}
	roles := s.EffectiveRoles([]string{role})
	if role == catalog.Everyone {
		return roles
	}
	return slices.DeleteFunc(roles, func(r string) bool { return r == catalog.Everyone })
}

func (c *comparison) roleEntity(ctx context.Context, e *entity, role string, before, after []string) (*EntityChange, error) {
	change := c.newChange(e)
	if e.touched || !slices.Equal(before, after) {
		was, will, err := c.both(ctx, e, before, after)
		if err != nil {
			return nil, err
		}
		static(change, e, was, will)
	}
	for _, r := range c.ofRole[role] {
		if r.entity == e.id {
			change.Records = append(change.Records, r.change)
		}
	}
	return change, nil
}

func (c *comparison) roleNames() []string {
	names := map[string]bool{}
	for _, side := range []*catalog.Snapshot{c.before, c.after} {
		for _, r := range side.Set.Roles {
			names[r.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func (c *comparison) roleTitle(name string) string {
	for _, side := range []*catalog.Snapshot{c.after, c.before} {
		if r, ok := side.Role(name); ok {
			if title := r.Title.In(c.r.Asker.Language); title != "" {
				return title
			}
		}
	}
	return name
}

// names adds what the asker may know of users and examples.
func (c *comparison) names(ctx context.Context) error {
	var ids []string
	for _, u := range c.users {
		ids = append(ids, u.change.ID)
	}
	labels, err := c.labels(ctx, "user", ids)
	if err != nil {
		return err
	}
	for _, u := range c.users {
		u.change.Name = labels[u.change.ID]
	}
	for _, e := range c.list {
		if e.before == nil {
			continue
		}
		if err := c.nameExamples(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// nameExamples labels the examples of an entity; those that the asker cannot
// read any more are left out.
func (c *comparison) nameExamples(ctx context.Context, e *entity) error {
	var lists []*[]Example
	for _, u := range c.users {
		if change := u.entities[e.id]; change != nil {
			for i := range change.Records {
				lists = append(lists, &change.Records[i].GainedExamples, &change.Records[i].LostExamples)
			}
		}
	}
	for _, list := range c.ofRole {
		for i := range list {
			if list[i].entity == e.id {
				lists = append(lists, &list[i].change.GainedExamples, &list[i].change.LostExamples)
			}
		}
	}
	var ids []string
	for _, list := range lists {
		for _, one := range *list {
			ids = append(ids, one.ID)
		}
	}
	labels, err := c.labels(ctx, e.before.Name(), ids)
	for _, list := range lists {
		named := []Example{}
		for _, one := range *list {
			if label, ok := labels[one.ID]; ok {
				named = append(named, Example{ID: one.ID, Label: label})
			}
		}
		*list = named
	}
	return err
}

func (c *comparison) labels(ctx context.Context, entity string, ids []string) (map[string]string, error) {
	slices.Sort(ids)
	all := map[string]string{}
	for part := range slices.Chunk(slices.Compact(ids), record.MaxIDs) {
		labels, err := c.records.Labels(ctx, c.r.Asker, entity, part)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, labels)
	}
	return all, nil
}

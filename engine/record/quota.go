package record

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// quotas are those that count the records which the caller takes by an action.
func (c *Caller) quotas(e *catalog.Entity, action string) []access.Quota {
	all := e.Quotas()
	if c.Preview != nil {
		all = append(slices.Clone(all), c.Preview.quotas(e)...)
	}
	var list []access.Quota
	for _, q := range all {
		excepted := slices.ContainsFunc(q.Except, func(role string) bool { return slices.Contains(c.Principal.Roles, role) })
		if slices.Contains(q.Actions, action) && (len(q.Channels) == 0 || slices.Contains(q.Channels, c.Channel)) && !excepted {
			list = append(list, q)
		}
	}
	return list
}

// forbidden by a quota of nothing: whatever is asked for.
func closed(list []access.Quota) error {
	for _, q := range list {
		if q.Records <= 0 {
			return overQuota(q, 0)
		}
	}
	return nil
}

// counted are the records of one entity that are about to leave.
type counted struct {
	entity  *catalog.Entity
	quotas  []access.Quota
	records int64
}

// takeRead counts records that are read with these fields against quotas, all
// of them or none: over one, nothing may leave. Each slice of a large answer is
// counted, so slices add up. Of the records that a relation leads to the label
// comes along uncounted, as it stands wherever they are named; with anything
// else each counts as if it had been asked for.
func (s *Service) takeRead(ctx context.Context, c *Caller, e *catalog.Entity, fields []string, records int64) error {
	all := []counted{{e, c.quotas(e, "read"), records}}
	for _, far := range c.leadTo(e, fields) {
		all = append(all, counted{far, c.quotas(far, "read"), records})
	}
	all = slices.DeleteFunc(all, func(one counted) bool { return len(one.quotas) == 0 })
	for _, one := range all {
		if err := closed(one.quotas); err != nil {
			return err
		}
	}
	if len(all) == 0 || records == 0 {
		return nil
	}
	return s.db.Transact(ctx, func(tx store.Querier) error {
		for _, one := range all {
			if err := c.take(ctx, tx, one.entity, one.quotas, one.records); err != nil {
				return err
			}
		}
		return nil
	})
}

// leadTo gives, for each relation among fields that says more of the far record
// than its label, the entity that it leads to.
func (c *Caller) leadTo(e *catalog.Entity, fields []string) []*catalog.Entity {
	var list []*catalog.Entity
	seen := map[string]bool{}
	for _, f := range fields {
		name, member, dotted := strings.Cut(f, ".")
		target, ok := c.State.Snapshot.Target(e.Name(), name)
		if !dotted || !ok || seen[name] || member == "id" {
			continue
		}
		if far, ok := c.State.Snapshot.Entity(target); ok && member != far.Definition.Label {
			seen[name] = true
			list = append(list, far)
		}
	}
	return list
}

func (c *Caller) take(ctx context.Context, tx store.Querier, e *catalog.Entity, list []access.Quota, records int64) error {
	for _, q := range list {
		t := store.Taking{User: c.Principal.UserID, EntityID: e.Definition.ID, Restriction: q.ID, Day: c.day(), Records: records, Limit: q.Records}
		ok, used, err := t.Take(ctx, tx, store.SchemaName(c.Workspace.Name))
		if err != nil {
			return err
		}
		if !ok {
			return overQuota(q, used)
		}
	}
	return nil
}

// day is the caller's date.
func (c *Caller) day() time.Time {
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	y, m, d := c.Now.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func overQuota(q access.Quota, used int64) error {
	return problem.New(problem.Forbidden, "quota_exceeded").With("quota", q.Records).With("used", used).With("id", q.ID)
}

package record

import (
	"context"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// quotas are those that count the records which the caller takes by an action.
func (c *Caller) quotas(e *catalog.Entity, action string) []access.Quota {
	var list []access.Quota
	for _, q := range e.Quotas() {
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

// take counts records against quotas, all of them or none: over one, nothing
// may leave. Each slice of a large answer is counted, so slices add up.
func (s *Service) take(ctx context.Context, c *Caller, e *catalog.Entity, list []access.Quota, records int64) error {
	if err := closed(list); err != nil || len(list) == 0 || records == 0 {
		return err
	}
	return s.db.Transact(ctx, func(tx store.Querier) error { return c.take(ctx, tx, e, list, records) })
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

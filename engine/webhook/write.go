package webhook

import (
	"context"
	"slices"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Followed are the entities, by x-id, whose writes are completed here.
func (s *Service) Followed() map[string]record.Follower {
	return map[string]record.Follower{entityID: s.written}
}

// written completes the write of a webhook in its transaction. Whoever has one
// act as another user would read with that user's eyes: only the user himself
// and holders of an owner role may. Nor does a token that is for less than its
// user may have more sent.
func (s *Service) written(ctx context.Context, tx store.Querier, c *record.Caller, f record.Followed) error {
	schema := store.SchemaName(c.Workspace.Name)
	h, ok, err := store.ReadWebhook(ctx, tx, schema, tables, f.Record)
	if err != nil || !ok {
		return err
	}
	if f.Action != "archive" && h.Owner != "" && h.Owner != c.Principal.UserID && !c.Principal.Owner {
		return problem.New(problem.Forbidden, "webhook_of_another")
	}
	if c.Principal.Session.Scopes != nil {
		return problem.New(problem.Forbidden, "webhook_token")
	}
	if !h.Active {
		return nil
	}
	if err := s.check(ctx, tx, c, h); err != nil {
		return err
	}
	if err := store.FailsNoMore(ctx, tx, schema, h.ID); err != nil {
		return err
	}
	s.wake(c.Workspace.Name)
	return store.BeginWebhooks(ctx, tx, schema)
}

// check refuses what could never be sent, all of it at once.
func (s *Service) check(ctx context.Context, tx store.Querier, c *record.Caller, h store.Webhook) error {
	name := func(column string) string {
		if e := entityOf(c.State.Snapshot, entityID); e != nil {
			return "/" + fieldOf(e, column)
		}
		return ""
	}
	var wrong problem.List
	if !s.allowed(h.URL) {
		wrong.Add(name(tables.URL), "webhook_address")
	}
	if h.Owner == "" {
		wrong.Add(name(tables.Owner), "required")
		return wrong.Err()
	}
	owner, err := s.CallerOf(ctx, c.Workspace.Name, h.Owner)
	if problem.Is(err, problem.Unauthenticated) {
		wrong.Add(name(tables.Owner), "missing_record")
		return wrong.Err()
	}
	if err != nil {
		return err
	}
	_, err = s.records.Watch(store.In(ctx, tx), owner, h.Entity, record.WatchRequest{List: record.ListRequest{Fields: h.Fields, Filter: h.Filter}, Either: true})
	switch e := problem.As(err); {
	case err == nil:
	case e.Kind == problem.NotFound:
		wrong.Add(name(tables.Entity), "unknown_entity", "name", h.Entity)
	case e.Kind == problem.Invalid:
		for _, d := range e.Details {
			column := tables.Filter
			if strings.HasPrefix(d.Pointer, "?fields") {
				column = tables.Fields
			}
			d.Pointer = name(column)
			wrong = append(wrong, d)
		}
	default:
		return err
	}
	slices.SortStableFunc(wrong, func(a, b problem.Detail) int { return strings.Compare(a.Pointer, b.Pointer) })
	return wrong.Err()
}

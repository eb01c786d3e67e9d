package webhook

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/store"
)

// Run makes changes into deliveries until ctx ends. Any number of processes may
// do so: one at a time has a workspace. Workspaces without active webhooks cost
// a question every few minutes.
func (s *Service) Run(ctx context.Context) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	tick := time.NewTicker(planEvery)
	defer tick.Stop()
	s.look(ctx)
	for {
		active := s.active()
		due := tick.C
		if len(active) == 0 {
			due = nil
		}
		select {
		case <-ctx.Done():
			return
		case <-look.C:
			s.look(ctx)
		case <-s.woken:
		case <-due:
			for _, workspace := range active {
				s.planAll(ctx, workspace)
			}
		}
	}
}

func (s *Service) active() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.busy))
}

// look finds the workspaces that have active webhooks.
func (s *Service) look(ctx context.Context) {
	list, err := s.db.Workspaces(ctx)
	for _, w := range list {
		var has bool
		if has, err = s.db.HasWebhooks(ctx, w.Name); err != nil {
			break
		}
		if has {
			s.wake(w.Name)
		}
	}
	if err != nil && ctx.Err() == nil {
		slog.Warn("look for webhooks", "cause", err)
	}
}

// planAll goes on until nothing has changed since.
func (s *Service) planAll(ctx context.Context, workspace string) {
	for more := true; more && ctx.Err() == nil; {
		var err error
		if more, err = s.plan(ctx, workspace); err != nil && ctx.Err() == nil {
			slog.Warn("make changes into deliveries", "workspace", workspace, "cause", err)
			return
		}
	}
}

// plan makes some changes into deliveries, and moves the position on in the
// same transaction. more tells that there are further changes.
func (s *Service) plan(ctx context.Context, workspace string) (more bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, planTimeout)
	defer cancel()
	w, ok, err := s.Workspaces.Named(ctx, workspace)
	if err != nil || !ok {
		return false, err
	}
	state, err := w.Current(ctx)
	if err != nil {
		return false, err
	}
	if any, err := s.moved(ctx, workspace); err != nil || !any {
		return false, err
	}
	schema := store.SchemaName(workspace)
	err = s.db.Transact(ctx, func(tx store.Querier) error {
		at, ok, err := store.WebhookPosition(ctx, tx, schema, true)
		if err != nil || !ok {
			return err
		}
		hooks, err := store.ActiveWebhooks(ctx, tx, schema, tables)
		if err != nil {
			return err
		}
		if len(hooks) == 0 {
			s.rest(workspace)
			return store.EndWebhooks(ctx, tx, schema)
		}
		waiting, err := store.WaitingDeliveries(ctx, tx, schema, maxWaiting)
		if err != nil || waiting >= maxWaiting {
			return err
		}
		more, err = s.enter(ctx, tx, workspace, at, matcher(state.Snapshot, hooks))
		return err
	})
	return more, err
}

// moved tells whether anything has changed: looking costs no transaction.
func (s *Service) moved(ctx context.Context, workspace string) (bool, error) {
	at, ok, err := store.WebhookPosition(ctx, s.db.Pool(), store.SchemaName(workspace), false)
	if err != nil {
		return false, err
	}
	if !ok {
		s.rest(workspace)
		return false, nil
	}
	found, err := s.db.Follow(ctx, workspace, at, 1)
	return len(found.Moves) > 0, err
}

// enter makes the changes after a position into deliveries.
func (s *Service) enter(ctx context.Context, tx store.Querier, workspace string, at store.Position, matches func(*store.Moved) []store.Delivery) (more bool, err error) {
	found, err := s.db.Follow(store.In(ctx, tx), workspace, at, planAtOnce)
	if err != nil || !at.Before(found.Upto) {
		return false, err
	}
	var list []store.Delivery
	var ids []string
	for i := range found.Moves {
		for _, d := range matches(&found.Moves[i]) {
			list, ids = append(list, d), append(ids, d.ID)
		}
	}
	schema := store.SchemaName(workspace)
	if len(list) > 0 {
		if err := store.InsertDeliveries(ctx, tx, schema, list); err != nil {
			return false, err
		}
		if err := s.Enter(ctx, tx, workspace, ids); err != nil {
			return false, err
		}
	}
	return len(found.Moves) == planAtOnce, store.MoveWebhooks(ctx, tx, schema, found.Upto)
}

// matcher gives what webhooks send of a change.
func matcher(snapshot *catalog.Snapshot, hooks []store.Webhook) func(*store.Moved) []store.Delivery {
	byEntity := map[string][]store.Webhook{}
	for _, h := range hooks {
		if e, ok := snapshot.Entity(h.Entity); ok {
			byEntity[e.Definition.ID] = append(byEntity[e.Definition.ID], h)
		}
	}
	return func(m *store.Moved) (list []store.Delivery) {
		event := eventOf(m.Action)
		for _, h := range byEntity[m.Entity] {
			// What others were still writing when it was made may be followed later.
			if event != "" && wants(h.Events, event) && !m.At.Before(h.Made) {
				list = append(list, store.Delivery{ID: uuid.Must(uuid.NewV7()).String(), Webhook: h.ID, Event: event, Entity: m.Entity, Record: &m.Record, At: m.At})
			}
		}
		return list
	}
}

// wants tells whether a webhook is to look at a change. That a record cannot be
// seen any more is found out with any of them.
func wants(list []string, event string) bool {
	return asked(list, event) || slices.Contains(list, gone)
}

package approval

import (
	"context"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// standsFor is how long an approval of an action that the requester does
// himself can be used.
const standsFor = 24 * time.Hour

// Use lets the caller do once what was approved for him to do himself: the
// same action, asked for in the same words. The approval is spent in the
// transaction in which the action is entered.
func (s *Service) Use(ctx context.Context, c *record.Caller, id string, r Request) error {
	f, err := s.visible(ctx, c, id)
	if err != nil {
		return err
	}
	e, err := table(c)
	if err != nil {
		return err
	}
	schema := store.SchemaName(c.Workspace.Name)
	row, ok, err := store.SystemRow(ctx, s.db.Querier(), schema, e.Table, []store.SystemValue{{Column: "id", Cast: "uuid", Value: id}},
		columns(e, "version", "decided_at", "used_at"))
	if err != nil {
		return err
	}
	same := f.Requester == c.Principal.UserID && f.Action == r.Action && f.Entity == r.Entity && reflect.DeepEqual(f.Fields, r.Fields)
	if !ok || !same || f.State != approved || row[2] != nil || !fresh(row[1], c.Now) {
		return notUsable()
	}
	version, err := strconv.ParseInt(*row[0], 10, 64)
	if err != nil {
		return problem.Wrap(problem.Internal, "internal", err)
	}
	c.Approved = append(slices.Clone(f.content.Approved), f.Obligations...)
	if c.Reason == "" {
		c.Reason = f.Reason
	}
	c.Also = func(ctx context.Context, tx store.Querier) error {
		w := store.SystemWrite{Table: e.Table, ID: id, Actor: c.Principal.UserID, Values: values(e, map[string]any{"used_at": time.Now().UTC()})}
		spent, err := w.UpdateIf(ctx, tx, schema, values(e, map[string]any{"version": version}))
		if err == nil && !spent {
			err = notUsable()
		}
		return err
	}
	return nil
}

func notUsable() error {
	return problem.New(problem.Forbidden, "approval_not_usable").With("hours", int(standsFor.Hours()))
}

// fresh tells whether a decision, as the database writes its time, still
// stands.
func fresh(decided *string, now time.Time) bool {
	if decided == nil {
		return false
	}
	at, err := time.Parse("2006-01-02 15:04:05.999999-07", *decided)
	return err == nil && now.Sub(at) < standsFor
}

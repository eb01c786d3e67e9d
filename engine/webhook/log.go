package webhook

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Entry is one delivery as the log shows it.
type Entry struct {
	ID        string     `json:"id"`
	Event     string     `json:"event"`
	Entity    string     `json:"entity"`
	RecordID  *string    `json:"record_id"` // null when the reader of the log may not see the record
	At        time.Time  `json:"at"`
	CreatedAt time.Time  `json:"created_at"`
	State     string     `json:"state"` // waiting, delivered, failed, skipped
	Attempts  int        `json:"attempts"`
	TriedAt   *time.Time `json:"tried_at"`
	Status    *int       `json:"status"` // of the last answer
	TookMs    *int       `json:"took_ms"`
	Problem   *string    `json:"problem"` // code
}

// States are those of deliveries.
var States = []string{"waiting", "delivered", "failed", "skipped"}

// LogRequest asks for a page of a webhook's log.
type LogRequest struct {
	Webhook string
	Before  string // id of the last entry of the page before; "" for the newest
	State   string // "" for all
}

// Log gives a page of the log, newest first, to who may read the webhook. Ids of
// records that he may not read are left out.
func (s *Service) Log(ctx context.Context, c *record.Caller, r LogRequest) ([]Entry, error) {
	if _, err := s.entity(ctx, c, r.Webhook); err != nil {
		return nil, err
	}
	if r.State != "" && !slices.Contains(States, r.State) {
		return nil, problem.InvalidAt("?state", "not_an_option", map[string]any{"options": "waiting, delivered, failed, skipped"})
	}
	if r.Before != "" && uuid.Validate(r.Before) != nil {
		return nil, problem.InvalidAt("?before", "bad_cursor", nil)
	}
	list, err := s.db.Deliveries(ctx, c.Workspace.Name, r.Webhook, r.Before, r.State, pageSize)
	if err != nil {
		return nil, err
	}
	seen, err := s.readable(ctx, c, list)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, len(list))
	for i, d := range list {
		e := Entry{ID: d.ID, Event: d.Event, At: d.At, CreatedAt: d.CreatedAt, State: d.State, Attempts: d.Attempts, TriedAt: d.TriedAt, Status: d.Status,
			TookMs: d.TookMs, Problem: d.Problem}
		if d.Record != nil && seen[*d.Record] {
			e.RecordID, e.Entity = d.Record, entityOf(c.State.Snapshot, d.Entity).Name()
		}
		entries[i] = e
	}
	return entries, nil
}

// readable tells which of the records of deliveries the caller may read.
func (s *Service) readable(ctx context.Context, c *record.Caller, list []store.Delivery) (map[string]bool, error) {
	byEntity := map[string][]string{}
	for _, d := range list {
		if d.Record != nil {
			byEntity[d.Entity] = append(byEntity[d.Entity], *d.Record)
		}
	}
	seen := map[string]bool{}
	for id, records := range byEntity {
		e := entityOf(c.State.Snapshot, id)
		if e == nil {
			continue
		}
		labels, err := s.records.Labels(ctx, c, e.Name(), records)
		if err != nil {
			return nil, err
		}
		for record := range labels {
			seen[record] = true
		}
	}
	return seen, nil
}

// Replay has a delivery sent again, which has ended in whatever way.
func (s *Service) Replay(ctx context.Context, c *record.Caller, webhook, id string) error {
	if err := s.writable(ctx, c, webhook); err != nil {
		return err
	}
	if uuid.Validate(id) != nil {
		return problem.New(problem.NotFound, "not_found")
	}
	d, ok, err := s.db.ReadDelivery(ctx, c.Workspace.Name, id)
	if err != nil {
		return err
	}
	if !ok || d.Webhook != webhook {
		return problem.New(problem.NotFound, "not_found")
	}
	return s.db.Transact(ctx, func(tx store.Querier) error {
		done, err := store.Again(ctx, tx, store.SchemaName(c.Workspace.Name), id)
		if err != nil {
			return err
		}
		if !done {
			return problem.New(problem.Conflict, "delivery_waiting")
		}
		return s.Enter(ctx, tx, c.Workspace.Name, []string{id})
	})
}

// Ping has a test sent, which is tried once, and gives the id of its delivery.
func (s *Service) Ping(ctx context.Context, c *record.Caller, webhook string) (string, error) {
	if err := s.writable(ctx, c, webhook); err != nil {
		return "", err
	}
	d := store.Delivery{ID: uuid.Must(uuid.NewV7()).String(), Webhook: webhook, Event: ping, At: time.Now().UTC()}
	return d.ID, s.db.Transact(ctx, func(tx store.Querier) error {
		if err := store.InsertDeliveries(ctx, tx, store.SchemaName(c.Workspace.Name), []store.Delivery{d}); err != nil {
			return err
		}
		return s.Enter(ctx, tx, c.Workspace.Name, []string{d.ID})
	})
}

// entity finds the entity of webhooks, of which the caller must be able to read
// one.
func (s *Service) entity(ctx context.Context, c *record.Caller, webhook string) (*catalog.Entity, error) {
	e := entityOf(c.State.Snapshot, entityID)
	if e == nil {
		return nil, problem.New(problem.NotFound, "not_found")
	}
	_, err := s.records.Get(ctx, c, e.Name(), webhook, []string{"id"}, nil)
	return e, err
}

// writable refuses who may not change a webhook, or have it act as its owner.
func (s *Service) writable(ctx context.Context, c *record.Caller, webhook string) error {
	e, err := s.entity(ctx, c, webhook)
	if err != nil {
		return err
	}
	may, err := s.records.MayI(ctx, c, e.Name(), []string{webhook})
	if err != nil {
		return err
	}
	if !slices.Contains(may[webhook].Actions, "update") {
		return problem.New(problem.Forbidden, "action_not_granted").With("action", "update")
	}
	h, ok, err := store.ReadWebhook(ctx, s.db.Pool(), store.SchemaName(c.Workspace.Name), tables, webhook)
	if err != nil || !ok {
		return err
	}
	if h.Owner != c.Principal.UserID && !c.Principal.Owner {
		return problem.New(problem.Forbidden, "webhook_of_another")
	}
	return nil
}

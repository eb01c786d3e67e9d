package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
)

// Send makes an attempt at a delivery, and tells after what time to make
// another; 0 for none.
func (s *Service) Send(ctx context.Context, workspace, id string) (time.Duration, error) {
	d, ok, err := s.db.ReadDelivery(ctx, workspace, id)
	if err != nil || !ok || d.State != "waiting" {
		return 0, err
	}
	h, ok, err := store.ReadWebhook(ctx, s.db.Pool(), store.SchemaName(workspace), tables, d.Webhook)
	if err != nil {
		return 0, err
	}
	if !ok || !h.Active && d.Event != ping || h.Owner == "" {
		return 0, s.skip(ctx, workspace, d, switchedOff)
	}
	c, err := s.CallerOf(ctx, workspace, h.Owner)
	if problem.Is(err, problem.Unauthenticated) {
		if err := s.skip(ctx, workspace, d, ownerRefused); err != nil {
			return 0, err
		}
		return 0, s.turnOff(ctx, workspace, h, string(ownerRefused))
	}
	if err != nil {
		return 0, err
	}
	m, why, err := s.compose(ctx, c, h, d)
	if why != "" {
		return 0, s.skip(ctx, workspace, d, why)
	}
	if err != nil {
		return s.failed(ctx, workspace, h, d, attempt{problem: problem.As(err).Code})
	}
	d.Event = m.Event
	secret, err := s.secret(ctx, c, h)
	if err != nil {
		return s.failed(ctx, workspace, h, d, attempt{problem: problem.As(err).Code})
	}
	a := s.post(ctx, h, m, secret)
	if !a.good() {
		return s.failed(ctx, workspace, h, d, a)
	}
	return 0, s.done(ctx, workspace, d, a)
}

// attempt is what came of a request.
type attempt struct {
	status  *int
	took    *int
	problem string
}

func (a attempt) good() bool { return a.problem == "" && a.status != nil && *a.status/100 == 2 }

// post sends a message.
func (s *Service) post(ctx context.Context, h store.Webhook, m *message, secret string) (a attempt) {
	body, err := json.Marshal(m)
	if err != nil {
		return attempt{problem: "internal"}
	}
	if !s.allowed(h.URL) {
		return attempt{problem: "webhook_address"}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return attempt{problem: "webhook_address"}
	}
	now := time.Now()
	req.Header = http.Header{"Content-Type": {"application/json"}, "User-Agent": {"Mortise-Webhook/1"},
		"Mortise-Delivery": {m.ID}, "Mortise-Event": {m.Event}, "Mortise-Signature": {sign(secret, now, body)}}
	defer func() { a.took = milliseconds(time.Since(now)) }()
	resp, err := s.client.Do(req)
	switch {
	case errors.Is(err, errPrivate):
		return attempt{problem: "webhook_address"}
	case err != nil:
		return attempt{problem: "webhook_unreachable"} // the cause would tell of the network
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, 4<<10)
	return attempt{status: &resp.StatusCode}
}

func (s *Service) skip(ctx context.Context, workspace string, d store.Delivery, why skipped) error {
	text := string(why)
	d.State, d.Problem, d.Status, d.TookMs = "skipped", &text, nil, nil
	return d.Tried(ctx, s.db.Pool(), store.SchemaName(workspace))
}

func (s *Service) done(ctx context.Context, workspace string, d store.Delivery, a attempt) error {
	schema := store.SchemaName(workspace)
	return s.db.Transact(ctx, func(tx store.Querier) error {
		d.State, d.Status, d.TookMs, d.Problem = "delivered", a.status, a.took, nil
		d.Attempts++
		if err := d.Tried(ctx, tx, schema); err != nil {
			return err
		}
		return store.FailsNoMore(ctx, tx, schema, d.Webhook)
	})
}

// failed enters an attempt that came to nothing. A webhook of which nothing has
// come through for days is turned off, and one whose address says that it is
// gone at once.
func (s *Service) failed(ctx context.Context, workspace string, h store.Webhook, d store.Delivery, a attempt) (again time.Duration, err error) {
	schema := store.SchemaName(workspace)
	d.Status, d.TookMs = a.status, a.took
	if d.Problem = nil; a.problem != "" {
		d.Problem = &a.problem
	}
	if d.State = "failed"; d.Attempts < len(waits) && d.Event != ping {
		d.State, again = "waiting", waits[d.Attempts]
	}
	d.Attempts++
	if err := d.Tried(ctx, s.db.Pool(), schema); err != nil || d.Event == ping {
		return 0, err
	}
	since, err := store.FailingSince(ctx, s.db.Pool(), schema, h.ID)
	if err != nil {
		return 0, err
	}
	if a.status != nil && *a.status == http.StatusGone || time.Since(since) > failingFor {
		return again, s.turnOff(ctx, workspace, h, "webhook_failing")
	}
	return again, nil
}

// turnOff makes a webhook inactive, and tells its owner.
func (s *Service) turnOff(ctx context.Context, workspace string, h store.Webhook, why string) error {
	schema := store.SchemaName(workspace)
	return s.db.Transact(ctx, func(tx store.Querier) error {
		w := store.SystemWrite{Table: tables.Table, ID: h.ID, Values: []store.SystemValue{
			{Column: tables.Active, Cast: "boolean", Value: false}, {Column: tables.OffReason, Cast: "text", Value: why}}}
		done, err := w.UpdateIf(ctx, tx, schema, []store.SystemValue{{Column: tables.Active, Cast: "boolean", Value: true}})
		if err != nil || !done {
			return err
		}
		if err := store.FailsNoMore(ctx, tx, schema, h.ID); err != nil {
			return err
		}
		return notify.Send(ctx, tx, workspace, []notify.Notification{{User: h.Owner, Kind: "webhook_off", Entity: "webhook", Subject: h.ID, Params: map[string]any{"url": h.URL}}})
	})
}

// secret opens the signing secret of a webhook, or remembers it.
func (s *Service) secret(ctx context.Context, c *record.Caller, h store.Webhook) (string, error) {
	key := secretKey{c.Workspace.Name, h.ID, h.Version}
	if text, ok := s.secrets.get(key); ok {
		return text, nil
	}
	e := entityOf(c.State.Snapshot, entityID)
	if e == nil {
		return "", problem.New(problem.NotFound, "not_found")
	}
	text, err := s.records.Reveal(ctx, c, e.Name(), h.ID, fieldOf(e, secretColumn), "sign messages of a webhook")
	if err == nil && text == "" {
		return "", problem.New(problem.Unavailable, "secrets_unavailable")
	}
	if err == nil {
		s.secrets.put(key, text)
	}
	return text, err
}

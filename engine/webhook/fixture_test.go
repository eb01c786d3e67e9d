package webhook_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	ticket = `{"$schema":"mortise:entity","name":"ticket","title":"Ticket","x-id":"w1f9q2m7xa","type":"object","x-label":"title","x-owner":"agent","properties":{
 "title":{"x-field":"text","x-id":"w2r7k0v3qd"},"price":{"x-field":"integer","x-id":"w3r7k0v3qd"},"phone":{"x-field":"phone","x-id":"w4r7k0v3qd","x-region":"CN"},
 "agent":{"x-field":"user","x-id":"w5r7k0v3qd"}}}`
	phone  = "+8613512340002"
	secret = "a-secret-to-sign-with"
)

func document(kind, name, body string) mortise.Document {
	return mortise.Document{Kind: kind, Name: name, Body: json.RawMessage(body)}
}

// world is a server with tickets, and an agent who sees his own without their
// price and with a masked phone.
type world struct {
	*serving.Server
	agentID string
	agent   *mortise.Client
	entered []string // deliveries to be sent
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Server: serving.Start(t)}
	all := `"actions":["read","create","update","archive","restore","transfer"],"scope":"all","to":"all","read":"all","write":"all"}`
	w.Publish(t, []mortise.Document{
		document("entity", "ticket", ticket), document("role", "agent", `{"name":"agent","x-id":"w6r7k0v3qd","title":"Agent"}`),
		document("grant", "ticket_admin", `{"name":"ticket_admin","entity":"ticket","role":"administrator",`+all),
		document("grant", "ticket_agent", `{"name":"ticket_agent","entity":"ticket","role":"agent","actions":["read"],"scope":"own","read":{"except":["price"]}}`),
		document("grant", "webhook_agent", `{"name":"webhook_agent","entity":"webhook","role":"agent","actions":["read","create","update"],"scope":"all","read":"all","write":"all"}`),
		document("mask", "ticket_phone", `{"name":"ticket_phone","entity":"ticket","fields":["phone"],"show":"phone","except":["administrator"]}`),
	})
	w.agentID, w.agent = w.NewUser(t, "Ann", []string{"agent"})
	w.App.Webhooks.Private = true
	w.App.Webhooks.Enter = func(_ context.Context, _ store.Querier, _ string, ids []string) error {
		w.entered = append(w.entered, ids...)
		return nil
	}
	return w
}

// inbox is an address that messages are sent to.
type inbox struct {
	*httptest.Server
	mu       sync.Mutex
	status   int
	location string
	got      []*mortise.WebhookMessage
	came     chan *mortise.WebhookMessage
}

func newInbox(t *testing.T) *inbox {
	t.Helper()
	in := &inbox{status: http.StatusNoContent, came: make(chan *mortise.WebhookMessage, 10)}
	in.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		in.mu.Lock()
		defer in.mu.Unlock()
		body, _ := io.ReadAll(r.Body)
		m, err := mortise.VerifyWebhook(secret, r.Header.Get(mortise.WebhookSignature), body, time.Now())
		if err != nil || m.ID != r.Header.Get("Mortise-Delivery") || m.Event != r.Header.Get("Mortise-Event") {
			t.Errorf("%v: %s", err, body)
		}
		in.got = append(in.got, m)
		in.came <- m
		if in.location != "" {
			rw.Header().Set("Location", in.location)
		}
		rw.WriteHeader(in.status)
	}))
	t.Cleanup(in.Close)
	return in
}

func (in *inbox) answer(status int, location string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.status, in.location = status, location
}

// take empties the inbox.
func (in *inbox) take() []*mortise.WebhookMessage {
	in.mu.Lock()
	defer in.mu.Unlock()
	list := in.got
	in.got, in.came = nil, make(chan *mortise.WebhookMessage, 10)
	return list
}

// hook makes a webhook of tickets that acts as the agent.
func (w *world) hook(t *testing.T, in *inbox, more mortise.Record) string {
	t.Helper()
	values := mortise.Record{"title": "Hook", "url": in.URL, "entity": "ticket", "secret": secret, "owner": w.agentID, "active": true}
	for name, v := range more {
		values[name] = v
	}
	rec, err := w.Admin.Records("webhook").Create(context.Background(), values)
	require.NoError(t, err)
	return rec.ID()
}

// settle makes all changes into deliveries and makes an attempt at each. Other
// tests of the server's cluster may hold changes back for a moment.
func (w *world) settle(t *testing.T, deliveries int) []time.Duration {
	t.Helper()
	require.Eventually(t, func() bool {
		require.NoError(t, w.App.Webhooks.Plan(context.Background(), "main"))
		return len(w.entered) >= deliveries
	}, 20*time.Second, time.Millisecond)
	require.Len(t, w.entered, deliveries)
	var again []time.Duration
	for _, id := range w.entered {
		again = append(again, w.send(t, id))
	}
	w.entered = nil
	return again
}

func (w *world) send(t *testing.T, id string) time.Duration {
	t.Helper()
	again, err := w.App.Webhooks.Send(context.Background(), "main", id)
	require.NoError(t, err)
	return again
}

func (w *world) log(t *testing.T, hook string) []mortise.Delivery {
	t.Helper()
	list, err := w.Admin.Webhook(hook).Deliveries(context.Background(), "", "")
	require.NoError(t, err)
	return list
}

func (w *world) ticket(t *testing.T, agent any) string {
	t.Helper()
	rec, err := w.Admin.Records("ticket").Create(context.Background(), mortise.Record{"title": "one", "price": 2771, "phone": phone, "agent": agent})
	require.NoError(t, err)
	return rec.ID()
}

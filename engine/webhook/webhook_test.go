package webhook_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/jobs"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/engine/webhook"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// TestWebhooks: messages hold what the webhook's owner sees at the moment when
// they are sent, and come through or are tried again.
func TestWebhooks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	t.Run("as its owner sees it", w.asOwner)
	t.Run("tried again", w.retries)
	t.Run("turned off", w.turnsOff)
	t.Run("who may", w.whoMay)
	t.Run("addresses", w.addresses)
	t.Run("an owner who left", w.ownerLeft)
	t.Run("sent by jobs", w.byJobs)
}

func (w *world) asOwner(t *testing.T) {
	ctx := context.Background()
	in := newInbox(t)
	hook := w.hook(t, in, nil)
	mine, others := w.ticket(t, w.agentID), w.ticket(t, nil)
	w.settle(t, 2)
	got := in.take()
	require.Len(t, got, 1, "of the other ticket its owner may know nothing")
	m := got[0]
	require.Equal(t, []string{"created", "ticket", mine, hook}, []string{m.Event, m.Entity, m.RecordID, m.Webhook})
	require.Equal(t, "one", m.Record.Text("title"))
	require.NotContains(t, m.Record, "price")
	require.Contains(t, m.Record.Text("phone"), "*")
	require.NotContains(t, m.Record.Text("phone"), "351234")
	_, err := w.Admin.Do(ctx, mortise.Request{Method: http.MethodPost, Path: "/api/v1/records/ticket/" + mine + ":transfer", Body: strings.NewReader(`{"to":{"user":"` + w.userID(t) + `"},"reason":"x"}`)})
	require.NoError(t, err)
	w.settle(t, 1)
	got = in.take()
	require.Len(t, got, 1)
	require.Equal(t, "gone", got[0].Event)
	require.Nil(t, got[0].Record)
	_, err = w.Admin.Records("ticket").Update(ctx, mine, 0, mortise.Record{"title": "two"})
	require.NoError(t, err)
	w.settle(t, 1)
	log := w.log(t, hook)
	require.Len(t, log, 4)
	require.Equal(t, []string{"skipped", "delivered", "skipped", "delivered"}, []string{log[0].State, log[1].State, log[2].State, log[3].State})
	require.Equal(t, []any{"not_readable", others}, []any{log[2].Problem, log[2].RecordID})
	theirs, err := w.agent.Webhook(hook).Deliveries(ctx, "", "skipped")
	require.NoError(t, err)
	require.Len(t, theirs, 2)
	require.Empty(t, theirs[1].RecordID, "who may not see the record does not learn of it by the log")
	require.NoError(t, w.Admin.Records("webhook").Archive(ctx, hook))
}

func (w *world) userID(t *testing.T) string {
	t.Helper()
	page, err := w.Admin.Records("user").List(context.Background(), mortise.ListOptions{Filter: "email == 'root@example.test'"})
	require.NoError(t, err)
	return page.Data[0].ID()
}

func (w *world) retries(t *testing.T) {
	ctx := context.Background()
	in := newInbox(t)
	hook := w.hook(t, in, mortise.Record{"events": []string{"created"}, "fields": []string{"title"}, "filter": "title == 'one'"})
	in.answer(http.StatusInternalServerError, "")
	id := w.ticket(t, w.agentID)
	require.Equal(t, []time.Duration{10 * time.Second}, w.settle(t, 1))
	one := w.log(t, hook)[0]
	require.Equal(t, []any{"waiting", 500, 1}, []any{one.State, one.Status, one.Attempts})
	require.Error(t, w.Admin.Webhook(hook).Replay(ctx, one.ID), "it waits already")
	for range webhook.Attempts() - 2 {
		require.Positive(t, w.send(t, one.ID))
	}
	require.Zero(t, w.send(t, one.ID))
	require.Equal(t, "failed", w.log(t, hook)[0].State)
	in.answer(http.StatusOK, "")
	in.take()
	require.NoError(t, w.Admin.Webhook(hook).Replay(ctx, one.ID))
	w.settle(t, 1)
	got := in.take()
	require.Len(t, got, 1)
	require.Equal(t, []string{one.ID, id}, []string{got[0].ID, got[0].RecordID})
	require.Len(t, got[0].Record, 2, "id and title")
	require.Equal(t, "delivered", w.log(t, hook)[0].State)
	_, err := w.Admin.Records("ticket").Update(ctx, id, 0, mortise.Record{"title": "other"})
	require.NoError(t, err)
	w.ticket(t, w.agentID)
	w.settle(t, 1) // the creation alone
	require.NoError(t, w.Admin.Records("webhook").Archive(ctx, hook))
}

func (w *world) turnsOff(t *testing.T) {
	ctx := context.Background()
	in := newInbox(t)
	hook := w.hook(t, in, nil)
	in.answer(http.StatusFound, w.URL+"/healthz")
	w.ticket(t, w.agentID)
	w.settle(t, 1)
	require.Equal(t, 302, w.log(t, hook)[0].Status, "nobody follows a redirect")
	in.answer(http.StatusGone, "")
	w.ticket(t, w.agentID)
	w.settle(t, 1)
	rec, err := w.Admin.Records("webhook").Get(ctx, hook)
	require.NoError(t, err)
	require.Equal(t, []any{false, "webhook_failing"}, []any{rec["active"], rec["off_reason"]})
	told, err := w.agent.Records("notification").List(ctx, mortise.ListOptions{Filter: "kind == 'webhook_off'"})
	require.NoError(t, err)
	require.Len(t, told.Data, 1)
	w.ticket(t, w.agentID)
	require.NoError(t, w.App.Webhooks.Plan(ctx, "main"))
	require.Empty(t, w.entered)
	require.NoError(t, w.Admin.Records("webhook").Archive(ctx, hook))
}

func (w *world) whoMay(t *testing.T) {
	ctx := context.Background()
	in := newInbox(t)
	values := mortise.Record{"title": "Own", "url": in.URL, "entity": "ticket", "secret": secret}
	own, err := w.agent.Records("webhook").Create(ctx, values)
	require.NoError(t, err)
	require.Equal(t, w.agentID, own.Text("owner"), "a webhook acts as who makes it")
	values["owner"] = w.userID(t)
	_, err = w.agent.Records("webhook").Create(ctx, values)
	require.Error(t, err)
	theirs := w.hook(t, in, mortise.Record{"owner": w.userID(t)})
	_, err = w.agent.Records("webhook").Update(ctx, theirs, 0, mortise.Record{"title": "mine"})
	require.ErrorContains(t, err, "webhook_of_another")
	_, err = w.agent.Webhook(theirs).Ping(ctx)
	require.ErrorContains(t, err, "webhook_of_another")
	for field, values := range map[string]mortise.Record{
		"/entity": {"entity": "nothing"}, "/filter": {"filter": "price > 1"}, "/fields": {"fields": []string{"price"}}, "/secret": {"secret": "short"}, "/url": {"url": "nowhere"},
	} {
		_, err = w.agent.Records("webhook").Update(ctx, own.ID(), 0, values)
		p, ok := mortise.AsProblem(err)
		require.True(t, ok && p.Status == http.StatusUnprocessableEntity, "%s: %v", field, err)
		require.True(t, strings.HasPrefix(p.Errors[0].Pointer, field), "%v", p)
	}
	resp, err := w.agent.Do(ctx, mortise.Request{Method: http.MethodPost, Path: "/api/v1/me/tokens", Body: strings.NewReader(`{"name":"narrow","scopes":["read:webhook","write:webhook"],"days":1}`)})
	require.NoError(t, err)
	var token struct{ Token string }
	require.NoError(t, json.Unmarshal(resp.Body, &token))
	narrow, err := mortise.New(w.URL, mortise.WithToken(token.Token))
	require.NoError(t, err)
	_, err = narrow.Records("webhook").Update(ctx, own.ID(), 0, mortise.Record{"title": "wider"})
	require.ErrorContains(t, err, "webhook_token")
	for _, id := range []string{own.ID(), theirs} {
		require.NoError(t, w.Admin.Records("webhook").Archive(ctx, id))
	}
}

func (w *world) addresses(t *testing.T) {
	ctx := context.Background()
	in := newInbox(t)
	hook := w.hook(t, in, nil)
	w.App.Webhooks.Private = false
	defer func() { w.App.Webhooks.Private = true }()
	for _, address := range []string{in.URL, "http://example.com", "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest", "https://10.1.2.3"} {
		_, err := w.Admin.Records("webhook").Update(ctx, hook, 0, mortise.Record{"url": address})
		require.ErrorContains(t, err, "/url", address)
	}
	_, err := w.Admin.Records("webhook").Update(ctx, hook, 0, mortise.Record{"url": strings.Replace(in.URL, "http://127.0.0.1", "https://localhost", 1)})
	require.NoError(t, err, "a name says nothing yet")
	w.ticket(t, w.agentID)
	w.settle(t, 1)
	require.Equal(t, "webhook_address", w.log(t, hook)[0].Problem)
	require.Empty(t, in.take())
	require.NoError(t, w.Admin.Records("webhook").Archive(ctx, hook))
	for _, a := range []string{"0.0.0.0", "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1",
		"::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "ff02::1"} {
		require.False(t, webhook.Public(a), a)
	}
	for _, a := range []string{"1.1.1.1", "2606:4700:4700::1111"} {
		require.True(t, webhook.Public(a), a)
	}
}

func (w *world) ownerLeft(t *testing.T) {
	ctx := context.Background()
	in := newInbox(t)
	id, _ := w.NewUser(t, "Bob", []string{"agent"})
	hook := w.hook(t, in, mortise.Record{"owner": id})
	w.ticket(t, id)
	_, err := w.Admin.Do(ctx, mortise.Request{Method: http.MethodPost, Path: "/api/v1/users/" + id + "/disable"})
	require.NoError(t, err)
	w.settle(t, 1)
	require.Empty(t, in.take())
	rec, err := w.Admin.Records("webhook").Get(ctx, hook)
	require.NoError(t, err)
	require.Equal(t, []any{false, "owner_refused"}, []any{rec["active"], rec["off_reason"]})
	require.NoError(t, w.Admin.Records("webhook").Archive(ctx, hook))
}

// byJobs sends as a server does.
func (w *world) byJobs(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	require.NoError(t, w.App.Jobs.Start(ctx))
	t.Cleanup(func() {
		cancel()
		require.NoError(t, w.App.Jobs.Stop(context.Background()))
	})
	w.App.Webhooks.Enter = func(ctx context.Context, tx store.Querier, workspace string, ids []string) error {
		return w.App.Jobs.EnterRetried(ctx, tx, jobs.Webhook, workspace, ids)
	}
	go w.App.Webhooks.Run(ctx)
	in := newInbox(t)
	hook := w.hook(t, in, nil)
	_, err := w.Admin.Webhook(hook).Ping(ctx)
	require.NoError(t, err)
	require.Equal(t, "ping", next(t, in).Event)
	id := w.ticket(t, w.agentID)
	require.Equal(t, id, next(t, in).RecordID)
}

func next(t *testing.T, in *inbox) *mortise.WebhookMessage {
	t.Helper()
	select {
	case m := <-in.came:
		return m
	case <-time.After(30 * time.Second):
		t.Fatal("no message came")
		return nil
	}
}

package acceptance_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/mortise-crm/mortise/engine/live"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// ear listens to a stream until the test ends.
type ear struct {
	events chan mortise.LiveEvent
	ended  chan error
}

func hear(t *testing.T, stream func(context.Context) func(func(mortise.LiveEvent, error) bool)) *ear {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	e := &ear{make(chan mortise.LiveEvent, 100), make(chan error, 1)}
	go func() {
		for event, err := range stream(ctx) {
			if err != nil {
				e.ended <- err
				return
			}
			e.events <- event
		}
	}()
	return e
}

func hearDeals(t *testing.T, who *mortise.Client, o mortise.LiveOptions) *ear {
	t.Helper()
	e := hear(t, func(ctx context.Context) func(func(mortise.LiveEvent, error) bool) {
		return who.Records("deal").Live(ctx, o)
	})
	e.next(t, mortise.LiveReady, "")
	return e
}

// all hears events until each of those wanted has come, in any order: what was
// written while a transaction of somebody else ran comes after it is ready. It
// gives the position of the last one.
func (e *ear) all(t *testing.T, want map[string]string) (position string) {
	t.Helper()
	for len(want) > 0 {
		select {
		case got := <-e.events:
			if kind, wanted := want[got.ID]; wanted && kind != got.Kind {
				t.Fatalf("heard %s of %q, want %s", got.Kind, got.ID, kind)
			}
			delete(want, got.ID)
			position = got.Position
		case err := <-e.ended:
			t.Fatalf("the stream ended before %v: %v", want, err)
		case <-time.After(20 * time.Second):
			t.Fatalf("not heard: %v", want)
		}
	}
	return position
}

// next gives the event that comes next, which must be of a kind and a record.
// A revision published earlier may be told of before it.
func (e *ear) next(t *testing.T, kind, id string) mortise.LiveEvent {
	t.Helper()
	select {
	case got := <-e.events:
		if got.Kind == mortise.LiveRevision && kind != mortise.LiveRevision {
			return e.next(t, kind, id)
		}
		if got.Kind != kind || got.ID != id {
			t.Fatalf("heard %s of %q, want %s of %q: %v", got.Kind, got.ID, kind, id, got)
		}
		return got
	case err := <-e.ended:
		t.Fatalf("the stream ended before %s of %q: %v", kind, id, err)
	case <-time.After(20 * time.Second):
		t.Fatalf("%s of %q did not come", kind, id)
	}
	return mortise.LiveEvent{}
}

func (s *server) change(t *testing.T, rec mortise.Record, values mortise.Record) {
	t.Helper()
	if _, err := s.admin.Records("deal").Update(context.Background(), rec.ID(), 0, values); err != nil {
		t.Fatal(err)
	}
}

// TestLive: a stream tells what its listener may know, when it is so.
func TestLive(t *testing.T) {
	t.Parallel()
	c := salesCast(t)
	t.Run("changes", c.liveChanges)
	t.Run("a late commit", c.liveLate)
	t.Run("taken up", c.liveResumed)
	t.Run("one record", c.liveRecord)
	t.Run("shares", c.liveShares)
	t.Run("left", c.liveLeft)
	t.Run("revoked", c.liveRevoked)
}

// liveChanges: A hears of her own records and the pool's, with hidden and masked
// cells as in a list, and that a record left her list only if she had it.
func (c *cast) liveChanges(t *testing.T) {
	ctx := context.Background()
	e := hearDeals(t, c.a.client, mortise.LiveOptions{Filter: "seats < 100"})
	c.change(t, c.rival, mortise.Record{"note": "unheard of"})
	c.change(t, c.own, mortise.Record{"note": "one", "margin": 28.5})
	got := e.next(t, mortise.LiveChanged, c.own.ID())
	if got.Record.Text("note") != "one" || got.Record["margin"] != nil || got.Version != got.Record.Version() || got.By == "" {
		t.Errorf("A hears %v", got)
	}
	c.change(t, c.pool, mortise.Record{"note": "two"})
	got = e.next(t, mortise.LiveChanged, c.pool.ID())
	if phone := got.Record.Text("phone"); strings.Contains(phone, "1234000") || !strings.Contains(phone, "*") {
		t.Errorf("A hears the phone %q", phone)
	}
	c.change(t, c.pool, mortise.Record{"seats": 100})
	e.next(t, mortise.LiveGone, c.pool.ID())
	c.change(t, c.pool, mortise.Record{"note": "outside of the list"})
	c.change(t, c.pool, mortise.Record{"seats": 7})
	e.next(t, mortise.LiveChanged, c.pool.ID())
	fresh := mustCreate(t, c.admin, "deal", mortise.Record{"name": "Fresh", "owner": c.a.id, "seats": 1})
	e.next(t, mortise.LiveChanged, fresh.ID())
	if _, err := c.admin.Do(ctx, mortise.Request{Method: http.MethodPost, Path: recordsDeals + "/" + fresh.ID() + ":transfer", Body: strings.NewReader(`{"to":{"user":"` + c.b.id + `"},"reason":"x"}`)}); err != nil {
		t.Fatal(err)
	}
	e.next(t, mortise.LiveGone, fresh.ID())
	if err := c.admin.Records("deal").Archive(ctx, c.own.ID()); err != nil {
		t.Fatal(err)
	}
	e.next(t, mortise.LiveGone, c.own.ID())
	if _, err := c.admin.Records("deal").Restore(ctx, c.own.ID()); err != nil {
		t.Fatal(err)
	}
	e.next(t, mortise.LiveChanged, c.own.ID())
}

// liveLate: a transaction that began first and commits last is told of, though
// later ones have been waiting.
func (c *cast) liveLate(t *testing.T) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, c.serving.DSN())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	e := hearDeals(t, c.a.client, mortise.LiveOptions{})
	late, err := conn.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, err = late.Exec(ctx, `WITH d AS (UPDATE ws_main.e_d0l3aq7w2e SET version = version + 1 WHERE id = $1 RETURNING id, version)
		INSERT INTO ws_main.change (entity, record, version, action, channel, after) SELECT 'd0l3aq7w2e', id, version, 'update', 'api', '{}' FROM d`, c.own.ID())
	if err != nil {
		t.Fatal(err)
	}
	early := hearDeals(t, c.a.client, mortise.LiveOptions{})
	c.change(t, c.pool, mortise.Record{"note": "committed first"})
	// A stream that is opened now has looked past the moment of that change.
	hearDeals(t, c.a.client, mortise.LiveOptions{})
	if err := late.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	for _, one := range []*ear{e, early} {
		heard := map[string]bool{}
		for range 2 {
			select {
			case got := <-one.events:
				heard[got.ID] = true
			case <-time.After(20 * time.Second):
			}
		}
		if !heard[c.own.ID()] || !heard[c.pool.ID()] {
			t.Errorf("heard %v", heard)
		}
	}
}

// liveResumed: who lists, and then listens from there with what he lists, misses
// nothing of what happened in between; nor does who was away.
func (c *cast) liveResumed(t *testing.T) {
	ctx := context.Background()
	page, err := c.a.client.Records("deal").List(ctx, mortise.ListOptions{Live: true})
	if err != nil || page.Live == "" {
		t.Fatalf("%v %q", err, page.Live)
	}
	c.change(t, c.own, mortise.Record{"note": "while nobody listened"})
	c.change(t, c.pool, mortise.Record{"owner": c.b.id})
	fresh := mustCreate(t, c.admin, "deal", mortise.Record{"name": "Between", "owner": c.a.id})
	resumed := func(o mortise.LiveOptions) *ear {
		return hear(t, func(ctx context.Context) func(func(mortise.LiveEvent, error) bool) {
			return c.a.client.Records("deal").Live(ctx, o)
		})
	}
	ids := make([]mortise.Record, len(page.Data)) // as a list knows them that has not asked for versions
	for i, r := range page.Data {
		ids[i] = mortise.Record{"id": r.ID()}
	}
	resumed(mortise.LiveOptions{From: page.Live, Known: ids}).all(t, map[string]string{
		c.own.ID(): mortise.LiveChanged, c.pool.ID(): mortise.LiveGone, fresh.ID(): mortise.LiveChanged, "": mortise.LiveReady})
	from := resumed(mortise.LiveOptions{From: page.Live, Known: page.Data}).all(t, map[string]string{
		c.own.ID(): mortise.LiveChanged, c.pool.ID(): mortise.LiveGone, fresh.ID(): mortise.LiveChanged, "": mortise.LiveReady})
	c.change(t, c.pool, mortise.Record{"owner": nil})
	resumed(mortise.LiveOptions{From: from}).all(t, map[string]string{c.pool.ID(): mortise.LiveChanged, "": mortise.LiveReady})
	for _, path := range []string{":live?from=" + from, ":live?from=nothing", ":live?ids=x:y", ":live?filter=margin>1", ":live?fields=margin"} {
		if r := c.call(t, call{method: "GET", path: recordsDeals + path, token: c.b.client.Token()}); r.problem(t).Status != http.StatusUnprocessableEntity {
			t.Errorf("%s as B: %d %s", path, r.status, r.body)
		}
	}
}

// liveRecord: the stream of one record goes on through its archive, and ends
// with what may be read of it.
func (c *cast) liveRecord(t *testing.T) {
	ctx := context.Background()
	e := hear(t, func(ctx context.Context) func(func(mortise.LiveEvent, error) bool) {
		return c.a.client.Records("deal").LiveRecord(ctx, c.own.ID(), mortise.LiveOptions{Fields: []string{"name", "archived_at"}})
	})
	e.next(t, mortise.LiveReady, "")
	c.change(t, c.own, mortise.Record{"note": "none of the fields", "margin": 1})
	if err := c.admin.Records("deal").Archive(ctx, c.own.ID()); err != nil {
		t.Fatal(err)
	}
	if got := e.next(t, mortise.LiveChanged, c.own.ID()); got.Record.Text("archived_at") == "" {
		t.Errorf("heard %v", got)
	}
	if _, err := c.admin.Records("deal").Restore(ctx, c.own.ID()); err != nil {
		t.Fatal(err)
	}
	e.next(t, mortise.LiveChanged, c.own.ID())
	for _, id := range []string{c.rival.ID(), missingDeal} {
		for _, err := range c.a.client.Records("deal").LiveRecord(ctx, id, mortise.LiveOptions{}) {
			if p, ok := mortise.AsProblem(err); !ok || p.Status != http.StatusNotFound {
				t.Errorf("%s: %v", id, err)
			}
		}
	}
}

// liveShares: that a record was shared concerns those with whom it was.
func (c *cast) liveShares(t *testing.T) {
	c.publish(t, []mortise.Document{document(t, "grant", object{"name": "deal_shared", "role": "seller", "entity": "deal", "actions": []string{"read"}, "scope": "shared", "read": object{"only": []string{"name"}}})})
	e := hearDeals(t, c.a.client, mortise.LiveOptions{})
	share := func(id, to string) {
		body := `{"to":{"user":"` + to + `"},"level":"read"}`
		if _, err := c.admin.Do(context.Background(), mortise.Request{Method: http.MethodPost, Path: recordsDeals + "/" + id + ":share", Body: strings.NewReader(body)}); err != nil {
			t.Fatal(err)
		}
	}
	share(c.own.ID(), c.chief.id)
	share(c.rival.ID(), c.a.id)
	if got := e.next(t, mortise.LiveChanged, c.rival.ID()); got.Record.Text("name") != rivalName || got.Record["phone"] != nil {
		t.Errorf("heard %v", got)
	}
}

// liveLeft: who goes from page to page holds none of the streams that he left,
// of which he may have only so many.
func (c *cast) liveLeft(t *testing.T) {
	from := time.Now()
	for range live.MaxUserStreams + 20 {
		ctx, leave := context.WithTimeout(context.Background(), 20*time.Second)
		for event, err := range c.b.client.Records("deal").Live(ctx, mortise.LiveOptions{}) {
			if err != nil {
				t.Fatal(err)
			}
			if event.Kind == mortise.LiveReady {
				break
			}
		}
		leave()
	}
	if took := time.Since(from); took > 8*time.Second {
		t.Errorf("what was left was missed after %s only", took)
	}
}

// liveRevoked: a role, and an account, taken away end what a stream tells within
// a second.
func (c *cast) liveRevoked(t *testing.T) {
	ctx := context.Background()
	d := c.newUser(t, "dora", []string{"seller"})
	e := hearDeals(t, d.client, mortise.LiveOptions{Known: []mortise.Record{{"id": c.pool.ID()}}})
	of := hearDeals(t, c.b.client, mortise.LiveOptions{Known: []mortise.Record{{"id": c.rival.ID()}}})
	c.publish(t, []mortise.Document{document(t, "grant", object{"name": "deal_pool", "role": "seller", "entity": "deal", "actions": []string{"read"}, "scope": "none", "read": "all"})})
	if got := e.next(t, mortise.LiveRevision, ""); got.Revision == 0 {
		t.Errorf("heard %v", got)
	}
	e.next(t, mortise.LiveGone, c.pool.ID())
	of.next(t, mortise.LiveRevision, "")
	from := time.Now()
	if _, err := c.admin.Do(ctx, mortise.Request{Method: http.MethodPost, Path: "/api/v1/users/" + d.id + "/disable"}); err != nil {
		t.Fatal(err)
	}
	if got := e.next(t, mortise.LiveEnd, ""); got.Code != "unauthenticated" || time.Since(from) > time.Second {
		t.Errorf("after %s heard %v", time.Since(from), got)
	}
	from = time.Now()
	c.takeRoles(t, c.b.id)
	if got := of.next(t, mortise.LiveEnd, ""); got.Code != "not_found" || time.Since(from) > 2*time.Second {
		t.Errorf("after %s heard %v", time.Since(from), got)
	}
}

// streamed reads what a stream tells before it waits.
func streamed(body io.Reader) ([]byte, error) {
	var all []byte
	lines := bufio.NewScanner(body)
	for ready := false; lines.Scan(); {
		all = append(append(all, lines.Bytes()...), '\n')
		if ready = ready || lines.Text() == "event: "+mortise.LiveReady; ready && lines.Text() == "" {
			return all, nil
		}
	}
	return all, lines.Err()
}

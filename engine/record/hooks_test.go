package record_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/hook"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// calls notes what hooks hear.
type calls struct {
	mu   sync.Mutex
	list []string
}

func (c *calls) add(s string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, s)
}

func (c *calls) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.list
	c.list = nil
	return out
}

type run = func(ctx context.Context, w *hook.Write) error

func on(name string, order int, do run, events ...hook.Event) hook.Record {
	return hook.Record{Name: name, Entity: "note", Order: order, On: events, Run: do, Limit: time.Second}
}

func hooked(t *testing.T, hooks []hook.Record, docs ...mortise.Document) *notebook {
	t.Helper()
	return newNotebookWith(t, []app.Option{app.With(hook.Extension{Name: "x", Records: hooks})}, docs...)
}

// blamed is the code of a problem and the hook that it names.
func blamed(t *testing.T, err error) (string, any) {
	t.Helper()
	require.Error(t, err)
	p := problem.As(err)
	if name, ok := p.Params["hook"]; ok {
		return p.Code, name
	}
	return p.Code, p.Extra["hook"]
}

func (b *notebook) allTitles(t *testing.T) (titles []string) {
	t.Helper()
	page, err := b.Admin.Records("note").List(context.Background(), mortise.ListOptions{Sort: []string{"title"}})
	require.NoError(t, err)
	for _, r := range page.Data {
		titles = append(titles, r.Text("title"))
	}
	return titles
}

func TestHooksRunInOrderAroundEveryWrite(t *testing.T) {
	t.Parallel()
	var heard calls
	mark := func(name string) run {
		return func(_ context.Context, w *hook.Write) error {
			heard.add(name + " " + string(w.Event) + " " + w.Action)
			if title, ok := w.Values["title"].(string); ok && strings.HasPrefix(string(w.Event), "before") {
				w.Values["title"] = title + " " + name
			}
			return nil
		}
	}
	every := []hook.Event{hook.BeforeCreate, hook.AfterCreate, hook.BeforeUpdate, hook.AfterUpdate, hook.BeforeArchive, hook.AfterArchive, hook.BeforeRestore, hook.AfterRestore}
	b := hooked(t, []hook.Record{
		on("b", 1, mark("b"), every...), on("a", 1, mark("a"), hook.BeforeCreate), on("z", 0, mark("z"), hook.BeforeCreate),
		on("log", 0, func(ctx context.Context, w *hook.Write) error {
			if title, _ := w.Values["title"].(string); strings.HasPrefix(title, "log ") {
				return nil
			}
			own, err := w.Records.Get(ctx, "note", w.ID) // as written, before anybody else sees it
			if err == nil {
				_, err = w.Records.Create(ctx, "note", map[string]any{"title": "log of " + own["title"].(string), "rank": 7})
			}
			return err
		}, hook.AfterUpdate),
	}, noteGrant(t, "clerk", "note_clerk", changing))
	ctx := context.Background()
	made, err := b.records.Create(ctx, b.clerk, "note", map[string]any{"title": "t", "rank": json.Number("1")})
	require.NoError(t, err)
	require.Equal(t, []string{"z before create create", "a before create create", "b before create create", "b after create create"}, heard.take())
	require.Equal(t, []string{"t z a b"}, b.allTitles(t))
	_, err = b.records.Update(ctx, b.clerk, "note", record.UpdateRequest{ID: made.ID, Fields: map[string]any{"title": "u"}})
	require.NoError(t, err)
	require.Equal(t, []string{"log of u b z a b", "u b"}, b.allTitles(t))
	heard.take()
	require.NoError(t, b.records.Archive(ctx, b.clerk, "note", made.ID, 0))
	_, err = b.records.Restore(ctx, b.clerk, "note", made.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"b before archive archive", "b after archive archive", "b before restore restore", "b after restore restore"}, heard.take())
	errs, err := b.records.CreateMany(ctx, b.clerk, "note", []map[string]any{{"title": "1", "rank": json.Number("1")}, {"title": "2", "rank": "x"}, {"title": "3", "rank": json.Number("3")}})
	require.NoError(t, err)
	require.Equal(t, []bool{false, true, false}, []bool{errs[0] != nil, errs[1] != nil, errs[2] != nil})
	require.Contains(t, b.allTitles(t), "1 z a b")
	require.Len(t, heard.take(), 8)
}

func TestAFailingHookIsNamedAndUndoesTheWrite(t *testing.T) {
	t.Parallel()
	how := map[string]func(ctx context.Context) error{
		"refuse": func(context.Context) error { return hook.Refuse("rank", "too low") },
		"panic":  func(context.Context) error { panic("oh") },
		"error":  func(context.Context) error { return errors.New("secret cause") },
		"slow":   func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
	}
	fail := func(when string) run {
		return func(ctx context.Context, w *hook.Write) error {
			if _, err := w.Records.Create(ctx, "note", map[string]any{"title": "canary", "rank": 9}); err != nil {
				return err
			}
			title, _ := w.Values["title"].(string)
			if at, what, _ := strings.Cut(title, " "); at == when {
				return how[what](ctx)
			}
			return nil
		}
	}
	first, last := on("first", 0, fail("first"), hook.BeforeUpdate), on("last", 0, fail("last"), hook.AfterUpdate)
	first.Limit, last.Limit = 300*time.Millisecond, 300*time.Millisecond
	ctx := context.Background()
	b := hooked(t, []hook.Record{first, last}, noteGrant(t, "clerk", "note_clerk", changing))
	id := b.note(t, mortise.Record{"title": "as it was", "rank": 1})
	for _, when := range []string{"first", "last"} {
		for what, want := range map[string]string{"refuse": "hook_refused", "panic": "hook_failed", "error": "hook_failed", "slow": "hook_slow"} {
			_, err := b.records.Update(ctx, b.clerk, "note", record.UpdateRequest{ID: id, Fields: map[string]any{"title": when + " " + what}})
			code, by := blamed(t, err)
			require.Equal(t, []any{want, "x." + when}, []any{code, by}, what)
			require.Equal(t, []string{"as it was"}, b.allTitles(t), what)
		}
		_, err := b.client.Records("note").Update(ctx, id, 0, mortise.Record{"title": when + " refuse"})
		var p *mortise.Problem
		require.ErrorAs(t, err, &p)
		require.Equal(t, "too low", p.Errors[0].Message)
		require.Equal(t, "/rank", p.Errors[0].Pointer)
	}
}

func TestAHookIsNoWayAroundAccess(t *testing.T) {
	t.Parallel()
	var heard calls
	change := func(ctx context.Context, w *hook.Write) error {
		heard.add(w.ID)
		title, _ := w.Values["title"].(string)
		title, named, _ := strings.Cut(title, " ")
		switch title {
		case "weight":
			w.Values["weight"] = 5
		case "rank":
			w.Values["rank"] = "many"
		case "unknown":
			w.Values["nothing"] = 1
		case "unseen":
			_, err := w.Records.Get(ctx, "note", named)
			return err
		case "as":
			root, err := w.Records.As(ctx, named, "the note asks for it")
			if err != nil {
				return err
			}
			return root.Update(ctx, "note", w.ID, map[string]any{"weight": 3})
		}
		return nil
	}
	b := hooked(t, []hook.Record{on("change", 0, change, hook.BeforeUpdate)},
		document(t, definition.KindGrant, "note_some", `{"name":"note_some","role":"clerk","entity":"note","actions":["read","update"],"scope":"all","when":"rank < 3","read":"all","write":{"only":["title","rank"]}}`))
	ctx := context.Background()
	id, unseen := b.note(t, mortise.Record{"title": "t", "rank": 1}), b.note(t, mortise.Record{"title": "canary", "rank": 5})
	update := func(id string, fields map[string]any) error {
		_, err := b.records.Update(ctx, b.clerk, "note", record.UpdateRequest{ID: id, Fields: fields})
		return err
	}
	for title, want := range map[string]string{"weight": "field_not_writable", "rank": "invalid", "unknown": "invalid", "unseen": "not_found"} {
		code, by := blamed(t, update(id, map[string]any{"title": title + " " + unseen}))
		require.Equal(t, []any{want, "x.change"}, []any{code, by}, title)
	}
	heard.take()
	require.Equal(t, "not_found", code(t, update(unseen, map[string]any{"title": "x"})))
	require.Empty(t, heard.take(), "of a record that the caller cannot read no hook hears")
	me, err := b.Admin.Me(ctx)
	require.NoError(t, err)
	require.NoError(t, update(id, map[string]any{"title": "as " + me.User.ID}))
	rec, err := b.Admin.Records("note").Get(ctx, id)
	require.NoError(t, err)
	require.EqualValues(t, "3", rec["weight"].(json.Number).String())
}

func TestHooksThatCallEachOtherEnd(t *testing.T) {
	t.Parallel()
	b := hooked(t, []hook.Record{on("again", 0, func(ctx context.Context, w *hook.Write) error {
		_, err := w.Records.Create(context.Background(), "note", map[string]any{"title": "and so on"})
		return err
	}, hook.AfterCreate)}, noteGrant(t, "clerk", "note_clerk", changing))
	_, err := b.records.Create(context.Background(), b.clerk, "note", map[string]any{"title": "t"})
	code, by := blamed(t, err)
	require.Equal(t, []any{"hook_too_deep", "x.again"}, []any{code, by})
	require.Empty(t, b.allTitles(t))
}

func TestActionsOfExtensionsAreGranted(t *testing.T) {
	t.Parallel()
	raise := hook.Action{Name: "raise", Entity: "note", Title: map[string]string{"en": "Raise", "zh-CN": "提升"}, Run: func(ctx context.Context, c *hook.Call) (any, error) {
		if c.Input["fail"] == true {
			_, _ = c.Records.Create(ctx, "note", map[string]any{"title": "canary"})
			return nil, hook.Refuse("", "not today")
		}
		return map[string]any{"by": c.Input["by"]}, c.Records.Update(ctx, "note", c.ID, map[string]any{"rank": c.Input["by"]})
	}}
	b := newNotebookWith(t, []app.Option{app.With(hook.Extension{Name: "x", Actions: []hook.Action{raise}})},
		noteGrant(t, "clerk", "note_seen", `"actions":["read","update"],"scope":"all","when":"rank < 5"`),
		noteGrant(t, "clerk", "note_raise", `"actions":["do_raise"],"scope":"all","when":"rank == 1"`))
	ctx := context.Background()
	do := func(id, name string, input map[string]any) (any, error) {
		return b.records.Do(ctx, b.clerk, "note", id, name, input)
	}
	one, two, unseen := b.note(t, mortise.Record{"title": "one", "rank": 1}), b.note(t, mortise.Record{"title": "two", "rank": 2}), b.note(t, mortise.Record{"title": "unseen", "rank": 5})
	for id, want := range map[string]string{two: "action_not_granted", unseen: "not_found", "nonsense": "not_found"} {
		_, err := do(id, "raise", nil)
		require.Equal(t, want, code(t, err))
	}
	_, err := do(one, "lower", nil)
	require.Equal(t, "action_not_granted", code(t, err))
	may, err := b.records.MayI(ctx, b.clerk, "note", []string{one, two})
	require.NoError(t, err)
	require.Contains(t, may[one].Actions, "do_raise")
	require.NotContains(t, may[two].Actions, "do_raise")
	_, err = do(one, "raise", map[string]any{"fail": true})
	require.Equal(t, "hook_refused", code(t, err))
	require.Equal(t, []string{"one", "two", "unseen"}, b.allTitles(t))
	answer, err := do(one, "raise", map[string]any{"by": json.Number("3")})
	require.NoError(t, err)
	require.Equal(t, map[string]any{"by": json.Number("3")}, answer)
	_, err = do(one, "raise", map[string]any{"by": json.Number("4")})
	require.Equal(t, "action_not_granted", code(t, err), "which counts for the record as it is now")
	d, err := b.records.Describe(ctx, b.clerk)
	require.NoError(t, err)
	for _, e := range d.Entities {
		if e.Name == "note" {
			require.Equal(t, []record.ActionDescription{{Name: "raise", Title: "Raise"}}, e.Do)
		}
	}
}

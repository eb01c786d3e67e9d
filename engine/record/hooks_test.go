package record_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
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
	return hook.Record{Name: name, Order: order, On: events, Run: do, Limit: time.Second}
}

// scenario is hooks around an entity of their own, so that all share a server.
type scenario struct {
	hooks   []hook.Record
	actions []hook.Action
	grants  func(entity string) []mortise.Document
	play    func(t *testing.T, b *hooked)
}

// hooked is the server from the view of one scenario.
type hooked struct {
	*notebook
	entity string
}

func TestHooks(t *testing.T) {
	t.Parallel()
	scenarios := map[string]scenario{
		"in_order": inOrder(), "fails": fails(), "no_way_around": noWayAround(), "each_other": eachOther(), "actions": grantedActions(),
		"imported": imported(), "pages": pagesOfBinders(),
	}
	publishing := &publications{}
	extensions := []hook.Extension{publishing.extension()}
	var docs []mortise.Document
	number := 0
	for name, s := range scenarios {
		number++
		e := hook.Extension{Name: name}
		for _, h := range s.hooks {
			h.Entity = name
			e.Records = append(e.Records, h)
		}
		for _, a := range s.actions {
			a.Entity = name
			e.Actions = append(e.Actions, a)
		}
		extensions = append(extensions, e)
		docs = append(docs, document(t, definition.KindEntity, name, noteAs(name, number)),
			grantOn(t, "administrator", name, "root", `"actions":["read","create","update","archive","restore","import","export"],"scope":"all"`))
		if s.grants == nil {
			docs = append(docs, grantOn(t, "clerk", name, "clerk", changing))
		} else {
			docs = append(docs, s.grants(name)...)
		}
	}
	docs = append(docs, tableOfPages(t)...)
	b := newNotebookWith(t, []app.Option{app.With(extensions...)}, docs...)
	t.Run("publications", func(t *testing.T) { publishing.play(t, b) })
	b.clerk = b.caller(t, b.clerkID) // whose writes would be decided anew after a publication, with their hooks
	for name, s := range scenarios {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.play(t, &hooked{b, name})
		})
	}
}

var noteIDs = regexp.MustCompile(`"x-id":"(.)[a-z0-9]{9}"`)

// noteAs is an entity like note; pages are the rows of a table besides.
func noteAs(name string, number int) string {
	body := strings.Replace(note, `"name":"note"`, `"name":"`+name+`"`, 1)
	body = noteIDs.ReplaceAllString(body, fmt.Sprintf(`"x-id":"${1}hook%05d"`, number))
	if name == "pages" {
		body = strings.NewReplacer(`"x-owner":"author"`, `"x-owner":"author","x-parent":"binder","required":["binder"]`,
			`"properties":{`, `"properties":{"binder":{"x-field":"relation","x-id":"hb00000003","x-entity":"binder","x-on-delete":"cascade"},`).Replace(body)
	}
	return body
}

// grantOn lets a role do something with records of an entity.
func grantOn(t testing.TB, role, entity, name, more string) mortise.Document {
	t.Helper()
	name = entity + "_" + name
	return document(t, definition.KindGrant, name, fmt.Sprintf(`{"name":%q,"role":%q,"entity":%q,"read":"all","write":"all",%s}`, name, role, entity, more))
}

func (b *hooked) note(t *testing.T, values mortise.Record) string {
	t.Helper()
	rec, err := b.Admin.Records(b.entity).Create(context.Background(), values)
	require.NoError(t, err)
	return rec.ID()
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

func (b *hooked) allTitles(t *testing.T) (titles []string) {
	t.Helper()
	page, err := b.Admin.Records(b.entity).List(context.Background(), mortise.ListOptions{Sort: []string{"title"}})
	require.NoError(t, err)
	for _, r := range page.Data {
		titles = append(titles, r.Text("title"))
	}
	return titles
}

func inOrder() scenario {
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
	hooks := []hook.Record{
		on("b", 1, mark("b"), every...), on("a", 1, mark("a"), hook.BeforeCreate), on("z", 0, mark("z"), hook.BeforeCreate),
		on("log", 0, func(ctx context.Context, w *hook.Write) error {
			if title, _ := w.Values["title"].(string); strings.HasPrefix(title, "log ") {
				return nil
			}
			own, err := w.Records.Get(ctx, w.Entity, w.ID) // as written, before anybody else sees it
			if err == nil {
				_, err = w.Records.Create(ctx, w.Entity, map[string]any{"title": "log of " + own["title"].(string), "rank": 7})
			}
			return err
		}, hook.AfterUpdate),
	}
	return scenario{hooks: hooks, play: func(t *testing.T, b *hooked) {
		ctx := context.Background()
		made, err := b.records.Create(ctx, b.clerk, b.entity, map[string]any{"title": "t", "rank": json.Number("1")})
		require.NoError(t, err)
		require.Equal(t, []string{"z before create create", "a before create create", "b before create create", "b after create create"}, heard.take())
		require.Equal(t, []string{"t z a b"}, b.allTitles(t))
		_, err = b.records.Update(ctx, b.clerk, b.entity, record.UpdateRequest{ID: made.ID, Fields: map[string]any{"title": "u"}})
		require.NoError(t, err)
		require.Equal(t, []string{"log of u b z a b", "u b"}, b.allTitles(t))
		heard.take()
		require.NoError(t, b.records.Archive(ctx, b.clerk, b.entity, made.ID, 0))
		_, err = b.records.Restore(ctx, b.clerk, b.entity, made.ID)
		require.NoError(t, err)
		require.Equal(t, []string{"b before archive archive", "b after archive archive", "b before restore restore", "b after restore restore"}, heard.take())
		errs, err := b.records.CreateMany(ctx, b.clerk, b.entity, []map[string]any{{"title": "1", "rank": json.Number("1")}, {"title": "2", "rank": "x"}, {"title": "3", "rank": json.Number("3")}})
		require.NoError(t, err)
		require.Equal(t, []bool{false, true, false}, []bool{errs[0] != nil, errs[1] != nil, errs[2] != nil})
		require.Contains(t, b.allTitles(t), "1 z a b")
		require.Len(t, heard.take(), 8)
	}}
}

func fails() scenario {
	how := map[string]func(ctx context.Context) error{
		"refuse": func(context.Context) error { return hook.Refuse("rank", "too low") },
		"panic":  func(context.Context) error { panic("oh") },
		"error":  func(context.Context) error { return errors.New("secret cause") },
		"slow":   func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
	}
	fail := func(when string) run {
		return func(ctx context.Context, w *hook.Write) error {
			if _, err := w.Records.Create(ctx, w.Entity, map[string]any{"title": "canary", "rank": 9}); err != nil {
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
	return scenario{hooks: []hook.Record{first, last}, play: func(t *testing.T, b *hooked) {
		ctx := context.Background()
		id := b.note(t, mortise.Record{"title": "as it was", "rank": 1})
		for _, when := range []string{"first", "last"} {
			for what, want := range map[string]string{"refuse": "hook_refused", "panic": "hook_failed", "error": "hook_failed", "slow": "hook_slow"} {
				_, err := b.records.Update(ctx, b.clerk, b.entity, record.UpdateRequest{ID: id, Fields: map[string]any{"title": when + " " + what}})
				code, by := blamed(t, err)
				require.Equal(t, []any{want, "fails." + when}, []any{code, by}, what)
				require.Equal(t, []string{"as it was"}, b.allTitles(t), what)
			}
			_, err := b.client.Records(b.entity).Update(ctx, id, 0, mortise.Record{"title": when + " refuse"})
			var p *mortise.Problem
			require.ErrorAs(t, err, &p)
			require.Equal(t, "too low", p.Errors[0].Message)
			require.Equal(t, "/rank", p.Errors[0].Pointer)
		}
	}}
}

func noWayAround() scenario {
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
			_, err := w.Records.Get(ctx, w.Entity, named)
			return err
		case "as":
			root, err := w.Records.As(ctx, named, "the note asks for it")
			if err != nil {
				return err
			}
			return root.Update(ctx, w.Entity, w.ID, map[string]any{"weight": 3})
		}
		return nil
	}
	grants := func(entity string) []mortise.Document {
		name := entity + "_some"
		return []mortise.Document{{Kind: "grant", Name: name, Body: json.RawMessage(`{"name":"` + name + `","role":"clerk","entity":"` + entity +
			`","actions":["read","update"],"scope":"all","when":"rank < 3","read":"all","write":{"only":["title","rank"]}}`)}}
	}
	return scenario{hooks: []hook.Record{on("change", 0, change, hook.BeforeUpdate)}, grants: grants, play: func(t *testing.T, b *hooked) {
		ctx := context.Background()
		id, unseen := b.note(t, mortise.Record{"title": "t", "rank": 1}), b.note(t, mortise.Record{"title": "canary", "rank": 5})
		update := func(id string, fields map[string]any) error {
			_, err := b.records.Update(ctx, b.clerk, b.entity, record.UpdateRequest{ID: id, Fields: fields})
			return err
		}
		for title, want := range map[string]string{"weight": "field_not_writable", "rank": "invalid", "unknown": "invalid", "unseen": "not_found"} {
			code, by := blamed(t, update(id, map[string]any{"title": title + " " + unseen}))
			require.Equal(t, []any{want, "no_way_around.change"}, []any{code, by}, title)
		}
		heard.take()
		require.Equal(t, "not_found", code(t, update(unseen, map[string]any{"title": "x"})))
		require.Empty(t, heard.take(), "of a record that the caller cannot read no hook hears")
		me, err := b.Admin.Me(ctx)
		require.NoError(t, err)
		require.NoError(t, update(id, map[string]any{"title": "as " + me.User.ID}))
		rec, err := b.Admin.Records(b.entity).Get(ctx, id)
		require.NoError(t, err)
		require.EqualValues(t, "3", rec["weight"].(json.Number).String())
	}}
}

func eachOther() scenario {
	hooks := []hook.Record{on("again", 0, func(ctx context.Context, w *hook.Write) error {
		_, err := w.Records.Create(context.Background(), w.Entity, map[string]any{"title": "and so on"})
		return err
	}, hook.AfterCreate)}
	return scenario{hooks: hooks, play: func(t *testing.T, b *hooked) {
		_, err := b.records.Create(context.Background(), b.clerk, b.entity, map[string]any{"title": "t"})
		code, by := blamed(t, err)
		require.Equal(t, []any{"hook_too_deep", "each_other.again"}, []any{code, by})
		require.Empty(t, b.allTitles(t))
	}}
}

func grantedActions() scenario {
	raise := hook.Action{Name: "raise", Title: map[string]string{"en": "Raise", "zh-CN": "提升"}, Run: func(ctx context.Context, c *hook.Call) (any, error) {
		if c.Input["fail"] == true {
			_, _ = c.Records.Create(ctx, c.Entity, map[string]any{"title": "canary"})
			return nil, hook.Refuse("", "not today")
		}
		return map[string]any{"by": c.Input["by"]}, c.Records.Update(ctx, c.Entity, c.ID, map[string]any{"rank": c.Input["by"]})
	}}
	grants := func(entity string) []mortise.Document {
		grant := func(name, more string) mortise.Document {
			return mortise.Document{Kind: "grant", Name: entity + name, Body: json.RawMessage(`{"name":"` + entity + name + `","role":"clerk","entity":"` + entity + `","read":"all","write":"all",` + more + `}`)}
		}
		return []mortise.Document{grant("_seen", `"actions":["read","update"],"scope":"all","when":"rank < 5"`), grant("_raise", `"actions":["do_raise"],"scope":"all","when":"rank == 1"`)}
	}
	return scenario{actions: []hook.Action{raise}, grants: grants, play: func(t *testing.T, b *hooked) {
		ctx := context.Background()
		do := func(id, name string, input map[string]any) (any, error) {
			return b.records.Do(ctx, b.clerk, b.entity, id, name, input)
		}
		one, two, unseen := b.note(t, mortise.Record{"title": "one", "rank": 1}), b.note(t, mortise.Record{"title": "two", "rank": 2}), b.note(t, mortise.Record{"title": "unseen", "rank": 5})
		for id, want := range map[string]string{two: "action_not_granted", unseen: "not_found", "nonsense": "not_found"} {
			_, err := do(id, "raise", nil)
			require.Equal(t, want, code(t, err))
		}
		_, err := do(one, "lower", nil)
		require.Equal(t, "action_not_granted", code(t, err))
		may, err := b.records.MayI(ctx, b.clerk, b.entity, []string{one, two})
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
			if e.Name == b.entity {
				require.Equal(t, []record.ActionDescription{{Name: "raise", Title: "Raise"}}, e.Do)
			}
		}
	}}
}

package record_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/sdk/go/hook"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// imported is what happens to the rows of a file.
func imported() scenario {
	tidy := func(_ context.Context, w *hook.Write) error {
		title, _ := w.Values["title"].(string)
		if title == "bad" {
			return hook.Refuse("title", "not this one")
		}
		w.Values["title"] = strings.ToUpper(title) + " by " + w.Caller.Channel
		return nil
	}
	last := func(_ context.Context, w *hook.Write) error {
		if w.Values["title"] == "WORSE by import" {
			return errors.New("secret cause")
		}
		return nil
	}
	return scenario{hooks: []hook.Record{on("tidy", 0, tidy, hook.BeforeCreate), on("last", 0, last, hook.AfterCreate)}, play: func(t *testing.T, b *hooked) {
		done, err := b.Admin.Records(b.entity).Import(context.Background(), strings.NewReader("title,rank\none,1\nbad,2\nworse,3\ntwo,4\n"), mortise.ImportOptions{})
		require.NoError(t, err)
		require.EqualValues(t, []int64{4, 2, 2}, []int64{done.Rows, done.Created, done.Failed})
		require.Equal(t, mortise.ImportError{Line: 3, Pointer: "/title", Code: "hook_refused", Message: "not this one"}, done.Errors[0])
		require.Equal(t, []any{4, "hook_failed"}, []any{done.Errors[1].Line, done.Errors[1].Code})
		require.NotContains(t, done.Errors[1].Message, "secret")
		require.Equal(t, []string{"ONE by import", "TWO by import"}, b.allTitles(t))
	}}
}

// pagesOfBinders is what happens to the rows of a table: hooks hear of each of them.
func pagesOfBinders() scenario {
	var heard calls
	line := func(_ context.Context, w *hook.Write) error {
		title, _ := w.Values["title"].(string)
		heard.add(string(w.Event) + " " + title)
		switch {
		case title == "bad":
			return hook.Refuse("title", "not this one")
		case title == "worse" && w.Event == hook.AfterCreate:
			return errors.New("secret cause")
		case title == "low":
			w.Values["rank"] = 7
		}
		return nil
	}
	every := []hook.Event{hook.BeforeCreate, hook.AfterCreate, hook.BeforeUpdate, hook.BeforeArchive, hook.AfterArchive}
	return scenario{hooks: []hook.Record{on("line", 0, line, every...)}, play: func(t *testing.T, b *hooked) { playPages(t, b, &heard) }}
}

func playPages(t *testing.T, b *hooked, heard *calls) {
	ctx := context.Background()
	binders := b.Admin.Records("binder")
	binder := func(titles ...string) mortise.Record {
		list := []any{}
		for _, title := range titles {
			list = append(list, map[string]any{"title": title, "rank": 1})
		}
		return mortise.Record{"title": "b", "pages": list}
	}
	for title, want := range map[string]string{"bad": "hook_refused", "worse": "hook_failed"} {
		_, err := binders.Create(ctx, binder("one", title))
		var p *mortise.Problem
		require.ErrorAs(t, err, &p)
		if title == "bad" {
			require.Equal(t, []string{"/pages/1/title", "not this one"}, []string{p.Errors[0].Pointer, p.Errors[0].Message})
		} else {
			require.Equal(t, want, p.Code)
		}
	}
	page, err := binders.List(ctx, mortise.ListOptions{})
	require.NoError(t, err)
	require.Empty(t, page.Data, "what has one bad row is not written")
	require.Empty(t, b.allTitles(t))
	heard.take()
	rec, err := binders.Create(ctx, binder("one", "low"))
	require.NoError(t, err)
	require.Equal(t, []string{"before create one", "before create low", "after create one", "after create low"}, heard.take())
	lines := rec["pages"].([]any)
	require.Equal(t, "7", lines[1].(map[string]any)["rank"].(json.Number).String(), "as the hook has made it")
	_, err = binders.Update(ctx, rec.ID(), 0, mortise.Record{"pages": []any{map[string]any{"id": lines[1].(map[string]any)["id"], "title": "three"}}})
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"before archive ", "after archive ", "before update three"}, heard.take())
	require.Equal(t, []string{"three"}, b.allTitles(t))
}

// tableOfPages is an entity whose table the entity of the scenario pages is.
func tableOfPages(t *testing.T) []mortise.Document {
	t.Helper()
	return []mortise.Document{
		document(t, definition.KindEntity, "binder", `{"$schema":"mortise:entity","name":"binder","title":"Binder","x-id":"hookbinder","type":"object","x-label":"title",
			"properties":{"title":{"x-field":"text","x-id":"hb00000001"},"pages":{"x-field":"table","x-id":"hb00000002","x-entity":"pages"}}}`),
		grantOn(t, "administrator", "binder", "root", `"actions":["read","create","update"],"scope":"all"`),
	}
}

// publications is hooks around publications; they act on the comment of one.
type publications struct {
	heard  calls
	seen   func() int64 // the published revision, as others see it
	during []int64
}

func (p *publications) extension() hook.Extension {
	before := func(_ context.Context, v *hook.Publication) error {
		p.heard.add("before " + v.Comment)
		if v.Comment == "refuse" {
			for _, d := range v.Documents {
				if d.Name == "leaf" {
					return hook.Refuse("", "no leaves")
				}
			}
		}
		return nil
	}
	after := func(_ context.Context, v *hook.Publication) error {
		p.heard.add("after " + v.Comment)
		if p.seen != nil {
			p.during = append(p.during, p.seen())
		}
		if v.Comment == "fail" {
			return errors.New("secret cause")
		}
		return nil
	}
	return hook.Extension{Name: "p", Publishes: []hook.Publish{{Name: "before", Run: before}, {Name: "after", After: true, Run: after, Limit: 5 * time.Second}}}
}

func (p *publications) play(t *testing.T, b *notebook) {
	ctx := context.Background()
	state := func() int64 {
		_, revision, err := b.App.DB.State(ctx, "main")
		require.NoError(t, err)
		return revision
	}
	leaf := document(t, definition.KindEntity, "leaf", `{"$schema":"mortise:entity","name":"leaf","title":"Leaf","x-id":"hookleaf01","type":"object","properties":{"title":{"x-field":"text","x-id":"hl00000001"}}}`)
	require.NoError(t, b.Admin.Definitions().Put(ctx, leaf))
	p.heard.take()
	p.seen = state
	defer func() { p.seen = nil }()
	before := state()
	for comment, want := range map[string][]string{"refuse": {"hook_refused", "p.before", "before refuse"}, "fail": {"hook_failed", "p.after", "before fail", "after fail"}} {
		_, err := b.Admin.Definitions().Publish(ctx, comment)
		var refused *mortise.Problem
		require.ErrorAs(t, err, &refused)
		require.Contains(t, string(refused.Body), want[1], "it is named")
		require.NotContains(t, string(refused.Body), "secret")
		require.Equal(t, want[2:], p.heard.take())
		require.Equal(t, before, state(), "nothing is published")
		var rows int
		require.NoError(t, b.App.DB.Pool().QueryRow(ctx, "SELECT count(*) FROM ws_main.definition WHERE name = 'leaf'").Scan(&rows))
		require.Zero(t, rows)
	}
	_, err := b.Admin.Definitions().Publish(ctx, "go on")
	require.NoError(t, err)
	require.Equal(t, []string{"before go on", "after go on"}, p.heard.take())
	require.Equal(t, before+1, state())
	require.Equal(t, []int64{before, before}, p.during, "after stands before the end of the transaction")
}

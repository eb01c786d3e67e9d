package record_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/hook"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// benchWrites is a caller whom two grants let write notes.
func benchWrites(b *testing.B, with ...app.Option) (*record.Service, *record.Caller, string) {
	b.Helper()
	s := serving.Start(b, with...)
	grant := func(name, scope string) mortise.Document {
		return document(b, definition.KindGrant, name, `{"name":"`+name+`","role":"administrator","entity":"note","scope":"`+scope+
			`","actions":["read","create","update"],"read":"all","write":"all","result":"author != nil"}`)
	}
	s.Publish(b, []mortise.Document{document(b, definition.KindEntity, "note", note), grant("note_own", "own"), grant("note_all", "all")})
	ctx := context.Background()
	id, _, err := s.App.Identity.UserByEmail(ctx, "main", serving.Administrator)
	if err != nil {
		b.Fatal(err)
	}
	c, err := s.App.CallerOf(ctx, "main", id)
	if err != nil {
		b.Fatal(err)
	}
	created, err := s.App.Records.Create(ctx, c, "note", map[string]any{"title": "first", "rank": json.Number("1")})
	if err != nil {
		b.Fatal(err)
	}
	return s.App.Records, c, created.ID
}

func BenchmarkCreate(b *testing.B) {
	records, c, _ := benchWrites(b)
	for b.Loop() {
		if _, err := records.Create(context.Background(), c, "note", map[string]any{"title": "another", "rank": json.Number("2")}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUpdate(b *testing.B) {
	records, c, id := benchWrites(b)
	for b.Loop() {
		if _, err := records.Update(context.Background(), c, "note", record.UpdateRequest{ID: id, Fields: map[string]any{"title": "changed"}}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHooks tells what hooks cost: nothing where none listens. The writes
// of a server without any, of one whose hooks listen to another entity, and of
// one with hooks on both sides take turns, so that one run compares the medians.
func BenchmarkHooks(b *testing.B) {
	idle := func(context.Context, *hook.Write) error { return nil }
	around := func(entity string) app.Option {
		return app.With(hook.Extension{Name: "idle", Records: []hook.Record{{Name: "idle", Entity: entity, Run: idle,
			On: []hook.Event{hook.BeforeCreate, hook.AfterCreate, hook.BeforeUpdate, hook.AfterUpdate}}}})
	}
	var writes []func()
	names := []string{"none", "elsewhere", "here"}
	for _, with := range [][]app.Option{nil, {around("other")}, {around("note")}} {
		records, c, id := benchWrites(b, with...)
		writes = append(writes, func() {
			if _, err := records.Update(context.Background(), c, "note", record.UpdateRequest{ID: id, Fields: map[string]any{"title": "changed"}}); err != nil {
				b.Fatal(err)
			}
		})
	}
	took := make([][]time.Duration, len(writes))
	for b.Loop() {
		for i, write := range writes {
			began := time.Now()
			write()
			took[i] = append(took[i], time.Since(began))
		}
	}
	for i, name := range names {
		slices.Sort(took[i])
		b.ReportMetric(float64(took[i][len(took[i])/2].Microseconds()), name+"-µs")
	}
}

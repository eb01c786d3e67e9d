package record_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// benchWrites is a caller whom two grants let write notes.
func benchWrites(b *testing.B) (*record.Service, *record.Caller, string) {
	b.Helper()
	s := serving.Start(b)
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

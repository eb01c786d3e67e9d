package record_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// note is an entity with fields that are often empty, and texts in two scripts.
const note = `{"$schema":"mortise:entity","name":"note","title":"Note","x-id":"k3f9q2m7xa","type":"object","x-label":"title","x-owner":"author",
"properties":{
 "title":{"x-field":"text","x-id":"h4r7k0v3qd","title":"Title"},
 "rank":{"x-field":"integer","x-id":"a1b2c3d4e5","title":"Rank"},
 "weight":{"x-field":"number","x-id":"b1b2c3d4e5","title":"Weight","x-scale":2},
 "due":{"x-field":"datetime","x-id":"c1b2c3d4e5","title":"Due"},
 "author":{"x-field":"user","x-id":"d1b2c3d4e5","title":"Author"}}}`

func document(t testing.TB, kind definition.Kind, name, body string) mortise.Document {
	t.Helper()
	return mortise.Document{Kind: string(kind), Name: name, Body: json.RawMessage(body)}
}

// notes is a server with forty notes: some owned by the administrator, some by
// nobody.
func notes(t *testing.T, grants ...string) (*serving.Server, *record.Service, *record.Caller) {
	t.Helper()
	s := serving.Start(t)
	docs := []mortise.Document{document(t, definition.KindEntity, "note", note)}
	for i, g := range grants {
		name := fmt.Sprintf("note_%d", i)
		docs = append(docs, document(t, definition.KindGrant, name, fmt.Sprintf(`{"name":%q,"role":"administrator","entity":"note",%s}`, name, g)))
	}
	s.Publish(t, docs)
	ctx := context.Background()
	id, _, err := s.App.Identity.UserByEmail(ctx, "main", serving.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.App.CallerOf(ctx, "main", id)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		fields := map[string]any{"title": []string{"张三", "apple", "李四", "Banana", "äpfel"}[i%5], "author": nil}
		if i%3 > 0 {
			fields["rank"] = json.Number(fmt.Sprint(i % 4))
		}
		if i%4 > 0 {
			fields["weight"] = json.Number(fmt.Sprintf("%d.%d", i%3, i%2*5))
		}
		if i%5 > 1 {
			fields["due"] = fmt.Sprintf("2026-01-%02dT00:00:00.00%dZ", 1+i%6, i%10)
		}
		if i%2 == 0 {
			fields["author"] = id
		}
		if _, err := s.App.Records.Create(ctx, c, "note", fields); err != nil {
			t.Fatalf("note %d: %v", i, err)
		}
	}
	return s, s.App.Records, c
}

const all = `"actions":["read","create","update"],"scope":"all","read":"all","write":"all"`

// Whatever one sorts by, the pages together are the whole list, in its order.
func TestPagesLoseNothing(t *testing.T) {
	t.Parallel()
	for name, grants := range map[string][]string{
		"one way":  {all},
		"two ways": {`"actions":["read","create"],"scope":"own","read":"all","write":"all","result":"true"`, `"actions":["read"],"scope":"pool","read":{"except":["rank"]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, records, c := notes(t, grants...)
			for _, sort := range []string{"", "rank", "-rank", "rank,-weight", "-weight,rank", "title", "-title,due", "due", "-due", "author,-rank", "created_at", "id", "-id"} {
				whole := pages(t, records, c, record.ListRequest{Sort: sort, Limit: 200})
				if len(whole) != 40 {
					t.Fatalf("sort %q: %d records in one page, want 40", sort, len(whole))
				}
				for _, limit := range []int{1, 7, 39, 40} {
					if got := pages(t, records, c, record.ListRequest{Sort: sort, Limit: limit}); !slices.Equal(got, whole) {
						t.Errorf("sort %q by %d: pages differ from the whole list:\n%v\n%v", sort, limit, got, whole)
					}
				}
			}
		})
	}
}

// pages reads a list to its end and gives the ids.
func pages(t *testing.T, records *record.Service, c *record.Caller, q record.ListRequest) []string {
	t.Helper()
	var ids []string
	for {
		a, err := records.List(context.Background(), c, "note", q, nil)
		if err != nil {
			t.Fatalf("sort %q: %v", q.Sort, err)
		}
		var rows []struct{ ID string }
		if err := json.Unmarshal([]byte("["+string(a.Rows)+"]"), &rows); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
		if a.Next == "" {
			return ids
		}
		if len(rows) != q.Limit {
			t.Fatalf("a page of %d records has a next one", len(rows))
		}
		q.After = a.Next
	}
}

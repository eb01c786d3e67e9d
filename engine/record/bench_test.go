package record_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/record"
)

// bench is a caller with the records of package core to read.
func bench(b *testing.B) (*record.Service, *record.Caller) {
	b.Helper()
	s := serving.Start(b)
	ctx := context.Background()
	id, _, err := s.App.Identity.UserByEmail(ctx, "main", serving.Administrator)
	if err != nil {
		b.Fatal(err)
	}
	c, err := s.App.CallerOf(ctx, "main", id)
	if err != nil {
		b.Fatal(err)
	}
	for i := range 200 {
		if _, err := s.App.Records.Create(ctx, c, "user", map[string]any{"name": fmt.Sprint("user ", i), "email": fmt.Sprintf("u%d@example.com", i)}); err != nil {
			b.Fatal(err)
		}
	}
	if c, err = s.App.CallerOf(ctx, "main", id); err != nil {
		b.Fatal(err)
	}
	return s.App.Records, c
}

func BenchmarkList(b *testing.B) {
	records, c := bench(b)
	q := record.ListRequest{Filter: "(language == 'en' && name contains 'x') || name startsWith 'user'", Sort: "-created_at"}
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		a, err := records.List(context.Background(), c, "user", q, dst[:0])
		if err != nil {
			b.Fatal(err)
		}
		dst = a.Rows
	}
}

func BenchmarkGet(b *testing.B) {
	records, c := bench(b)
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		row, err := records.Get(context.Background(), c, "user", c.Principal.UserID, nil, dst[:0])
		if err != nil {
			b.Fatal(err)
		}
		dst = row
	}
}

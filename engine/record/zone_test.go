package record_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// TestDaysBeginInTheZoneOfTheServer asks for what is due today in zones in which
// today is another day, or begins at another time.
func TestDaysBeginInTheZoneOfTheServer(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := serving.Start(t)
	east := zone(t, "Pacific/Kiritimati") // UTC+14
	s.App.SetZone(east)
	s.Publish(t, []mortise.Document{document(t, definition.KindEntity, "note", note), document(t, definition.KindGrant, "note_all",
		`{"name":"note_all","role":"administrator","entity":"note","actions":["read","create"],"scope":"all","read":"all","write":"all"}`)})
	id, _, err := s.App.Identity.UserByEmail(ctx, "main", serving.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.App.CallerOf(ctx, "main", id)
	if err != nil {
		t.Fatal(err)
	}
	if c.Zone != east {
		t.Errorf("a caller without a session has the zone %v", c.Zone)
	}
	if _, err := s.Admin.Records("note").Create(ctx, mortise.Record{"title": "night", "due": "2026-01-01T18:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	for _, ask := range []struct {
		zone, now string
		rows      int
	}{
		{"UTC", "2026-01-01T09:00:00Z", 1},
		{"Asia/Shanghai", "2026-01-01T09:00:00Z", 0}, // the same date, for whoever remembers it
		{"Asia/Shanghai", "2026-01-01T17:00:00Z", 1},
		{"UTC", "2026-01-01T17:00:00Z", 1},
		{"UTC", "2026-01-02T09:00:00Z", 0},
		{"Asia/Shanghai", "2026-01-02T09:00:00Z", 1},
	} {
		now, err := time.Parse(time.RFC3339, ask.now)
		if err != nil {
			t.Fatal(err)
		}
		asking := *c
		asking.Zone, asking.Now = zone(t, ask.zone), now
		answer, err := s.App.Records.List(ctx, &asking, "note", record.ListRequest{Fields: []string{"id"}, Filter: "due == today()", Count: "exact"}, nil)
		if err != nil || answer.Count != int64(ask.rows) {
			t.Errorf("in %s at %s: %s %v, want %d", ask.zone, ask.now, answer.Rows, err, ask.rows)
		}
	}

	if _, err := s.Admin.Records("note").Create(ctx, mortise.Record{"title": "today", "due": todayThereAlone(east).UTC().Format(time.RFC3339)}); err != nil {
		t.Fatal(err)
	}
	page, err := s.Admin.Records("note").List(ctx, mortise.ListOptions{Filter: "due == today()"})
	if err != nil || len(page.Data) != 1 {
		t.Errorf("by HTTP: %v %v", page, err)
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(fmt.Errorf("this machine lacks time zones: %w", err))
	}
	return z
}

// todayThereAlone is a time of today in a zone that is none of today in UTC.
func todayThereAlone(zone *time.Location) time.Time {
	now := time.Now()
	y, m, d := now.In(zone).Date()
	start := time.Date(y, m, d, 0, 0, 0, 0, zone)
	if start.UTC().Day() == now.UTC().Day() {
		return start.Add(23 * time.Hour)
	}
	return start.Add(time.Hour)
}

// A user who has chosen a time zone has his days begin there.
func TestDaysBeginInTheZoneOfTheUser(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := serving.Start(t)
	id, _, err := s.App.Identity.UserByEmail(ctx, "main", serving.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Admin.Records("user").Update(ctx, id, 0, mortise.Record{"zone": "Asia/Nowhere"}); err == nil {
		t.Error("a zone that does not exist is taken")
	}
	if _, err := s.Admin.Records("user").Update(ctx, id, 0, mortise.Record{"zone": "Asia/Shanghai"}); err != nil {
		t.Fatal(err)
	}
	c, err := s.App.CallerOf(ctx, "main", id)
	if err != nil {
		t.Fatal(err)
	}
	if c.Zone == nil || c.Zone.String() != "Asia/Shanghai" {
		t.Errorf("his zone is %v", c.Zone)
	}
}

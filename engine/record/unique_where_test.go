package record_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// A room is booked once at a time: what is over does not count.
const booking = `{"$schema":"mortise:entity","name":"booking","title":"Booking","x-id":"b1f9q2m7xa","type":"object","x-label":"guest","x-owner":"owner",
"properties":{
 "guest":{"x-field":"text","x-id":"b2r7k0v3qd"},
 "owner":{"x-field":"user","x-id":"b3b2c3d4e5"},
 "room":{"x-field":"text","x-id":"b4b2c3d4e5"},
 "state":{"x-field":"choice","x-id":"b5b2c3d4e5","default":"held","oneOf":[{"const":"held","title":"Held"},{"const":"paid","title":"Paid"},{"const":"over","title":"Over"}]},
 "note":{"x-field":"text","x-id":"b6b2c3d4e5"}},
"required":["room"],
"x-unique":[{"fields":["room"],"where":"state in ['held', 'paid']","message":"This room is taken."}]}`

func newHotel(t *testing.T) *serving.Server {
	t.Helper()
	s := serving.Start(t)
	grant := func(name, body string) mortise.Document {
		return document(t, definition.KindGrant, name, `{"name":"`+name+`","entity":"booking",`+body+`}`)
	}
	s.Publish(t, []mortise.Document{
		document(t, definition.KindEntity, "booking", booking),
		document(t, definition.KindRole, "porter", `{"name":"porter","x-id":"d1g2kq0x2m","title":"Porter"}`),
		grant("root_all", `"role":"administrator","actions":["read","update","create","import","archive","restore"],"scope":"all","read":"all","write":"all"`),
		grant("porter_blind", `"role":"porter","actions":["read","update","create"],"scope":"all","read":{"except":["state"]},"write":"all"`),
	})
	s.Work(t)
	return s
}

func TestUniqueHoldsWhereItsConditionIsTrue(t *testing.T) {
	t.Parallel()
	s := newHotel(t)
	for name, run := range map[string]func(t *testing.T, s *serving.Server){
		"writes": uniqueWrites, "upserts": uniqueUpserts, "imports": uniqueImports, "hidden": uniqueHidden,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, s)
		})
	}
	t.Run("changed later", func(t *testing.T) { uniqueLater(t, newHotel(t)) })
}

func uniqueWrites(t *testing.T, s *serving.Server) {
	ctx := context.Background()
	bookings := s.Admin.Records("booking")
	taken := func(err error) {
		t.Helper()
		p := problemFrom(t, err)
		require.Equal(t, "not_unique", p.Code)
		require.Equal(t, map[string]string{"/room": "not_unique"}, pointers(p))
		require.Equal(t, "This room is taken.", p.Errors[0].Message)
	}
	first := made(t, bookings, mortise.Record{"room": "w1"})
	_, err := bookings.Create(ctx, mortise.Record{"room": "w1"})
	taken(err)
	over := made(t, bookings, mortise.Record{"room": "w1", "state": "over"})
	made(t, bookings, mortise.Record{"room": "w1", "state": "over"})

	_, err = bookings.Update(ctx, over, 0, mortise.Record{"state": "paid"})
	taken(err)
	for name, unique := range map[string]bool{"state": true, "note": false} {
		v, err := bookings.Validate(ctx, over, mortise.Record{name: "paid"})
		require.NoError(t, err)
		require.Equal(t, unique, len(v.Errors) > 0, "a dry run of a changed %s", name)
	}
	_, err = bookings.Update(ctx, first, 0, mortise.Record{"state": "over"})
	require.NoError(t, err)
	_, err = bookings.Update(ctx, over, 0, mortise.Record{"state": "paid"})
	require.NoError(t, err, "the room is free again")

	require.NoError(t, bookings.Archive(ctx, over))
	again := made(t, bookings, mortise.Record{"room": "w1"})
	_, err = bookings.Restore(ctx, over)
	taken(err)
	require.NoError(t, bookings.Archive(ctx, again))
	_, err = bookings.Restore(ctx, over)
	require.NoError(t, err)
}

func uniqueUpserts(t *testing.T, s *serving.Server) {
	ctx := context.Background()
	bookings := s.Admin.Records("booking")
	put := func(values mortise.Record) (string, bool) {
		t.Helper()
		rec, created, err := bookings.Upsert(ctx, []string{"room"}, values)
		require.NoError(t, err)
		return rec.ID(), created
	}
	over := made(t, bookings, mortise.Record{"room": "u1", "state": "over"})
	first, created := put(mortise.Record{"room": "u1"})
	require.True(t, created, "what is over is not found by the key")
	require.NotEqual(t, over, first)
	id, created := put(mortise.Record{"room": "u1", "state": "over", "note": "left"})
	require.False(t, created)
	require.Equal(t, first, id, "a change may take the record out of the rule")

	for range 2 {
		_, _, err := bookings.Upsert(ctx, []string{"room"}, mortise.Record{"room": "u1", "state": "over"})
		require.Equal(t, map[string]string{"": "outside_key"}, pointers(problemFrom(t, err)), "it would make one more each time")
	}
	_, created = put(mortise.Record{"room": "u1", "state": "paid"})
	require.True(t, created)
	page, err := bookings.List(ctx, mortise.ListOptions{Filter: `room == "u1"`, Count: "exact"})
	require.NoError(t, err)
	require.EqualValues(t, 3, *page.Count)
}

func uniqueImports(t *testing.T, s *serving.Server) {
	ctx := context.Background()
	bookings := s.Admin.Records("booking")
	over := made(t, bookings, mortise.Record{"room": "i1", "state": "over", "note": "old"})
	held := made(t, bookings, mortise.Record{"room": "i2", "state": "held", "note": "old"})
	f, err := s.Admin.Upload(ctx, "rooms.csv", strings.NewReader("room,state,note\ni1,held,new\ni2,paid,new\ni2,over,last\ni3,over,never\ni1,paid,twice\n"))
	require.NoError(t, err)
	job, err := bookings.ImportFile(ctx, mortise.ImportOrder{File: f.ID, Mode: "upsert", Key: []string{"room"}})
	require.NoError(t, err)
	job, err = s.Admin.WaitJob(ctx, job.ID, nil)
	require.NoError(t, err)
	var result struct {
		Created, Updated, Failed int64
		Errors                   []struct{ Code string }
	}
	require.NoError(t, json.Unmarshal(job.Result, &result))
	require.EqualValues(t, []int64{1, 3, 1}, []int64{result.Created, result.Updated, result.Failed}, string(job.Result))
	rec, err := bookings.Get(ctx, over)
	require.NoError(t, err)
	require.Equal(t, "old", rec.Text("note"), "what is over is not found by the key")
	rec, err = bookings.Get(ctx, held)
	require.NoError(t, err)
	require.Equal(t, "last", rec.Text("note"))
	page, err := bookings.List(ctx, mortise.ListOptions{Filter: `room == "i3"`, Count: "exact"})
	require.NoError(t, err)
	require.Zero(t, *page.Count)
}

// Who does not see what the condition looks at does not learn it by a key.
func uniqueHidden(t *testing.T, s *serving.Server) {
	ctx := context.Background()
	_, porter := s.NewUser(t, "Pat", []string{"porter"})
	made(t, s.Admin.Records("booking"), mortise.Record{"room": "h1", "state": "over"})
	made(t, s.Admin.Records("booking"), mortise.Record{"room": "h1", "state": "held"})
	_, _, err := porter.Records("booking").Upsert(ctx, []string{"room"}, mortise.Record{"room": "h1", "note": "x"})
	require.Equal(t, "not_unique", problemFrom(t, err).Code)
}

// A rule that holds for more records than before names those that break it.
func uniqueLater(t *testing.T, s *serving.Server) {
	ctx := context.Background()
	bookings, drafts := s.Admin.Records("booking"), s.Admin.Definitions()
	one := made(t, bookings, mortise.Record{"room": "l1", "state": "over"})
	two := made(t, bookings, mortise.Record{"room": "l1", "state": "over"})
	old := made(t, bookings, mortise.Record{"room": "l1", "state": "over"})
	require.NoError(t, bookings.Archive(ctx, old))

	wider := strings.Replace(booking, `state in ['held', 'paid']`, `state != nil`, 1)
	require.NoError(t, drafts.Put(ctx, document(t, definition.KindEntity, "booking", wider)))
	resp, err := s.Admin.Do(ctx, mortise.Request{Method: http.MethodPost, Path: "/api/v1/draft:plan", Body: strings.NewReader("{}"), ContentType: "application/json"})
	require.NoError(t, err)
	require.Contains(t, string(resp.Body), one)
	_, err = drafts.Publish(ctx, "wider")
	p := problemFrom(t, err)
	require.Equal(t, "duplicates_exist", p.Errors[0].Code)
	require.Contains(t, string(p.Body), one)
	require.Contains(t, string(p.Body), two)
	require.NotContains(t, string(p.Body), old)

	_, err = bookings.Update(ctx, two, 0, mortise.Record{"room": "l2"})
	require.NoError(t, err)
	_, err = drafts.Publish(ctx, "wider")
	require.NoError(t, err)
	_, err = bookings.Create(ctx, mortise.Record{"room": "l2", "state": "over"})
	require.Equal(t, map[string]string{"/room": "not_unique"}, pointers(problemFrom(t, err)))
}

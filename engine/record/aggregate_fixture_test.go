package record_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	theatre = `{"$schema":"mortise:entity","name":"shop","title":"Shop","x-id":"sh0p000001","type":"object","x-label":"name","x-owner":"owner","properties":{
 "name":{"x-field":"text","x-id":"sh0p000002"},
 "city":{"x-field":"text","x-id":"sh0p000003"},
 "level":{"x-field":"integer","x-id":"sh0p000004"},
 "owner":{"x-field":"user","x-id":"sh0p000005"}}}`
	ticket = `{"$schema":"mortise:entity","name":"ticket","title":"Ticket","x-id":"t1cket0001","type":"object","x-label":"title","x-owner":"owner","properties":{
 "title":{"x-field":"text","x-id":"t1cket0002","x-search":true},
 "state":{"x-field":"choice","x-id":"t1cket0003","oneOf":[{"const":"new","title":"New"},{"const":"won","title":"Won"},{"const":"lost","title":"Lost"}]},
 "amount":{"x-field":"number","x-id":"t1cket0004","x-scale":2},
 "seats":{"x-field":"integer","x-id":"t1cket0005"},
 "due":{"x-field":"date","x-id":"t1cket0006"},
 "seen":{"x-field":"datetime","x-id":"t1cket0007"},
 "paid":{"x-field":"boolean","x-id":"t1cket0008"},
 "phone":{"x-field":"phone","x-id":"t1cket0009"},
 "shop":{"x-field":"relation","x-id":"t1cket000a","x-entity":"shop"},
 "tags":{"x-field":"tags","x-id":"t1cket000b"},
 "double":{"x-field":"formula","x-id":"t1cket000c","x-expr":"amount * 2","x-as":"number"},
 "owner":{"x-field":"user","x-id":"t1cket000d"}}}`
)

// boxOffice is a server with tickets and shops, of which a clerk sees some, and
// some of whose cells he sees hidden or masked.
type boxOffice struct {
	*serving.Server
	records *record.Service
	clerk   *record.Caller
	root    *record.Caller
}

func newBoxOffice(t *testing.T, n int) *boxOffice {
	t.Helper()
	s := serving.Start(t)
	grant := func(name, body string) mortise.Document {
		return document(t, definition.KindGrant, name, `{"name":"`+name+`",`+body+`}`)
	}
	s.Publish(t, []mortise.Document{
		document(t, definition.KindEntity, "shop", theatre), document(t, definition.KindEntity, "ticket", ticket),
		document(t, definition.KindRole, "clerk", clerkRole),
		grant("root_shop", `"entity":"shop","role":"administrator","actions":["read","create","update","archive"],"scope":"all","read":"all","write":"all"`),
		grant("root_ticket", `"entity":"ticket","role":"administrator","actions":["read","create","update","archive"],"scope":"all","read":"all","write":"all"`),
		grant("clerk_own", `"entity":"ticket","role":"clerk","actions":["read"],"scope":"own","read":"all"`),
		grant("clerk_some", `"entity":"ticket","role":"clerk","actions":["read"],"scope":"all","when":"seats > 2","read":{"except":["amount","seats"]}`),
		grant("clerk_shop", `"entity":"shop","role":"clerk","actions":["read"],"scope":"own","read":"all"`),
		grant("clerk_big", `"entity":"shop","role":"clerk","actions":["read"],"scope":"all","when":"level > 1","read":{"except":["city"]}`),
		document(t, definition.KindMask, "ticket_phone", `{"name":"ticket_phone","entity":"ticket","fields":["phone","state","seen"],"show":"all","when":"owner == nil","except":["administrator"]}`),
	})
	m := &boxOffice{Server: s, records: s.App.Records}
	id, _ := s.NewUser(t, "clerk", []string{"clerk"})
	m.clerk = m.caller(t, id)
	rootID, _, err := s.App.Identity.UserByEmail(context.Background(), "main", serving.Administrator)
	require.NoError(t, err)
	m.root = m.caller(t, rootID)
	m.fill(t, n, id)
	return m
}

func (m *boxOffice) caller(t *testing.T, id string) *record.Caller {
	t.Helper()
	c, err := m.App.CallerOf(context.Background(), "main", id)
	require.NoError(t, err)
	zone, err := time.LoadLocation("Asia/Shanghai")
	require.NoError(t, err)
	c.Zone = zone
	return c
}

// fill makes shops and tickets with many empty cells and equal values.
func (m *boxOffice) fill(t *testing.T, n int, clerk string) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	var shops []string
	for i := range 8 {
		fields := map[string]any{"name": fmt.Sprintf("店%d", i), "level": json.Number(fmt.Sprint(i % 4)), "city": []any{"上海", "北京", nil}[i%3]}
		if i%2 == 0 {
			fields["owner"] = clerk
		}
		shops = append(shops, m.create(t, "shop", fields))
	}
	maybe := func(v any) any {
		if r.IntN(4) == 0 {
			return nil
		}
		return v
	}
	for i := range n {
		at := time.Date(2025, 11, 20, 0, 0, 0, 0, time.UTC).Add(time.Duration(r.IntN(120*24*60)) * time.Minute)
		m.create(t, "ticket", map[string]any{
			"title": fmt.Sprintf("票 %d", i%7), "state": maybe([]string{"new", "won", "lost"}[r.IntN(3)]),
			"amount": maybe(json.Number(fmt.Sprintf("%d.%02d", r.IntN(40)-20, r.IntN(100)))), "seats": maybe(json.Number(fmt.Sprint(r.IntN(6)))),
			"due": maybe(at.Format(time.DateOnly)), "seen": maybe(at.Format(time.RFC3339)), "paid": maybe(r.IntN(2) == 0),
			"phone": maybe(fmt.Sprintf("+861351234000%d", r.IntN(3))), "shop": maybe(shops[r.IntN(len(shops))]),
			"tags": maybe([][]any{{"a", "b"}, {"b"}, {"c", "a"}}[r.IntN(3)]), "owner": maybe([]any{clerk, m.root.Principal.UserID, nil}[r.IntN(3)]),
		})
	}
}

func (m *boxOffice) create(t *testing.T, entity string, fields map[string]any) string {
	t.Helper()
	for name, v := range fields {
		if v == nil {
			delete(fields, name)
		}
	}
	made, err := m.records.Create(context.Background(), m.root, entity, fields)
	require.NoError(t, err)
	return made.ID
}

package record_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	filledPerson = `{"$schema":"mortise:entity","name":"person","title":"Person","x-id":"p3f9q2m7xa","type":"object","x-label":"name","properties":{
 "name":{"x-field":"text","x-id":"p4r7k0v3qd"},"address":{"x-field":"text","x-id":"p5r7k0v3qd"},"phone":{"x-field":"phone","x-id":"p6r7k0v3qd","x-region":"CN"},
 "rating":{"x-field":"text","x-id":"p7r7k0v3qd"}},"required":["name"]}`
	filledOrder = `{"$schema":"mortise:entity","name":"order","title":"Order","x-id":"o3f9q2m7xa","type":"object","x-label":"name","properties":{
 "name":{"x-field":"text","x-id":"o4r7k0v3qd"},
 "buyer":{"x-field":"relation","x-id":"o5r7k0v3qd","x-entity":"person"},
 "address":{"x-field":"text","x-id":"o6r7k0v3qd","x-autofill":"buyer.address"},
 "phone":{"x-field":"phone","x-id":"o7r7k0v3qd","x-region":"CN","x-autofill":"buyer.phone"},
 "rating":{"x-field":"text","x-id":"o8r7k0v3qd","x-autofill":"buyer.rating"},
 "label":{"x-field":"text","x-id":"o9r7k0v3qd","x-autofill":"upper(address)"},
 "price":{"x-field":"number","x-id":"oar7k0v3qd","default":2},
 "count":{"x-field":"integer","x-id":"obr7k0v3qd"},
 "total":{"x-field":"number","x-id":"ocr7k0v3qd","x-autofill":"price * count"},
 "day":{"x-field":"date","x-id":"odr7k0v3qd","x-default":"today()"},
 "taker":{"x-field":"user","x-id":"oer7k0v3qd","x-default":"me"}},"required":["name","taker"],
"x-validations":[{"when":"total != nil","holds":"total < 100","at":"total","message":"Too much."}]}`
)

// filled is a server with orders that are filled in. A clerk writes an order's
// name, buyer, price and count alone, and does not see a person's rating; the
// phones of persons are masked to him, and one of them is hidden.
type filled struct {
	*serving.Server
	clerk   mortise.Records
	clerkID string
	orders  mortise.Records // as the administrator
	people  map[string]string
}

func newFilled(t *testing.T) *filled {
	t.Helper()
	s := serving.Start(t)
	grant := func(name, body string) mortise.Document {
		return document(t, definition.KindGrant, name, `{"name":"`+name+`",`+body+`}`)
	}
	all := `"role":"administrator","actions":["read","update","create","import","history"],"scope":"all","read":"all","write":"all"`
	s.Publish(t, []mortise.Document{
		document(t, definition.KindEntity, "person", filledPerson), document(t, definition.KindEntity, "order", filledOrder),
		document(t, definition.KindRole, "clerk", `{"name":"clerk","x-id":"c1g2kq0x2m","title":"Clerk"}`),
		grant("person_all", `"entity":"person",`+all), grant("order_all", `"entity":"order",`+all),
		grant("order_clerk", `"entity":"order","role":"clerk","actions":["read","update","create"],"scope":"all","read":"all","write":{"only":["name","buyer","price","count"]}`),
		grant("person_clerk", `"entity":"person","role":"clerk","actions":["read"],"scope":"all","when":"name != 'Hidden'","read":{"except":["rating"]},"find":{"only":["name"]}`),
		document(t, definition.KindMask, "person_phone", `{"name":"person_phone","entity":"person","fields":["phone"],"show":"phone","except":["administrator"]}`),
	})
	id, clerk := s.NewUser(t, "Cleo", []string{"clerk"})
	f := &filled{Server: s, clerk: clerk.Records("order"), clerkID: id, orders: s.Admin.Records("order"), people: map[string]string{}}
	for name, address := range map[string]any{"Ann": "1 High Street", "Bob": "2 Low Road", "Hidden": "nowhere", "Nomad": nil} {
		rec, err := s.Admin.Records("person").Create(context.Background(), mortise.Record{"name": name, "address": address, "phone": "13800138000", "rating": "A"})
		require.NoError(t, err)
		f.people[name] = rec.ID()
	}
	return f
}

func some(rec mortise.Record, names ...string) mortise.Record {
	out := mortise.Record{}
	for _, name := range names {
		out[name] = rec[name]
	}
	return out
}

func TestValuesComeAlongWithNewRecords(t *testing.T) {
	t.Parallel()
	f, ctx := newFilled(t), context.Background()
	rec, err := f.clerk.Create(ctx, mortise.Record{"name": "x", "buyer": f.people["Ann"], "count": 3})
	require.NoError(t, err)
	require.Equal(t, mortise.Record{"address": "1 High Street", "label": "1 HIGH STREET", "phone": nil, "rating": nil, "total": json.Number("6"), "taker": f.clerkID},
		some(rec, "address", "label", "phone", "rating", "total", "taker"), "what he may not read, or not whole, does not come along")
	require.NotEmpty(t, rec["day"])
	rec, err = f.orders.Create(ctx, mortise.Record{"name": "x", "buyer": f.people["Ann"], "address": "elsewhere", "taker": f.clerkID, "day": "2026-01-31"})
	require.NoError(t, err)
	require.Equal(t, mortise.Record{"address": "elsewhere", "label": "ELSEWHERE", "phone": "+8613800138000", "rating": "A", "total": nil, "taker": f.clerkID, "day": "2026-01-31"},
		some(rec, "address", "label", "phone", "rating", "total", "taker", "day"), "what is given stays")
	changes, err := f.orders.History(ctx, rec.ID())
	require.NoError(t, err)
	var names []string
	for _, c := range changes[0].Fields {
		names = append(names, c.Name)
	}
	require.Subset(t, names, []string{"address", "label", "phone", "rating"}, "the change names them like those given")

	_, err = f.clerk.Create(ctx, mortise.Record{"name": "x", "address": "mine"})
	require.Equal(t, []string{"/address field_not_writable"}, wrongAt(t, err), "that a field is filled in lets nobody write it")
	_, err = f.clerk.Create(ctx, mortise.Record{"name": "x", "buyer": f.people["Hidden"]})
	require.Equal(t, []string{"/buyer missing_record"}, wrongAt(t, err))
	_, err = f.clerk.Create(ctx, mortise.Record{"name": "x", "count": 50})
	require.Equal(t, []string{"/total validation_failed"}, wrongAt(t, err), "rules see what comes along")
	_, err = f.orders.Create(ctx, mortise.Record{"name": "x", "taker": nil})
	require.Equal(t, []string{"/taker required"}, wrongAt(t, err))

	dry, err := f.clerk.Validate(ctx, "", mortise.Record{"buyer": f.people["Ann"], "count": 3})
	require.NoError(t, err)
	require.Equal(t, mortise.Record{"address": "1 High Street", "label": "1 HIGH STREET", "total": json.Number("6"), "taker": f.clerkID}, some(dry.Values, "address", "label", "total", "taker"))
	require.Equal(t, []string{"/name required"}, pointed(dry.Errors))
}

func TestValuesComeAlongWithImports(t *testing.T) {
	t.Parallel()
	f, ctx := newFilled(t), context.Background()
	csv := "name,buyer,address,count\na," + f.people["Ann"] + ",,1\nb," + f.people["Bob"] + ",given,2\nc,,,60\n"
	done, err := f.orders.Import(ctx, strings.NewReader(csv), mortise.ImportOptions{})
	require.NoError(t, err)
	require.EqualValues(t, 2, done.Created, "%v", done.Errors)
	require.Equal(t, "Too much.", done.Errors[0].Message)
	page, err := f.orders.List(ctx, mortise.ListOptions{Sort: []string{"name"}})
	require.NoError(t, err)
	require.Equal(t, mortise.Record{"address": "1 High Street", "total": json.Number("2")}, some(page.Data[0], "address", "total"))
	require.Equal(t, mortise.Record{"address": "given", "total": json.Number("4")}, some(page.Data[1], "address", "total"))
}

func TestValuesComeAlongWithChanges(t *testing.T) {
	t.Parallel()
	f, ctx := newFilled(t), context.Background()
	rec, err := f.orders.Create(ctx, mortise.Record{"name": "x", "buyer": f.people["Ann"], "count": 3})
	require.NoError(t, err)
	id := rec.ID()
	for _, step := range []struct {
		what   string
		change mortise.Record
		want   mortise.Record
	}{
		{"another buyer", mortise.Record{"buyer": f.people["Bob"]}, mortise.Record{"address": "2 Low Road", "label": "2 LOW ROAD", "rating": nil, "total": json.Number("6")}},
		{"what is made of one side and the other as it was", mortise.Record{"count": 4}, mortise.Record{"address": "2 Low Road", "total": json.Number("8")}},
		{"nothing that anything is made of", mortise.Record{"name": "y"}, mortise.Record{"address": "2 Low Road", "total": json.Number("8")}},
		{"a buyer without an address", mortise.Record{"buyer": f.people["Nomad"]}, mortise.Record{"address": nil, "label": nil}},
		{"no buyer", mortise.Record{"buyer": nil, "price": 5}, mortise.Record{"address": nil, "total": json.Number("20")}},
	} {
		rec, err := f.clerk.Update(ctx, id, 0, step.change)
		require.NoError(t, err, step.what)
		got := mortise.Record{}
		for name := range step.want {
			got[name] = rec[name]
		}
		require.Equal(t, step.want, got, step.what)
	}
	rec, err = f.orders.Update(ctx, id, 0, mortise.Record{"buyer": f.people["Ann"], "address": "given"})
	require.NoError(t, err)
	require.Equal(t, mortise.Record{"address": "given", "label": "GIVEN"}, some(rec, "address", "label"))
	rec, err = f.orders.Update(ctx, id, 0, mortise.Record{"buyer": f.people["Ann"], "name": "z"})
	require.NoError(t, err)
	require.Equal(t, "given", rec["address"], "the buyer is the same")
	_, err = f.clerk.Update(ctx, id, 0, mortise.Record{"count": 90})
	require.Equal(t, []string{"/total validation_failed"}, wrongAt(t, err))
	_, err = f.clerk.Update(ctx, id, 0, mortise.Record{"total": 1})
	require.Equal(t, []string{"/total field_not_writable"}, wrongAt(t, err))
}

// What is made of two fields is made of both as they are when it is written.
func TestValuesComeAlongWithWhatOthersWrite(t *testing.T) {
	t.Parallel()
	f, ctx := newFilled(t), context.Background()
	rec, err := f.orders.Create(ctx, mortise.Record{"name": "x", "count": 1, "price": 1})
	require.NoError(t, err)
	for round := range 10 {
		var both sync.WaitGroup
		errs := make([]error, 2)
		for i, change := range []mortise.Record{{"price": 2 + round%3}, {"count": 3 + round%2}} {
			both.Go(func() { _, errs[i] = f.orders.Update(ctx, rec.ID(), 0, change) })
		}
		both.Wait()
		require.NoError(t, errs[0])
		require.NoError(t, errs[1])
		got, err := f.orders.Get(ctx, rec.ID())
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint((2+round%3)*(3+round%2)), fmt.Sprint(got["total"]), "round %d", round)
	}
}

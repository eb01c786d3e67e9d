package record_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/enginetest/serving"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const (
	crate = `{"$schema":"mortise:entity","name":"crate","title":"Crate","x-id":"k1f9q2m7xa","type":"object","x-label":"title","x-owner":"owner",
"properties":{
 "title":{"x-field":"text","x-id":"k2r7k0v3qd"},
 "owner":{"x-field":"user","x-id":"k3b2c3d4e5"},
 "stamps":{"x-field":"relations","x-id":"k4b2c3d4e5","x-entity":"stamp"},
 "backup":{"x-field":"relations","x-id":"k5b2c3d4e5","x-entity":"stamp","x-on-delete":"clear"},
 "members":{"x-field":"users","x-id":"k6b2c3d4e5"}},"required":["title"]}`
	stamp = `{"$schema":"mortise:entity","name":"stamp","title":"Stamp","x-id":"m1f9q2m7xa","type":"object","x-label":"title","x-owner":"owner",
"properties":{"title":{"x-field":"text","x-id":"m2r7k0v3qd"},"owner":{"x-field":"user","x-id":"m3b2c3d4e5"},"hot":{"x-field":"boolean","x-id":"m4b2c3d4e5"}}}`
)

// newYard is a server with crates and stamps: a clerk sees the crates that he is a
// member of, and his own stamps; a keeper those crates that have a hot stamp.
func newYard(t *testing.T) *serving.Server {
	t.Helper()
	s := serving.Start(t)
	grant := func(name, body string) mortise.Document {
		return document(t, definition.KindGrant, name, `{"name":"`+name+`",`+body+`}`)
	}
	s.Publish(t, []mortise.Document{
		document(t, definition.KindEntity, "crate", crate), document(t, definition.KindEntity, "stamp", stamp),
		document(t, definition.KindRole, "clerk", `{"name":"clerk","x-id":"d1g2kq0x2m","title":"Clerk"}`),
		document(t, definition.KindRole, "keeper", `{"name":"keeper","x-id":"d2g2kq0x2m","title":"Keeper"}`),
		document(t, definition.KindRole, "handler", `{"name":"handler","x-id":"d3g2kq0x2m","title":"Handler"}`),
		grant("clerk_crate", `"entity":"crate","role":"clerk","actions":["read","update","create"],"scope":"all","when":"me in members","result":"me in members","read":"all","write":"all"`),
		grant("clerk_stamp", `"entity":"stamp","role":"clerk","actions":["read"],"scope":"own","read":"all"`),
		grant("keeper_crate", `"entity":"crate","role":"keeper","actions":["read","update"],"scope":"all","when":"any(stamps, .hot == true)","result":"any(stamps, .hot == true)","read":"all","write":"all"`),
		grant("keeper_stamp", `"entity":"stamp","role":"keeper","actions":["read"],"scope":"all","read":"all"`),
		grant("handler_crate", `"entity":"crate","role":"handler","actions":["read"],"scope":"all","read":{"only":["title"]}`),
		grant("root_crate", `"entity":"crate","role":"administrator","actions":["read","update","create","history","archive","restore","purge"],"scope":"all","read":"all","write":"all"`),
		grant("root_stamp", `"entity":"stamp","role":"administrator","actions":["read","update","create","archive","restore","purge"],"scope":"all","read":"all","write":"all"`),
	})
	return s
}

func made(t *testing.T, r mortise.Records, values mortise.Record) string {
	t.Helper()
	rec, err := r.Create(context.Background(), values)
	require.NoError(t, err)
	return rec.ID()
}

func TestLinksKeepTheirOrderAndHistory(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newYard(t)
	crates, stamps := s.Admin.Records("crate"), s.Admin.Records("stamp")
	a, b, c := made(t, stamps, mortise.Record{"title": "a"}), made(t, stamps, mortise.Record{"title": "b"}), made(t, stamps, mortise.Record{"title": "c"})
	rec, err := crates.Create(ctx, mortise.Record{"title": "one", "stamps": []string{c, a}})
	require.NoError(t, err)
	require.Equal(t, []any{c, a}, rec["stamps"], "the answer shows what was written")
	require.Nil(t, rec["backup"])
	rec, err = crates.Update(ctx, rec.ID(), 0, mortise.Record{"stamps": []string{a, b, c}})
	require.NoError(t, err)
	require.Equal(t, []any{a, b, c}, rec["stamps"])
	rec, err = crates.Update(ctx, rec.ID(), 0, mortise.Record{"title": "two"})
	require.NoError(t, err)
	require.Equal(t, []any{a, b, c}, rec["stamps"], "links that are not written stay")
	rec, err = crates.Update(ctx, rec.ID(), 0, mortise.Record{"stamps": []string{}, "backup": []string{b}})
	require.NoError(t, err)
	require.Nil(t, rec["stamps"])
	got, err := crates.Get(ctx, rec.ID())
	require.NoError(t, err)
	require.Equal(t, []any{b}, got["backup"])
	history, err := crates.History(ctx, rec.ID())
	require.NoError(t, err)
	require.Len(t, history, 4)
	_, err = crates.Update(ctx, rec.ID(), 0, mortise.Record{"stamps": []string{a, a}})
	refused(t, err, "invalid", "/stamps/1", "duplicate")
	_, err = crates.Update(ctx, rec.ID(), 0, mortise.Record{"stamps": []string{"a"}})
	refused(t, err, "invalid", "/stamps/0", "invalid_id")
}

func TestLinksLeadOnlyWhereTheCallerReads(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newYard(t)
	ann, clerk := s.NewUser(t, "Ann", []string{"clerk"})
	_, handler := s.NewUser(t, "Hal", []string{"handler"})
	his := made(t, s.Admin.Records("stamp"), mortise.Record{"title": "canary-mine", "owner": ann})
	other := made(t, s.Admin.Records("stamp"), mortise.Record{"title": "canary-other"})
	crate := made(t, s.Admin.Records("crate"), mortise.Record{"title": "x", "members": []string{ann}, "stamps": []string{other}})
	hidden := made(t, s.Admin.Records("crate"), mortise.Record{"title": "canary-hidden"})
	crates := clerk.Records("crate")

	_, err := crates.Get(ctx, hidden)
	refused(t, err, "not_found")
	_, err = crates.Update(ctx, crate, 0, mortise.Record{"backup": []string{other}})
	refused(t, err, "invalid", "/backup/0", "missing_record")
	_, err = crates.Update(ctx, crate, 0, mortise.Record{"backup": []string{"0190aaaa-0000-7000-8000-000000000001"}})
	refused(t, err, "invalid", "/backup/0", "missing_record")
	many := []string{his, other, ann, "0190AAAA-0000-7000-8000-000000000001"}
	_, err = crates.Update(ctx, crate, 0, mortise.Record{"backup": many, "stamps": many})
	refused(t, err, "invalid", "/backup/1", "missing_record", "/backup/2", "missing_record", "/backup/3", "missing_record",
		"/stamps/2", "missing_record", "/stamps/3", "missing_record")
	rec, err := crates.Update(ctx, crate, 0, mortise.Record{"stamps": []string{his, other}})
	require.NoError(t, err, "what is linked already need not be readable")
	require.Equal(t, []any{his, other}, rec["stamps"])
	_, err = crates.Update(ctx, crate, 0, mortise.Record{"members": []string{}})
	refused(t, err, "action_not_granted")
	_, err = crates.Create(ctx, mortise.Record{"title": "y"})
	refused(t, err, "action_not_granted")
	rec, err = crates.Create(ctx, mortise.Record{"title": "y", "members": []string{ann}})
	require.NoError(t, err)
	require.Equal(t, "y", rec["title"], "who is a member reads the answer")

	row, err := handler.Records("crate").Get(ctx, crate)
	require.NoError(t, err)
	require.NotContains(t, row, "stamps")
	_, err = handler.Records("crate").List(ctx, mortise.ListOptions{Filter: `{"stamps":{"contains":"` + other + `"}}`})
	refused(t, err, "invalid", "?filter", "unknown_field")
	_, err = handler.Records("crate").List(ctx, mortise.ListOptions{Filter: `{"$link.k4b2c3d4e5":{"empty":true}}`})
	refused(t, err, "invalid", "?filter", "unknown_field")
	page, err := crates.List(ctx, mortise.ListOptions{Filter: `{"stamps":{"some":{"title":{"contains":"canary-other"}}}}`})
	require.NoError(t, err)
	require.Empty(t, page.Data, "a filter does not look into what he cannot read")
}

func TestAccessAsksWhatLinksLeadTo(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newYard(t)
	_, keeper := s.NewUser(t, "Kim", []string{"keeper"})
	hot := made(t, s.Admin.Records("stamp"), mortise.Record{"title": "hot", "hot": true})
	cold := made(t, s.Admin.Records("stamp"), mortise.Record{"title": "cold"})
	crate := made(t, s.Admin.Records("crate"), mortise.Record{"title": "x", "stamps": []string{cold, hot}})
	made(t, s.Admin.Records("crate"), mortise.Record{"title": "canary", "stamps": []string{cold}})
	crates := keeper.Records("crate")
	page, err := crates.List(ctx, mortise.ListOptions{})
	require.NoError(t, err)
	require.Len(t, page.Data, 1)
	require.Equal(t, []any{cold, hot}, page.Data[0]["stamps"])
	_, err = crates.Update(ctx, crate, 0, mortise.Record{"stamps": []string{cold}})
	refused(t, err, "action_not_granted")
	rec, err := crates.Update(ctx, crate, 0, mortise.Record{"stamps": []string{hot}})
	require.NoError(t, err)
	require.Equal(t, []any{hot}, rec["stamps"])
}

func TestFiltersOverLinks(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newYard(t)
	crates, stamps := s.Admin.Records("crate"), s.Admin.Records("stamp")
	a, b := made(t, stamps, mortise.Record{"title": "a"}), made(t, stamps, mortise.Record{"title": "b", "hot": true})
	made(t, crates, mortise.Record{"title": "none"})
	made(t, crates, mortise.Record{"title": "a", "stamps": []string{a}})
	made(t, crates, mortise.Record{"title": "ab", "stamps": []string{a, b}})
	for _, one := range []struct {
		filter string
		want   []string
	}{
		{`{"stamps":{"contains":"` + a + `"}}`, []string{"a", "ab"}},
		{`{"stamps":{"ncontains":"` + b + `"}}`, []string{"a", "none"}},
		{`{"stamps":{"in":["` + b + `"]}}`, []string{"ab"}},
		{`{"stamps":{"empty":true}}`, []string{"none"}},
		{`{"stamps":{"nempty":true}}`, []string{"a", "ab"}},
		{`{"stamps":{"some":{"hot":{"eq":true}}}}`, []string{"ab"}},
		{`{"stamps":{"every":{"hot":{"eq":true}}}}`, []string{"none"}},
		{`stamps contains '` + b + `'`, []string{"ab"}},
		{`'` + a + `' in stamps`, []string{"a", "ab"}},
		{`stamps == nil`, []string{"none"}},
		{`any(stamps, .hot)`, []string{"ab"}},
		{`all(stamps, .hot)`, []string{"none"}},
		{`none(stamps, .title == 'b')`, []string{"a", "none"}},
		{`any(stamps, any(.crate.stamps, .title == 'ab'))`, []string{"a", "ab"}},
	} {
		page, err := crates.List(ctx, mortise.ListOptions{Filter: one.filter, Sort: []string{"title"}})
		require.NoError(t, err, one.filter)
		var got []string
		for _, rec := range page.Data {
			got = append(got, rec["title"].(string))
		}
		require.Equal(t, one.want, got, one.filter)
	}
	page, err := stamps.List(ctx, mortise.ListOptions{Filter: `{"crate.stamps":{"some":{"title":{"eq":"ab"}}}}`, Sort: []string{"title"}})
	require.NoError(t, err)
	require.Len(t, page.Data, 2, "from the other side")
	_, err = crates.List(ctx, mortise.ListOptions{Sort: []string{"stamps"}})
	refused(t, err, "invalid", "?sort", "unknown_field")
}

// Of the records of a field, a filter finds those that the caller may read.
func TestFiltersOverLinksFindWhatTheCallerReads(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := newYard(t)
	ann, clerk := s.NewUser(t, "Ann", []string{"clerk"})
	_, handler := s.NewUser(t, "Hal", []string{"handler"})
	his := made(t, s.Admin.Records("stamp"), mortise.Record{"title": "his", "owner": ann})
	other := made(t, s.Admin.Records("stamp"), mortise.Record{"title": "other"})
	crates := s.Admin.Records("crate")
	made(t, crates, mortise.Record{"title": "one", "members": []string{ann}, "stamps": []string{his, other}})
	made(t, crates, mortise.Record{"title": "two", "members": []string{ann}, "stamps": []string{other}})
	for filter, want := range map[string]int{
		`any(stamps, true)`: 1, `any(stamps, .title == 'other')`: 0, `none(stamps, .title == 'other')`: 2, `all(stamps, .title == 'his')`: 2,
	} {
		page, err := clerk.Records("crate").List(ctx, mortise.ListOptions{Filter: filter})
		require.NoError(t, err, filter)
		require.Len(t, page.Data, want, filter)
	}
	_, err := handler.Records("crate").List(ctx, mortise.ListOptions{Filter: `any(stamps, true)`})
	refused(t, err, "invalid", "?filter", "expression_not_a_relation")
}

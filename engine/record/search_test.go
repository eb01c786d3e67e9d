package record_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/record"
	"github.com/mortise-crm/mortise/engine/store"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const contact = `{"$schema":"mortise:entity","name":"contact","title":"Contact","x-id":"c0ntact001","type":"object","x-label":"name","x-owner":"owner","properties":{
 "name":{"x-field":"text","x-id":"c0ntact002"},
 "city":{"x-field":"text","x-id":"c0ntact003","x-search":true},
 "notes":{"x-field":"richtext","x-id":"c0ntact004","x-search":true},
 "phone":{"x-field":"phone","x-id":"c0ntact005","x-search":true},
 "owner":{"x-field":"user","x-id":"c0ntact006"}}}`

func newContacts(t *testing.T) *notebook {
	t.Helper()
	b := newNotebook(t, document(t, definition.KindEntity, "contact", contact),
		document(t, definition.KindGrant, "root_contact", `{"name":"root_contact","role":"administrator","entity":"contact","actions":["read","create","archive"],"scope":"all","read":"all","write":"all"}`),
		document(t, definition.KindGrant, "clerk_own", `{"name":"clerk_own","role":"clerk","entity":"contact","actions":["read"],"scope":"own","read":"all"}`),
		document(t, definition.KindGrant, "clerk_all", `{"name":"clerk_all","role":"clerk","entity":"contact","actions":["read"],"scope":"all","read":{"only":["name","phone"]}}`),
		document(t, definition.KindMask, "contact_phone", `{"name":"contact_phone","entity":"contact","fields":["phone"],"show":"phone","except":["administrator"]}`))
	for _, r := range []mortise.Record{
		{"name": "李明辉", "city": "上海"}, {"name": "明辉", "city": "北京", "owner": b.clerkID}, {"name": "张明辉集团", "notes": "<p>老客户 <b>VIP</b></p>"},
		{"name": "上海 明辉", "phone": "+8613512340002"}, {"name": "明辉科技 北京", "city": "上海浦东", "owner": b.clerkID}, {"name": "Ann Smith"}, {"name": "Smithsonian"}, {"name": "smith"},
		{"name": "Blacksmith", "city": "明辉里"},
	} {
		_, err := b.Admin.Records("contact").Create(context.Background(), r)
		require.NoError(t, err)
	}
	return b
}

func (b *notebook) search(t *testing.T, c *record.Caller, q record.ListRequest) (names []string) {
	t.Helper()
	for {
		a, err := b.records.List(context.Background(), c, "contact", q, nil)
		require.NoError(t, err)
		var rows []struct{ Name string }
		require.NoError(t, json.Unmarshal([]byte("["+string(a.Rows)+"]"), &rows))
		for _, r := range rows {
			names = append(names, r.Name)
		}
		if q.After = a.Next; q.After == "" {
			return names
		}
	}
}

// Two characters of Chinese find, the best match first and pages in order; with
// several words each must match; and nobody finds by what he may not read whole.
func TestSearchFindsAndRanks(t *testing.T) {
	t.Parallel()
	b := newContacts(t)
	admin, _, err := b.App.Identity.UserByEmail(context.Background(), "main", "root@example.test")
	require.NoError(t, err)
	root := b.caller(t, admin)
	for q, want := range map[string][]string{
		"明辉":          {"明辉", "明辉科技 北京", "上海 明辉", "张明辉集团", "李明辉", "Blacksmith"},
		"SMITH":       {"smith", "Smithsonian", "Ann Smith", "Blacksmith"},
		"明辉 上海":       {"上海 明辉", "明辉科技 北京", "李明辉"},
		"vip":         {"张明辉集团"},
		"老客户 VIP":     {"张明辉集团"},
		"strong":      nil,
		"13512340002": {"上海 明辉"},
		"辉":           {"Blacksmith", "明辉科技 北京", "上海 明辉", "张明辉集团", "明辉", "李明辉"},
		"% _":         nil,
		"  ":          {"Blacksmith", "smith", "Smithsonian", "Ann Smith", "明辉科技 北京", "上海 明辉", "张明辉集团", "明辉", "李明辉"},
	} {
		require.Equal(t, want, b.search(t, root, record.ListRequest{Search: q}), q)
		require.Equal(t, want, b.search(t, root, record.ListRequest{Search: q, Limit: 2}), q)
	}
	require.Equal(t, []string{"李明辉", "明辉"}, b.search(t, root, record.ListRequest{Search: "明辉", Sort: "name"})[:2], "an order that was asked for")
	require.Equal(t, []string{"明辉科技 北京"}, b.search(t, b.clerk, record.ListRequest{Search: "上海 明辉 北京"}), "his own by the city")
	require.NotContains(t, b.search(t, b.clerk, record.ListRequest{Search: "上海"}), "李明辉")
	require.Empty(t, b.search(t, b.clerk, record.ListRequest{Search: "13512340002"}))
}

// What an index leads to and what is found without it is the same.
func TestSearchWithAndWithoutIndex(t *testing.T) {
	t.Parallel()
	b := newContacts(t)
	pool := b.App.DB.Pool()
	var index string
	ctx := context.Background()
	require.NoError(t, pool.QueryRow(ctx, `SELECT c.relname FROM pg_class c WHERE c.relname LIKE 'sx\_c0ntact001%'`).Scan(&index), "publishing made it")
	_, err := pool.Exec(ctx, fmt.Sprintf(`DROP INDEX ws_main.%q`, index))
	require.NoError(t, err)
	newest := []string{"Blacksmith", "明辉科技 北京", "上海 明辉", "张明辉集团", "明辉", "李明辉"}
	admin, _, err := b.App.Identity.UserByEmail(ctx, "main", "root@example.test")
	require.NoError(t, err)
	require.Equal(t, newest, b.search(t, b.caller(t, admin), record.ListRequest{Search: "明辉"}))
	e, _ := b.clerk.State.Snapshot.Entity("contact")
	step, ok := record.SearchIndex(e.Definition)
	require.True(t, ok)
	require.Equal(t, index, step.Name)
	require.NoError(t, b.App.DB.EnsureSearch(ctx, "main", []store.CreateIndex{step}))
	var valid bool
	require.NoError(t, pool.QueryRow(ctx, `SELECT indisvalid FROM pg_index WHERE indexrelid = ('ws_main.' || $1)::regclass`, index).Scan(&valid))
	require.True(t, valid)
}

// A search of everything is one of each entity, and ends in time.
func TestSearchEverywhere(t *testing.T) {
	t.Parallel()
	b := newContacts(t)
	b.note(t, mortise.Record{"title": "明辉的事"})
	groups, unfinished, err := b.Admin.Search(context.Background(), "明辉")
	require.NoError(t, err)
	require.Empty(t, unfinished)
	var entities []string
	for _, g := range groups {
		entities = append(entities, g.Entity)
	}
	require.ElementsMatch(t, []string{"contact", "note"}, entities)
	groups, _, err = b.client.Search(context.Background(), "明辉", "contact", "note", "nothing")
	require.NoError(t, err)
	require.Len(t, groups, 1, "he reads no notes")
	require.Len(t, groups[0].Records, 5)
	require.Equal(t, "明辉", groups[0].Records[0].Label)
	b.records.Patience = 1
	_, err = b.records.List(context.Background(), b.clerk, "contact", record.ListRequest{Filter: "city == 'x'", Sort: "name", Search: "辉"}, nil)
	var late *problem.Error
	require.ErrorAs(t, err, &late)
	require.Equal(t, "too_slow", late.Code)
	var hints []string
	for _, d := range late.Details {
		hints = append(hints, d.Pointer+" "+d.Code+" "+fmt.Sprint(d.Params["name"]))
	}
	require.Contains(t, hints, "?filter index_would_help city")
	require.Contains(t, hints, "?sort index_would_help name")
	require.Contains(t, hints, "?q search_longer <nil>")
}

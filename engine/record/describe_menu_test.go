package record_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

const ledgerEntity = `{"name":"ledger","title":{"en":"Ledger","zh-CN":"账本"},"type":"object","x-id":"w000000000","x-label":"name","x-menu":false,"properties":{"name":{"x-field":"text","x-id":"w000000001"}}}`

func menuDocument(t testing.TB, name, members string) mortise.Document {
	t.Helper()
	return document(t, definition.KindMenu, name, `{"name":"`+name+`","title":{"en":"Menu `+name+`","zh-CN":"菜单`+name+`"},`+members+`}`)
}

// menus is a server with menus for a clerk, for the administrator and for
// everybody; the clerk reads no ledgers, and of visits the name alone.
func menus(t *testing.T) *notebook {
	t.Helper()
	return newNotebook(t,
		document(t, definition.KindEntity, "visit", visitEntity), document(t, definition.KindEntity, "ledger", ledgerEntity),
		visitView(t, "all", `"icon":"star","columns":[{"field":"name"}]`), visitView(t, "dear", `"columns":[{"field":"name"}],"filter":"cost > 9"`),
		document(t, definition.KindGrant, "visit_root", `{"name":"visit_root","role":"administrator","entity":"visit","actions":["read"],"scope":"all","read":"all"}`),
		document(t, definition.KindGrant, "ledger_root", `{"name":"ledger_root","role":"administrator","entity":"ledger","actions":["read"],"scope":"all","read":"all"}`),
		document(t, definition.KindGrant, "visit_clerk", `{"name":"visit_clerk","role":"clerk","entity":"visit","actions":["read"],"scope":"all","read":{"only":["name"]}}`),
		menuDocument(t, "a_last", `"order":5,"items":[{"x-id":"m000000000","entity":"visit","title":"Mine","icon":"tag"},{"x-id":"m000000001","url":"https://example.com","title":"Web"}]`),
		menuDocument(t, "b_clerk", `"roles":["clerk"],"items":[{"x-id":"m000000002","entity":"visit"},{"x-id":"m000000003","entity":"visit","view":"visit.all"},
			{"x-id":"m000000004","entity":"visit","view":"visit.dear"},{"x-id":"m000000005","entity":"ledger"},
			{"x-id":"m000000006","title":"Money","items":[{"x-id":"m000000007","entity":"ledger","title":"Books"},{"x-id":"m000000008","entity":"visit","view":"visit.dear"}]},
			{"x-id":"m000000009","title":"Both","items":[{"x-id":"m00000000a","entity":"ledger"},{"x-id":"m00000000b","url":"/search","title":"Find"}]}]`),
		menuDocument(t, "c_root", `"roles":["administrator"],"items":[{"x-id":"m00000000c","entity":"ledger"},{"x-id":"m00000000d","title":"More","items":[{"x-id":"m00000000e","entity":"visit","view":"visit.dear"}]}]`),
		menuDocument(t, "d_empty", `"order":-1,"items":[{"x-id":"m00000000f","title":"Money","items":[{"x-id":"m00000000g","entity":"nothing_read"}]}]`),
		document(t, definition.KindEntity, "nothing_read", `{"name":"nothing_read","title":"N","type":"object","x-id":"w000000002","x-label":"name","properties":{"name":{"x-field":"text","x-id":"w000000003"}}}`),
	)
}

// flatMenus writes menus as text, a line for each.
func flatMenus(list []mortise.MenuDescription) (lines []string) {
	var items func([]mortise.MenuItem) string
	items = func(list []mortise.MenuItem) string {
		var texts []string
		for _, i := range list {
			text := strings.Join(strings.Fields(strings.Join([]string{i.Title, i.Icon, i.Entity, i.View, i.URL}, " ")), " ")
			if len(i.Items) > 0 {
				text += " (" + items(i.Items) + ")"
			}
			texts = append(texts, text)
		}
		return strings.Join(texts, ", ")
	}
	for _, m := range list {
		lines = append(lines, m.Name+" "+m.Title+": "+items(m.Items))
	}
	return lines
}

func TestMenusAreDescribedByRole(t *testing.T) {
	t.Parallel()
	b, ctx := menus(t), context.Background()
	told := func(c *mortise.Client, only ...string) []string {
		d, err := c.Describe(ctx, only...)
		require.NoError(t, err)
		return flatMenus(d.Menus)
	}
	everybody := "a_last Menu a_last: Mine tag visit, Web https://example.com"
	require.Equal(t, []string{
		"b_clerk Menu b_clerk: Visit visit, Visits star visit visit.all, Both (Find /search)", everybody,
	}, told(b.client), "no ledger, no view by a field that he may not find by, no group without links, no menu of others")
	require.Equal(t, []string{"c_root Menu c_root: Ledger ledger, More (Visits visit visit.dear)", everybody}, told(b.Admin))
	require.Empty(t, told(b.client, "visit"), "only the whole description has them")

	_, stranger := b.NewUser(t, "stranger", nil)
	require.Equal(t, []string{"a_last Menu a_last: Web https://example.com"}, told(stranger))

	caller := b.caller(t, b.clerkID)
	caller.Language = "zh-CN"
	d, err := b.records.Describe(ctx, caller)
	require.NoError(t, err)
	require.Equal(t, []string{"菜单b_clerk", "Visit", "拜访", "m000000003"}, []string{d.Menus[0].Title, d.Menus[0].Items[0].Title, d.Menus[0].Items[1].Title, d.Menus[0].Items[1].ID})
}

// TestMenusFollowWhatIsRenamed: the caller's menu leads to the same under other
// names, once the draft in which they were given is published.
func TestMenusFollowWhatIsRenamed(t *testing.T) {
	t.Parallel()
	b, ctx := menus(t), context.Background()
	rename := func(body string) {
		_, err := b.Admin.Do(ctx, mortise.Request{Method: "POST", Path: "/api/v1/draft:rename", Body: strings.NewReader(body)})
		require.NoError(t, err)
	}
	rename(`{"kind":"entity","name":"visit","to":"call"}`)
	rename(`{"kind":"view","name":"visit.all","to":"call.all"}`)
	rename(`{"kind":"role","name":"clerk","to":"writer"}`)
	_, err := b.Admin.Definitions().Publish(ctx, "other names")
	require.NoError(t, err)
	d, err := b.Admin.Describe(ctx)
	require.NoError(t, err)
	require.Equal(t, "c_root Menu c_root: Ledger ledger, More (Visits call visit.dear)", flatMenus(d.Menus)[0])
	_, writer := b.NewUser(t, "writer", []string{"writer"})
	d, err = writer.Describe(ctx)
	require.NoError(t, err)
	require.Equal(t, "b_clerk Menu b_clerk: Visit call, Visits star call call.all, Both (Find /search)", flatMenus(d.Menus)[0])
}

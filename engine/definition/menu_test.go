package definition_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
)

func menuOf(items string) []byte {
	return []byte(`{"$schema":"mortise:menu","name":"sales","title":{"en":"Sales","zh-CN":"销售"},"roles":["seller"],"order":3,"items":[` + items + `]}`)
}

func TestParseMenu(t *testing.T) {
	t.Parallel()
	v, wrong := definition.ParseDocument(definition.KindMenu, menuOf(`{"x-id":"a000000000","entity":"deal","view":"deal.mine","icon":"tag"},
		{"x-id":"a000000001","title":"More","items":[{"x-id":"a000000002","url":"/search?q=x","title":{"zh-CN":"查找"}}]}`))
	require.Empty(t, wrong)
	require.Equal(t, &definition.Menu{Name: "sales", Title: definition.Text{"en": "Sales", "zh-CN": "销售"}, Roles: []string{"seller"}, Order: 3, Items: []definition.MenuItem{
		{ID: "a000000000", Entity: "deal", View: "deal.mine", Icon: "tag"},
		{ID: "a000000001", Title: definition.Text{"": "More"}, Items: []definition.MenuItem{{ID: "a000000002", URL: "/search?q=x", Title: definition.Text{"zh-CN": "查找"}}}},
	}}, v)
}

func TestMenusOfWrongItemsAreRefused(t *testing.T) {
	t.Parallel()
	many := make([]string, definition.MaxMenuItems)
	for i := range many {
		many[i] = fmt.Sprintf(`{"x-id":"b%09d","entity":"deal"}`, i)
	}
	url := func(address string) string { return `{"x-id":"a000000000","title":"T","url":"` + address + `"}` }
	for items, want := range map[string][]string{
		strings.Join(many, ","): nil,
		strings.Join(many[1:], ",") + `,{"x-id":"a000000000","title":"G","items":[` + many[0] + `]}`: {"/items too_many"},

		url("https://example.com/x?y=1#z"): nil, url("http://intranet:8080"): nil, url("/"): nil, url("/e/deal?view=deal.mine"): nil,

		url("javascript:alert(1)"): {"/items/0/url menu_address"}, url("//example.com"): {"/items/0/url menu_address"}, url("https:example.com"): {"/items/0/url menu_address"},
		url(`/\\example.com`): {"/items/0/url menu_address"}, url(`/\t/example.com`): {"/items/0/url menu_address"}, url("https://"): {"/items/0/url menu_address"},
		url("https://a:b@example.com"): {"/items/0/url menu_address"}, url("e/deal"): {"/items/0/url menu_address"}, url("ftp://example.com"): {"/items/0/url menu_address"},

		`{"x-id":"a000000000","title":"T"}`:                                {"/items/0 menu_item_kind"},
		`{"x-id":"a000000000","title":"T","entity":"deal","url":"/"}`:      {"/items/0 menu_item_kind"},
		`{"x-id":"a000000000","title":"T","entity":"deal","items":[]}`:     {"/items/0 menu_item_kind"},
		`{"x-id":"a000000000","title":"T","view":"deal.all","url":"/"}`:    {"/items/0/view menu_view_without_entity"},
		`{"x-id":"a000000000","url":"/"},{"x-id":"a000000001","items":[]}`: {"/items/0/title required", "/items/1/title required"},
		`{"entity":"deal"}`:            {"/items/0/x-id required"},
		`{"x-id":"A","entity":"Deal"}`: {"/items/0/entity bad_name", "/items/0/x-id bad_id"},
		`{"x-id":"a000000000","title":"T","items":[{"x-id":"a000000000","entity":"deal"}]}`:            {"/items/0/items/0/x-id duplicate_id"},
		`{"x-id":"a000000000","title":"T","items":[{"x-id":"a000000001","title":"T","items":[]}]}`:     {"/items/0/items/0/items unknown_keyword"},
		`{"x-id":"a000000000","title":"T","items":[{"x-id":"a000000001","title":"T","colour":"red"}]}`: {"/items/0/items/0/colour unknown_keyword"},
	} {
		_, found := definition.ParseDocument(definition.KindMenu, menuOf(items))
		var got []string
		for _, d := range found {
			got = append(got, d.Pointer+" "+d.Code)
		}
		require.Equal(t, want, got, "%.300s", items)
	}
}

// TestItemsOfMenusKeepTheirIDs: a menu written without ids may be sent again.
func TestItemsOfMenusKeepTheirIDs(t *testing.T) {
	t.Parallel()
	sent := `{"entity":"deal"},{"entity":"deal","view":"deal.mine"},{"title":"More","items":[{"title":"Find","url":"/search"}]}`
	first, changed, err := definition.AssignIDs(definition.KindMenu, menuOf(sent), nil)
	require.NoError(t, err)
	require.True(t, changed)
	ids := func(body []byte) []string {
		v, wrong := definition.ParseDocument(definition.KindMenu, body)
		require.Empty(t, wrong)
		items := v.(*definition.Menu).Items
		list := []string{items[0].ID, items[1].ID, items[2].ID}
		if len(items[2].Items) > 0 {
			list = append(list, items[2].Items[0].ID)
		}
		return list
	}
	again, _, err := definition.AssignIDs(definition.KindMenu, menuOf(strings.ReplaceAll(sent, "Find", "Look")), first)
	require.NoError(t, err)
	require.Equal(t, ids(first), ids(again))

	moved, _, err := definition.AssignIDs(definition.KindMenu, menuOf(`{"title":"Find","url":"/search"},{"x-id":"`+ids(first)[0]+`","entity":"other"},{"entity":"deal"}`), first)
	require.NoError(t, err)
	require.Equal(t, []string{ids(first)[3], ids(first)[0]}, ids(moved)[:2])
	require.NotContains(t, ids(first), ids(moved)[2], "the id went with the item that kept it")
	_, changed, err = definition.AssignIDs(definition.KindMenu, moved, first)
	require.NoError(t, err)
	require.False(t, changed)
}

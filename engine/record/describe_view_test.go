package record_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// visitEntity has a field for each kind of view.
const visitEntity = `{"name":"visit","title":"Visit","type":"object","x-id":"v000000000","x-label":"name","x-owner":"owner","properties":{
	"name":{"x-field":"text","x-id":"v000000001"},"owner":{"x-field":"user","x-id":"v000000002"},
	"stage":{"x-field":"choice","x-id":"v000000003","oneOf":[{"const":"new","title":"New"},{"const":"done","title":"Done"}]},
	"day":{"x-field":"date","x-id":"v000000004"},"until":{"x-field":"date","x-id":"v000000005"},
	"above":{"x-field":"relation","x-id":"v000000006","x-entity":"visit"},"photo":{"x-field":"image","x-id":"v000000007"},
	"cost":{"x-field":"number","x-id":"v000000008"}}}`

func visitView(t testing.TB, name, more string) mortise.Document {
	t.Helper()
	return document(t, definition.KindView, "visit."+name, `{"name":"visit.`+name+`","entity":"visit","title":{"en":"Visits","zh-CN":"拜访"},`+more+`}`)
}

// visits is a server with views of every kind, and a clerk whose grant reads
// what is asked.
func visits(t *testing.T, read string) *notebook {
	t.Helper()
	return newNotebook(t,
		document(t, definition.KindEntity, "visit", visitEntity),
		document(t, definition.KindForm, "visit.form", `{"name":"visit.form","entity":"visit","sections":[{"tab":{"en":"Main","zh-CN":"主要"},"fields":["name"]},{"fields":["day"]}]}`),
		visitView(t, "table", `"order":1,"columns":[{"field":"name","pinned":true,"aggregate":"count"},{"field":"cost","aggregate":"sum"}],"group":"stage",
			"colors":[{"when":"cost > 9","color":"red"},{"when":"day < today()","color":"orange"},{"when":"any(visit.above, .name == 'x')","color":"blue"}],"default_for":["administrator"]`),
		visitView(t, "board", `"order":2,"kind":"kanban","group":"stage","columns":[{"field":"name"}],"default_for":["clerk","administrator"]`),
		visitView(t, "calendar", `"order":3,"kind":"calendar","start":"day","end":"until","columns":[{"field":"name"}],"default_for":["clerk"]`),
		visitView(t, "tree", `"order":4,"kind":"tree","parent":"above","columns":[{"field":"name"}]`),
		visitView(t, "gallery", `"order":5,"kind":"gallery","cover":"photo","columns":[{"field":"name"}]`),
		document(t, definition.KindGrant, "visit_root", `{"name":"visit_root","role":"administrator","entity":"visit","actions":["read"],"scope":"all","read":"all"}`),
		document(t, definition.KindGrant, "visit_clerk", `{"name":"visit_clerk","role":"clerk","entity":"visit","actions":["read"],"scope":"all",`+read+`}`))
}

func described(t *testing.T, c *mortise.Client) []mortise.ViewDescription {
	t.Helper()
	d, err := c.Describe(context.Background(), "visit")
	require.NoError(t, err)
	require.Len(t, d.Entities[0].Views, 5)
	return d.Entities[0].Views
}

func TestViewsAreDescribedWithTheirKinds(t *testing.T) {
	t.Parallel()
	b := visits(t, `"read":"all"`)
	views := described(t, b.Admin)
	table, board, calendar, tree, gallery := views[0], views[1], views[2], views[3], views[4]
	require.Equal(t, []mortise.ViewColumn{{Field: "name", Pinned: true, Aggregate: "count"}, {Field: "cost", Aggregate: "sum"}}, table.Columns)
	require.Equal(t, []string{"", "stage", "kanban", "stage"}, []string{table.Kind, table.Group, board.Kind, board.Group})
	require.Equal(t, []string{"calendar", "day", "until"}, []string{calendar.Kind, calendar.Start, calendar.End})
	require.Equal(t, []string{"tree", "above", "gallery", "photo"}, []string{tree.Kind, tree.Parent, gallery.Kind, gallery.Cover})
	require.Len(t, table.Colors, 3)
	for i, want := range []string{"cost > 9", "day < today()", "any(visit.above, .name == 'x')"} {
		require.Equal(t, want, table.Colors[i].When.Source)
		require.Equal(t, i < 2, table.Colors[i].When.Tree != nil, "a browser cannot ask what else leads here")
	}
	require.Equal(t, []bool{true, false, false, false, false}, defaults(views), "the first that is for a role of the caller")
	require.Equal(t, []bool{false, true, false, false, false}, defaults(described(t, b.client)))

	caller := b.caller(t, b.clerkID)
	caller.Language = "zh-CN"
	d, err := b.records.Describe(context.Background(), caller, "visit")
	require.NoError(t, err)
	require.Equal(t, "拜访", d.Entities[0].Views[1].Title)
	require.Equal(t, []string{"主要", ""}, []string{d.Entities[0].Forms[0].Sections[0].Tab, d.Entities[0].Forms[0].Sections[1].Tab})
}

func defaults(views []mortise.ViewDescription) (list []bool) {
	for _, v := range views {
		list = append(list, v.Default)
	}
	return list
}

// TestViewsOfHiddenFieldsAreTables: a view names nothing that its reader may not
// know of, and nothing asks by a field that he may not find by.
func TestViewsOfHiddenFieldsAreTables(t *testing.T) {
	t.Parallel()
	for name, read := range map[string]string{
		"not readable": `"read":{"only":["name"]}`,
		"not findable": `"read":"all","find":{"only":["name"]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, hidden := visits(t, read), name == "not readable"
			views := described(t, b.client)
			for i, v := range views {
				shown := i == 4 && !hidden // a picture is shown, and not asked by
				require.Equal(t, shown, v.Kind != "", v.Name)
				require.Empty(t, v.Group+v.Start+v.End+v.Parent, v.Name)
				require.Equal(t, shown, v.Cover != "", v.Name)
			}
			if hidden {
				require.Equal(t, []mortise.ViewColumn{{Field: "name", Pinned: true, Aggregate: "count"}}, views[0].Columns)
				require.Empty(t, views[0].Colors)
				return
			}
			require.Equal(t, mortise.ViewColumn{Field: "cost"}, views[0].Columns[1], "a sum would be of what he may not find by")
			require.NotEmpty(t, views[0].Colors)
		})
	}
}

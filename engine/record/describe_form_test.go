package record_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

func visitForm(t testing.TB, name, more string) mortise.Document {
	t.Helper()
	return document(t, definition.KindForm, "visit."+name, `{"name":"visit.`+name+`","entity":"visit",`+more+`}`)
}

const remarkEntity = `{"name":"remark","title":"Remark","type":"object","x-id":"m000000000","x-label":"body","properties":{
	"body":{"x-field":"text","x-id":"m000000001"},"visit":{"x-field":"relation","x-id":"m000000002","x-entity":"visit"}}}`

// formed is a server with forms of visits, and a clerk whose grants read what is
// asked.
func formed(t *testing.T, visit, remark string) *notebook {
	t.Helper()
	docs := []mortise.Document{
		document(t, definition.KindEntity, "visit", visitEntity), document(t, definition.KindEntity, "remark", remarkEntity),
		visitForm(t, "b_all", `"title":{"en":"Visit","zh-CN":"拜访"},"order":2,"actions":[{"create":"remark.visit","title":{"en":"Say so","zh-CN":"评论"},"icon":"tag"}],"sections":[{"columns":3,"fields":["name","day"]},
			{"text":{"en":"**Be kind**","zh-CN":"**友好**"}},{"related":"remark.visit","collapsed":true},
			{"title":"Dear","fields":["cost"],"visible":"cost > 9"},{"text":"It is dear","visible":"cost > 9"}]`),
		visitForm(t, "a_late", `"order":2,"when":"cost > 100","sections":[{"fields":["name"]}]`),
		visitForm(t, "office", `"order":1,"roles":["clerk"],"when":"stage == 'done'","stage":"stage","sections":[{"fields":["name"]}]`),
		visitForm(t, "chief", `"order":-1,"roles":["administrator"],"sections":[{"fields":["name"]}]`),
		visitForm(t, "far", `"order":9,"when":"any(visit.above, .name == 'x')","sections":[{"fields":["name"]}]`),
		document(t, definition.KindGrant, "visit_root", `{"name":"visit_root","role":"administrator","entity":"visit","actions":["read"],"scope":"all","read":"all"}`),
		document(t, definition.KindGrant, "visit_clerk", `{"name":"visit_clerk","role":"clerk","entity":"visit","actions":["read"],"scope":"all",`+visit+`}`)}
	if remark != "" {
		docs = append(docs, document(t, definition.KindGrant, "remark_clerk", `{"name":"remark_clerk","role":"clerk","entity":"remark",`+withActions(remark)+`,"scope":"all"}`))
	}
	return newNotebook(t, docs...)
}

// withActions lets who is not said to do anything read.
func withActions(grant string) string {
	if strings.Contains(grant, `"actions"`) {
		return grant
	}
	return `"actions":["read"],` + grant
}

func formsOf(t *testing.T, c *mortise.Client) (forms []mortise.FormDescription, names []string) {
	t.Helper()
	d, err := c.Describe(context.Background(), "visit")
	require.NoError(t, err)
	for _, f := range d.Entities[0].Forms {
		names = append(names, f.Name)
	}
	return d.Entities[0].Forms, names
}

func TestFormsAreDescribedByRole(t *testing.T) {
	t.Parallel()
	b := formed(t, `"read":"all"`, `"read":"all"`)
	_, names := formsOf(t, b.Admin)
	require.Equal(t, []string{"visit.chief", "visit.a_late", "visit.b_all", "visit.far"}, names, "by order, then by name")
	forms, names := formsOf(t, b.client)
	require.Equal(t, []string{"visit.office", "visit.a_late", "visit.b_all", "visit.far"}, names)
	require.Equal(t, []string{"stage", "stage == 'done'"}, []string{forms[0].Stage, forms[0].When.Source})
	require.NotEmpty(t, forms[0].When.Tree)
	require.Empty(t, forms[3].When.Tree, "a browser cannot ask what else leads here")
	whole := forms[2]
	require.Nil(t, whole.When)
	require.Equal(t, "Visit", whole.Title)
	require.Equal(t, mortise.SectionDescription{Columns: 3, Fields: []string{"name", "day"}}, whole.Sections[0])
	require.Equal(t, mortise.SectionDescription{Columns: 1, Text: "**Be kind**"}, whole.Sections[1])
	require.Equal(t, mortise.SectionDescription{Columns: 1, Related: "remark.visit", Collapsed: true}, whole.Sections[2])
	require.Len(t, whole.Sections, 5)
	require.Equal(t, "cost > 9", whole.Sections[4].Visible.Source)

	caller := b.caller(t, b.clerkID)
	caller.Language = "zh-CN"
	d, err := b.records.Describe(context.Background(), caller, "visit")
	require.NoError(t, err)
	require.Equal(t, []string{"拜访", "**友好**"}, []string{d.Entities[0].Forms[2].Title, d.Entities[0].Forms[2].Sections[1].Text})
}

// TestFormsTellNothingHidden: a form names nothing that its reader may not know
// of, and gives nothing away by being used.
func TestFormsTellNothingHidden(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ visit, remark string }{
		"an entity that he does not know":  {`"read":{"only":["name"]}`, ""},
		"a field that he does not read":    {`"read":{"only":["name"]}`, `"read":{"only":["body"]}`},
		"a field that he does not list by": {`"read":{"only":["name"]}`, `"read":"all","find":{"only":["body"]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forms, names := formsOf(t, formed(t, c.visit, c.remark).client)
			require.Equal(t, []string{"visit.b_all"}, names, "the conditions of the others are about what he may not read")
			require.Equal(t, []mortise.SectionDescription{{Columns: 3, Fields: []string{"name"}}, {Columns: 1, Text: "**Be kind**"}}, forms[0].Sections)
		})
	}
}

// TestActionsOfFormsAreForWhoMayDoThem: a button that would be refused is not
// told of.
func TestActionsOfFormsAreForWhoMayDoThem(t *testing.T) {
	t.Parallel()
	for remark, want := range map[string][]mortise.FormAction{
		"":             nil,
		`"read":"all"`: nil,
		`"read":"all","actions":["read","create"],"write":{"only":["body"]}`:                     nil,
		`"read":"all","actions":["read","create"],"write":{"only":["body","visit"]}`:             {{Title: "Say so", Icon: "tag", Entity: "remark", Field: "visit"}},
		`"read":{"only":["body"]},"actions":["read","create"],"write":{"only":["body","visit"]}`: nil,
	} {
		b := formed(t, `"read":"all"`, remark)
		forms, names := formsOf(t, b.client)
		require.Equal(t, want, forms[slices.Index(names, "visit.b_all")].Actions, remark)
	}
}

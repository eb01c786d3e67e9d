package reference_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/reference"
	"github.com/mortise-crm/mortise/engine/definition"
)

// TestRenameFollowsIntoMenus: a menu names roles, entities and views, in its
// groups as well, and texts that only read like them stay.
func TestRenameFollowsIntoMenus(t *testing.T) {
	t.Parallel()
	menu := `{"name":"x","title":"x","roles":["x","clerk"],"items":[{"x-id":"m000000000","entity":"x","view":"x"},{"x-id":"m000000001","title":"x","url":"/x"},
		{"x-id":"m000000002","title":"x","items":[{"x-id":"m000000003","entity":"x","view":"x"},{"x-id":"m000000004","entity":"x"}]}]}`
	docs := []definition.Document{{Key: definition.Key{Kind: definition.KindMenu, Name: "x"}, Body: json.RawMessage(menu)}}
	for _, kind := range []definition.Kind{definition.KindEntity, definition.KindRole, definition.KindView} {
		docs = append(docs, definition.Document{Key: definition.Key{Kind: kind, Name: "x"}, Body: json.RawMessage(`{"name":"x"}`)})
	}
	type item struct {
		Entity, View, Title, URL string
		Items                    []item
	}
	renamed := func(kind definition.Kind) (roles []string, name string, items []item) {
		thing := reference.Thing{Kind: kind, Name: "x"}
		out, err := reference.New(docs).Rename(thing, "y", true)
		require.NoError(t, err)
		for _, d := range out.Documents {
			if d.Kind == definition.KindMenu {
				var m struct {
					Name  string
					Roles []string
					Items []item
				}
				require.NoError(t, json.Unmarshal(d.Body, &m))
				return m.Roles, m.Name, m.Items
			}
		}
		require.Fail(t, "the menu stayed as it was", kind)
		return nil, "", nil
	}
	link := item{Title: "x", URL: "/x"}
	roles, _, items := renamed(definition.KindEntity)
	require.Equal(t, []string{"x", "clerk"}, roles)
	require.Equal(t, []item{{Entity: "y", View: "x"}, link, {Title: "x", Items: []item{{Entity: "y", View: "x"}, {Entity: "y"}}}}, items)
	_, _, items = renamed(definition.KindView)
	require.Equal(t, []item{{Entity: "x", View: "y"}, link, {Title: "x", Items: []item{{Entity: "x", View: "y"}, {Entity: "x"}}}}, items)
	roles, _, items = renamed(definition.KindRole)
	require.Equal(t, []string{"y", "clerk"}, roles)
	require.Equal(t, "x", items[0].Entity+items[0].View[1:])
	_, name, _ := renamed(definition.KindMenu)
	require.Equal(t, "y", name)
	require.Len(t, reference.New(docs).To(reference.Thing{Kind: definition.KindView, Name: "x"}), 2)
}

package reference_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/reference"
	"github.com/mortise-crm/mortise/engine/definition"
)

// TestRenameFollowsEveryMemberOfAView: whatever a view is drawn by, whatever
// colours it and whom it is for.
func TestRenameFollowsEveryMemberOfAView(t *testing.T) {
	t.Parallel()
	view := `{"name":"all","entity":"deal","columns":[{"field":"x","pinned":true}],"group":"x","start":"x","end":"x","parent":"x","cover":"x",
		"colors":[{"when":"name == 'x' || x != nil","color":"red"}],"default_for":["x","clerk"]}`
	docs := []definition.Document{
		{Key: definition.Key{Kind: definition.KindEntity, Name: "deal"}, Body: json.RawMessage(`{"name":"deal","properties":{"name":{"x-field":"text"},"x":{"x-field":"text"}}}`)},
		{Key: definition.Key{Kind: definition.KindRole, Name: "x"}, Body: json.RawMessage(`{"name":"x"}`)},
		{Key: definition.Key{Kind: definition.KindView, Name: "all"}, Body: json.RawMessage(view)},
	}
	renamed := func(thing reference.Thing) string {
		out, err := reference.New(docs).Rename(thing, "y", true)
		require.NoError(t, err)
		for _, d := range out.Documents {
			if d.Kind == definition.KindView {
				return string(d.Body)
			}
		}
		return ""
	}
	require.JSONEq(t, `{"name":"all","entity":"deal","columns":[{"field":"y","pinned":true}],"group":"y","start":"y","end":"y","parent":"y","cover":"y",
		"colors":[{"when":"name == 'x' || y != nil","color":"red"}],"default_for":["x","clerk"]}`, renamed(reference.Thing{Kind: definition.KindEntity, Name: "deal", Field: "x"}))
	require.Contains(t, renamed(reference.Thing{Kind: definition.KindRole, Name: "x"}), `"y",`)
}

package reference_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/reference"
	"github.com/mortise-crm/mortise/engine/definition"
)

// TestRenameFollowsEveryMemberOfAForm: whom it is for, where it is used, and the
// lists that it draws.
func TestRenameFollowsEveryMemberOfAForm(t *testing.T) {
	t.Parallel()
	form := `{"name":"main","entity":"deal","roles":["x","clerk"],"when":"x == 'x' && any(task.x, .done)","sections":[{"fields":["x"],"visible":"x != nil"},{"text":"x"},{"related":"task.x"}],"stage":"x"}`
	docs := []definition.Document{
		{Key: definition.Key{Kind: definition.KindEntity, Name: "deal"}, Body: json.RawMessage(`{"name":"deal","properties":{"x":{"x-field":"choice","oneOf":[{"const":"x"}]}}}`)},
		{Key: definition.Key{Kind: definition.KindEntity, Name: "task"}, Body: json.RawMessage(`{"name":"task","properties":{"x":{"x-field":"relation","x-entity":"deal"},"done":{"x-field":"boolean"}}}`)},
		{Key: definition.Key{Kind: definition.KindRole, Name: "x"}, Body: json.RawMessage(`{"name":"x"}`)},
		{Key: definition.Key{Kind: definition.KindRole, Name: "clerk"}, Body: json.RawMessage(`{"name":"clerk"}`)},
		{Key: definition.Key{Kind: definition.KindForm, Name: "main"}, Body: json.RawMessage(form)},
	}
	for name, c := range map[string]struct {
		thing reference.Thing
		want  string
	}{
		"a field": {reference.Thing{Kind: definition.KindEntity, Name: "deal", Field: "x"},
			`{"name":"main","entity":"deal","roles":["x","clerk"],"when":"y == 'x' && any(task.x, .done)","sections":[{"fields":["y"],"visible":"y != nil"},{"text":"x"},{"related":"task.x"}],"stage":"y"}`},
		"an option": {reference.Thing{Kind: definition.KindEntity, Name: "deal", Field: "x", Option: "x"},
			`{"name":"main","entity":"deal","roles":["x","clerk"],"when":"x == 'y' && any(task.x, .done)","sections":[{"fields":["x"],"visible":"x != nil"},{"text":"x"},{"related":"task.x"}],"stage":"x"}`},
		"a field that leads here": {reference.Thing{Kind: definition.KindEntity, Name: "task", Field: "x"},
			`{"name":"main","entity":"deal","roles":["x","clerk"],"when":"x == 'x' && any(task.y, .done)","sections":[{"fields":["x"],"visible":"x != nil"},{"text":"x"},{"related":"task.y"}],"stage":"x"}`},
		"an entity that leads here": {reference.Thing{Kind: definition.KindEntity, Name: "task"},
			`{"name":"main","entity":"deal","roles":["x","clerk"],"when":"x == 'x' && any(y.x, .done)","sections":[{"fields":["x"],"visible":"x != nil"},{"text":"x"},{"related":"y.x"}],"stage":"x"}`},
		"a role": {reference.Thing{Kind: definition.KindRole, Name: "x"},
			`{"name":"main","entity":"deal","roles":["y","clerk"],"when":"x == 'x' && any(task.x, .done)","sections":[{"fields":["x"],"visible":"x != nil"},{"text":"x"},{"related":"task.x"}],"stage":"x"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := reference.New(docs).Rename(c.thing, "y", true)
			require.NoError(t, err)
			got := ""
			for _, d := range out.Documents {
				if d.Kind == definition.KindForm {
					got = string(d.Body)
				}
			}
			require.JSONEq(t, c.want, got)
		})
	}
	x := reference.New(docs)
	require.Empty(t, x.Dangling())
}

package reference_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/reference"
	"github.com/mortise-crm/mortise/engine/definition"
)

// TestRenameFollowsIntoReminders: a reminder names the field of its moment, that
// of its receivers, and those of its condition.
func TestRenameFollowsIntoReminders(t *testing.T) {
	t.Parallel()
	docs := []definition.Document{
		{Key: definition.Key{Kind: definition.KindEntity, Name: "user"}, Body: json.RawMessage(`{"name":"user","properties":{"name":{"x-field":"text"}}}`)},
		{Key: definition.Key{Kind: definition.KindEntity, Name: "lead"}, Body: json.RawMessage(`{"name":"lead","properties":{"next":{"x-field":"datetime"},"who":{"x-field":"user"},"state":{"x-field":"text"}},
			"x-reminders":[{"x-id":"m000000000","at":"next","to":"who","when":"state != 'next' && next != nil"}]}`)},
	}
	for field, want := range map[string]definition.Reminder{
		"next":  {ID: "m000000000", At: "then", To: "who", When: "state != 'next' && then != nil"},
		"who":   {ID: "m000000000", At: "next", To: "then", When: "state != 'next' && next != nil"},
		"state": {ID: "m000000000", At: "next", To: "who", When: "then != 'next' && next != nil"},
	} {
		thing := reference.Thing{Kind: definition.KindEntity, Name: "lead", Field: field}
		require.NotEmpty(t, reference.New(docs).To(thing), field)
		out, err := reference.New(docs).Rename(thing, "then", true)
		require.NoError(t, err)
		require.Len(t, out.Documents, 1)
		var e struct {
			Reminders []definition.Reminder `json:"x-reminders"`
		}
		require.NoError(t, json.Unmarshal(out.Documents[0].Body, &e))
		require.Equal(t, []definition.Reminder{want}, e.Reminders, field)
	}
}

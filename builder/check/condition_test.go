package check_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/check"
	"github.com/mortise-crm/mortise/engine/definition"
)

func TestConditionsAreReadByADraftThatIsNotDone(t *testing.T) {
	t.Parallel()
	var docs []definition.Document
	for id, body := range valid() {
		kind, name, _ := strings.Cut(id, " ")
		docs = append(docs, definition.Document{Key: definition.Key{Kind: definition.Kind(kind), Name: name}, Body: []byte(body)})
	}
	docs = append(docs, definition.Document{Key: definition.Key{Kind: "view", Name: "deal.half"}, Body: []byte(`{"name":"deal.half"}`)})
	read := check.Conditions(docs, check.Asked{
		Entity: "deal", UserID: "u1", Now: time.Unix(0, 0),
		Conditions: []string{"stage == 'new'", "owner == user.id", "name == user.name", "nothing == 1", "phone =="},
	})
	require.Len(t, read, 5)
	require.Empty(t, read[0].Problems)
	require.JSONEq(t, `{"is":"eq","x":{"is":"field","name":"stage","type":"text"},"y":{"is":"value","type":"text","value":"new"}}`, string(read[0].Tree))
	require.Contains(t, string(read[1].Tree), `"u1"`)
	require.Nil(t, read[2].Tree, "what else is known of a user stays with the server")
	require.Empty(t, read[2].Problems)
	require.Equal(t, "unknown_field", read[3].Problems[0].Code)
	require.Nil(t, read[3].Tree)
	require.NotEmpty(t, read[4].Problems)

	of := check.Conditions(docs, check.Asked{Entity: "no_such", Conditions: []string{"stage == 'won'", ""}})
	require.NotEmpty(t, of[0].Problems)
	require.Nil(t, of[1].Tree)
}

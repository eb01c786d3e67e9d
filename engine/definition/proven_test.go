package definition_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
)

func TestWhatWasProvenIsNotShownAgain(t *testing.T) {
	t.Parallel()
	var p definition.Proven
	asked := 0
	prove := func(holds bool) func() bool { return func() bool { asked++; return holds } }
	require.False(t, p.Holds("view", []byte("{}"), prove(false)))
	require.False(t, p.Holds("view", []byte("{}"), prove(false)), "what is wrong is wrong each time")
	require.True(t, p.Holds("view", []byte("{}"), prove(true)))
	require.True(t, p.Holds("view", []byte("{}"), prove(false)))
	require.False(t, p.Holds("form", []byte("{}"), prove(false)), "of another kind")
	require.Equal(t, 4, asked)

	wrong := []byte(`{"name": "list", "title": "List", "colour": 1}`)
	for range 2 {
		_, problems := definition.ParseDocument(definition.KindView, wrong)
		require.NotEmpty(t, problems)
	}
}

package definition_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
)

func TestEntitiesOfAppPackages(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../apps/*/entities/*/entity.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		_, l := definition.ParseDocument(definition.KindEntity, body)
		require.Empty(t, details(l), file)
	}
}

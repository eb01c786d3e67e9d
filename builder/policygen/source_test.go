package policygen_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/definition"
)

// Every rule of the golden files is told to be of the document whose title
// stands above it, and has all its lines.
func TestEveryLineIsOfADocument(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	kinds := map[definition.Kind]int{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		written, _, _ := strings.Cut(string(content), separator)
		entity, _, named := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txt"), ".")
		if !named {
			entity = "customer"
		}
		set, wrong := definition.ParseSet(load(t, written))
		require.Empty(t, wrong)
		policy, err := policygen.NewRules(set).Generate(entity)
		if err != nil {
			continue // a golden file of problems
		}
		module, parts, err := policygen.NewRules(set).Module(entity)
		require.NoError(t, err, file)
		require.Equal(t, policy.Modules[policygen.FileName], module)
		for _, p := range parts {
			kinds[p.Kind]++
		}
		placed(t, file, strings.Split(module, "\n"), parts)
	}
	for _, kind := range []definition.Kind{"entity", "grant", "pool", "restriction", "mask", "obligation", "sharing"} {
		require.NotZero(t, kinds[kind], kind)
	}
}

func placed(t *testing.T, file string, lines []string, parts []policygen.Part) {
	t.Helper()
	of := make([]bool, len(lines)+1)
	for _, p := range parts {
		first := lines[p.From-1]
		require.Empty(t, lines[p.From-2], "%s %s", file, p.Name)
		require.NotContains(t, lines[p.From-1:p.To], "", "%s %s", file, p.Name)
		require.Empty(t, lines[p.To], "%s %s", file, p.Name)
		if !strings.HasPrefix(first, "_") {
			title := p.Title.In("en")
			if title == "" {
				title = p.Name
			}
			if p.Kind != definition.KindEntity {
				quoted, err := json.Marshal(title)
				require.NoError(t, err)
				require.Contains(t, lines[p.From], strings.Trim(string(quoted), `"`), file)
			}
			require.Equal(t, "# METADATA", first, file)
		}
		for i := p.From; i <= p.To; i++ {
			of[i] = true
		}
	}
	inside, shared := false, false
	for i, line := range lines {
		if strings.Contains(line, "Shared with the caller at a level") {
			shared = true
		}
		if strings.HasPrefix(line, "\t") || line == "}" {
			inside = true
			require.True(t, of[i+1] || shared, "%s:%d %s", file, i+1, line)
		}
		if line == "}" {
			shared = false
		}
	}
	require.True(t, inside || len(parts) == 0, file)
}

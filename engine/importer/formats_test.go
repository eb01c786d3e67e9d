package importer_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/importer"
	"github.com/mortise-crm/mortise/engine/problem"
)

func TestAColumnSaysHowItsNumbersAreWritten(t *testing.T) {
	m, s := run(t, "size,phone\n$3K,2K\n\"1,200K\",x\n12万,y\n7,z\n3X,bad\n", importer.Options{Formats: map[string]string{"size": "scaled"}})
	require.Len(t, m.rows, 4)
	for i, want := range []string{"3e3", "1200e3", "12e4", "7"} {
		require.Equal(t, json.Number(want), m.rows[i]["size"])
	}
	require.Equal(t, "2K", m.rows[0]["phone"], "a text stays as it is")
	require.EqualValues(t, 1, s.Failed)

	m, s = run(t, "size\n3K\n", importer.Options{})
	require.Empty(t, m.rows, "nobody said that K is a thousand")
	require.EqualValues(t, 1, s.Failed)
}

func TestFormatsAreChecked(t *testing.T) {
	for name, formats := range map[string]map[string]string{"an unknown one": {"size": "roman"}, "of no column": {"weight": "dmy"}} {
		_, err := importer.Import(t.Context(), []byte("size\n3\n"), "lead", &memory{}, importer.Options{Formats: formats})
		require.True(t, problem.Is(err, problem.Invalid), name)
	}
}

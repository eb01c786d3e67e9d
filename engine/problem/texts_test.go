package problem_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/problem"
)

func TestTextsThatCannotBeStoredAreNamed(t *testing.T) {
	t.Parallel()
	require.NoError(t, problem.CheckTexts([]byte(`{"a":"b","c":"\\u0000"}`)), "a backslash and digits are a text like others")
	err := problem.CheckTexts([]byte(`{"a":["x","y\u0000"],"b/c":{"d\u0000":1},"e":"\u0000"}`))
	require.Error(t, err)
	var at []string
	for _, d := range problem.As(err).Details {
		require.Equal(t, "bad_characters", d.Code)
		at = append(at, d.Pointer)
	}
	require.Equal(t, []string{"/a/1", "/b~1c/d", "/e"}, at)
	require.True(t, problem.Is(problem.CheckTexts([]byte(`{"a":"\u0000"`)), problem.Malformed))
}

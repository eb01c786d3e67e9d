package definition_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/definition"
)

// The order that semver.org gives as its example.
func TestVersionsAreOrdered(t *testing.T) {
	t.Parallel()
	ordered := []string{
		"0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "v1.0.0", "1.0.1", "1.10.0", "2.0.0",
	}
	for i, a := range ordered {
		for j, b := range ordered {
			v, err := definition.ParseVersion(a)
			require.NoError(t, err)
			w, err := definition.ParseVersion(b)
			require.NoError(t, err)
			require.Equal(t, sign(i-j), sign(v.Compare(w)), "%s and %s", a, b)
		}
	}
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

func TestRanges(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		version, versions string
		want              bool
	}{
		{"1.2.0", ">=1.2 <2", true}, {"1.1.9", ">=1.2 <2", false}, {"2.0.0", ">=1.2 <2", false},
		{"1.2.5", "1.2", true}, {"1.3.0", "1.2", false}, {"1.2.5", "=1.2.4", false}, {"1.2.4", "1.2.4", true},
		{"1.2.5", ">1.2", false}, {"1.3.0", ">1.2", true}, {"1.2.5", ">1.2.4", true}, {"1.2.4", ">1.2.4", false},
		{"1.2.5", "<=1.2", true}, {"1.3.0", "<=1.2", false}, {"1.9.0", "^1.2", true}, {"2.0.0", "^1.2", false},
		{"0.2.9", "^0.2.3", true}, {"0.3.0", "^0.2.3", false}, {"0.0.3", "^0.0.3", true}, {"0.0.4", "^0.0.3", false}, {"1.2.9", "~1.2.3", true}, {"1.3.0", "~1.2.3", false},
		{"9.9.9", "*", true}, {"9.9.9", "", true}, {"1.0.0-rc.1", ">=1.0.0", false},
	} {
		got, err := definition.InRange(test.version, test.versions)
		require.NoError(t, err)
		require.Equal(t, test.want, got, "%s in %q", test.version, test.versions)
	}
	for _, bad := range []string{"x", ">>1", "1.2.3.4", "=>1"} {
		_, err := definition.InRange("1.0.0", bad)
		require.Error(t, err, bad)
	}
}

func TestRequirementsMayBeNames(t *testing.T) {
	t.Parallel()
	var p definition.Package
	require.NoError(t, json.Unmarshal([]byte(`{"requires": ["core"]}`), &p))
	require.Equal(t, definition.Requirements{"core": "*"}, p.Requires)
	require.NoError(t, json.Unmarshal([]byte(`{"requires": {"core": ">=1.2"}}`), &p))
	require.Equal(t, definition.Requirements{"core": ">=1.2"}, p.Requires)
}

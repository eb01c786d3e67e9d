package expression_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/expression"
)

func TestExtentsOfProblems(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		src          string
		line, column int
		name, want   string
	}{
		{"amount + total", 1, 10, "", "total"},
		{"owner.departmentx.name > 1", 1, 1, "departmentx", "departmentx"},
		{"客户.电话 == 1", 1, 1, "电话", "电话"},
		{"a ==\n 'it''s' + 2", 2, 2, "", "'it'"},
		{`a == "x\"y" + 1`, 1, 6, "", `"x\"y"`},
		{"1.25 + ", 1, 1, "", "1.25"},
		{"(a", 1, 1, "", "("},
		{"a +", 1, 9, "", ""},
		{"", 1, 1, "", ""},
		{"a", 7, 7, "", ""},
		{"ab.a", 1, 1, "a", "a"},
		{"'open", 1, 1, "", "'open"},
	} {
		from, to := expression.Extent(c.src, c.line, c.column, c.name)
		require.Equal(t, c.want, string([]rune(c.src)[from:to]), c.src)
	}
	from, _ := expression.Extent("ab.a", 1, 1, "a")
	require.Equal(t, 3, from)
}

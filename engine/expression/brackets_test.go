package expression

import (
	"strings"
	"testing"
)

func TestBrackets(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]int{
		"": 0, "a": 0, "(a)": 1, "((a) || (b))": 2, "a in [(1), 2]": 2, `"((("`: 0, `'\'(('`: 0, "`\\`(a)": 1, `"\\"(a)`: 1,
		strings.Repeat("(", 1000) + "a" + strings.Repeat(")", 1000): 1000,
	} {
		if got := brackets(src); got != want {
			t.Errorf("%.40q: %d, want %d", src, got, want)
		}
	}
}

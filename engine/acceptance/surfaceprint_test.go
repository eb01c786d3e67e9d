package acceptance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// verdicts are what came of the cells of the matrix.
type verdicts struct {
	rows                 []string // names of surfaces
	cells                map[string]map[kind]string
	reasons              []string
	tried, probes, leaks int
}

// enter tries a cell, or notes why it cannot be tried.
func (v *verdicts) enter(t *testing.T, s surface, k kind, try func(p probe) []string) {
	t.Helper()
	if v.cells == nil {
		v.cells = map[string]map[kind]string{}
	}
	if v.cells[s.name] == nil {
		v.rows, v.cells[s.name] = append(v.rows, s.name), map[kind]string{}
	}
	tries, reason := s.cells[k], s.none[k]
	switch {
	case len(tries) == 0 && reason == "":
		t.Errorf("%s × %s is neither tried nor said to be impossible", s.name, k)
	case len(tries) > 0 && reason != "":
		t.Errorf("%s × %s is tried and said to be impossible", s.name, k)
	case reason != "":
		v.cells[s.name][k] = "–"
		v.reasons = append(v.reasons, fmt.Sprintf("%s × %s: %s", s.name, k, reason))
		return
	}
	var faults []string
	for _, p := range tries {
		faults = append(faults, try(p)...)
	}
	v.tried, v.probes, v.cells[s.name][k] = v.tried+1, v.probes+len(tries), fmt.Sprintf("ok %d", len(tries))
	if len(faults) > 0 {
		v.leaks++
		v.cells[s.name][k] = "LEAK"
		t.Errorf("%s × %s:\n%s", s.name, k, strings.Join(faults, "\n"))
	}
}

// print shows the matrix: of each cell the number of its probes, or that it is
// not applicable.
func (v *verdicts) print(t *testing.T) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-28s", "")
	for _, k := range kinds {
		fmt.Fprintf(&b, "%-15s", k)
	}
	for _, name := range v.rows {
		fmt.Fprintf(&b, "\n%-28s", name)
		for _, k := range kinds {
			fmt.Fprintf(&b, "%-15s", v.cells[name][k])
		}
	}
	slices.Sort(v.reasons)
	t.Logf("%s\n\nnot applicable:\n%s\n\n%d surfaces, %d cells tried with %d probes, %d leaks", b.String(), strings.Join(v.reasons, "\n"), len(v.rows), v.tried, v.probes, v.leaks)
}

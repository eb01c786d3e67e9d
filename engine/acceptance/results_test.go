package acceptance_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
)

// result is a line of the table that a run ends with: what became of the files
// (or texts, addresses) of a public set.
type result struct {
	set                            string
	all, right, refused, different int
	why                            string // of what was refused or differs
}

var results struct {
	sync.Mutex
	list []result
}

// report adds a line to the table.
func report(t *testing.T, r result) {
	t.Helper()
	if r.right+r.refused+r.different != r.all {
		t.Errorf("%s: %d + %d + %d are not %d", r.set, r.right, r.refused, r.different, r.all)
	}
	results.Lock()
	defer results.Unlock()
	results.list = append(results.list, r)
}

// TestMain prints the table once all tests have run.
func TestMain(m *testing.M) {
	code := m.Run()
	if len(results.list) > 0 {
		fmt.Print("\n| set | all | read right | refused, with the line | differs | why |\n|---|---|---|---|---|---|\n")
	}
	for _, r := range results.list {
		fmt.Printf("| %s | %d | %d | %d | %d | %s |\n", r.set, r.all, r.right, r.refused, r.different, strings.ReplaceAll(r.why, "|", "/"))
	}
	os.Exit(code)
}

package access

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/mortise-crm/mortise/engine/problem"
)

// Limits of the tests of one policy.
const (
	testDeadline  = 2 * time.Second  // of one test
	testsDeadline = 20 * time.Second // of all
)

// TestFile is the name that the tests of a policy have in problems.
const TestFile = "tests.rego"

// TestResult is the result of one Rego test.
type TestResult struct {
	Name   string `json:"name"`
	Passed bool   `json:"passed"`
	// Text says what went wrong.
	Text string `json:"text,omitempty"`
	line int
}

// test runs the tests of a module beside all policies of the entity.
func (r *Report) test(ctx context.Context, u *Unit, module, tests string) error {
	parsed, err := parseTests(tests)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, testsDeadline)
	defer cancel()
	modules, err := composition()
	if err != nil {
		return err
	}
	modules = maps.Clone(modules)
	maps.Copy(modules, u.modules)
	modules[TestFile] = parsed
	for name, m := range modules {
		modules[name] = m.Copy() // running tests rewrites them
	}
	covered := cover.New()
	compiler := ast.NewCompiler().WithCapabilities(testCapabilities()).WithEnablePrintStatements(false)
	runner := tester.NewRunner().SetCompiler(compiler).SetStore(u.store).SetModules(modules).
		SetTimeout(testDeadline).SetParallel(1).SetCoverageQueryTracer(covered)
	err = storage.Txn(ctx, u.store, storage.TransactionParams{}, func(txn storage.Transaction) error {
		results, err := runner.RunTests(ctx, txn)
		if err != nil {
			return err
		}
		for result := range results {
			r.Tests = append(r.Tests, resultsOf(result)...)
		}
		return ctx.Err()
	})
	if err != nil {
		var faults problem.List
		addFaults(&faults, TestFile, err)
		return invalid(faults)
	}
	r.measure(covered.Report(u.modules), module)
	return r.judge()
}

// parseTests reads a module of tests: of a package that ends in _test, so that
// nothing in it takes part in decisions.
func parseTests(text string) (*ast.Module, error) {
	var faults problem.List
	if len(text) > maxModule || nesting(text) > maxNesting {
		faults.Add(pointer(TestFile), "policy_too_large", "file", TestFile)
		return nil, invalid(faults)
	}
	m, err := ast.ParseModuleWithOpts(TestFile, text, parserOptions())
	switch {
	case err != nil:
		addFaults(&faults, TestFile, err)
	case m == nil:
		faults.Add(pointer(TestFile), "policy_empty", "file", TestFile)
	case !strings.HasSuffix(strings.Trim(m.Package.Path.String(), `"]`), "_test"):
		faults.Add(pointer(TestFile), "policy_package", "file", TestFile, "line", m.Package.Location.Row, "package", m.Package.Path.String())
	}
	return m, invalid(faults)
}

// resultsOf gives the result of a test, or those of its cases.
func resultsOf(result *tester.Result) []TestResult {
	if len(result.SubResults) == 0 {
		one := TestResult{Name: result.Name, Passed: result.Pass(), line: result.Location.Row}
		switch {
		case result.Error != nil:
			one.Text = result.Error.Error()
		case !one.Passed && result.FailedAt != nil:
			one.Text = fmt.Sprintf("at line %d: %s", result.FailedAt.Location.Row, result.FailedAt.Location.Text)
		}
		return []TestResult{one}
	}
	var list []TestResult
	for name, sub := range result.SubResults {
		list = append(list, TestResult{Name: result.Name + "/" + name, Passed: !sub.Fail, line: result.Location.Row})
	}
	return list
}

// measure takes in how much of a module was reached.
func (r *Report) measure(report cover.Report, module string) {
	of := report.Files[module]
	if of == nil {
		return
	}
	r.Coverage = of.Coverage
	for _, missed := range of.NotCovered {
		for row := missed.Start.Row; row <= missed.End.Row; row++ {
			if !slices.Contains(r.Missed, row) {
				r.Missed = append(r.Missed, row)
			}
		}
	}
	slices.Sort(r.Missed)
}

// judge makes a problem of every test that failed.
func (r *Report) judge() error {
	slices.SortFunc(r.Tests, func(a, b TestResult) int { return strings.Compare(a.Name, b.Name) })
	var faults problem.List
	for _, t := range r.Tests {
		if !t.Passed {
			faults.Add(pointer(TestFile), "policy_test_failed", "file", TestFile, "line", t.line, "test", t.Name, "text", strings.TrimSpace(t.Name+" failed "+t.Text))
		}
	}
	if len(r.Tests) == 0 {
		faults.Add(pointer(TestFile), "policy_empty", "file", TestFile)
	}
	return invalid(faults)
}

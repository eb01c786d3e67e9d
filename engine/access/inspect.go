package access

import (
	"context"

	"github.com/mortise-crm/mortise/engine/problem"
)

// selfChecks is how many random records a policy is asked about before it goes
// live.
const selfChecks = 200

// Report is what Inspect found out about a policy written by hand.
type Report struct {
	// Formatted is the module as it should be written.
	Formatted string
	// Problems keep the policy from going live; Warnings do not.
	Problems problem.List
	Warnings problem.List
	// Tests are the tests that were run.
	Tests []TestResult
	// Coverage says how much of the module the tests reached, in percent, and
	// Missed which lines they did not reach.
	Coverage float64
	Missed   []int
}

// TestResult is the result of one Rego test.
type TestResult struct {
	Name   string
	Passed bool
	// Text says what went wrong.
	Text string
}

// Inspect checks one module of a source as it has to be before it goes live:
// its types against the entity, the lints, that every condition has an exact
// form, its tests, and 200 random records asked in both ways. module is the name
// of the file in s.Modules, tests the text of its tests (perhaps none). err is
// only given when the check itself could not be made.
func Inspect(ctx context.Context, s Source, module, tests string) (Report, error) {
	var r Report
	u, err := Compile(ctx, s)
	if err == nil {
		err = u.Check(ctx)
	}
	if err == nil {
		err = u.SelfCheck(ctx, selfChecks, 1)
	}
	if err != nil {
		return r.with(err)
	}
	return r, nil
}

// with takes in what is wrong with the policy; other errors are returned.
func (r Report) with(err error) (Report, error) {
	if !problem.Is(err, problem.Invalid) {
		return r, err
	}
	r.Problems = append(r.Problems, problem.As(err).Details...)
	return r, nil
}

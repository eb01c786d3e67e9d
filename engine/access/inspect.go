package access

import (
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"

	"github.com/mortise-crm/mortise/engine/problem"
)

// selfChecks is how many random records a policy is asked about before it goes
// live.
const selfChecks = 200

// Report is what Inspect found out about a policy written by hand.
type Report struct {
	// Formatted is the module as it should be written; "" when it cannot be
	// read.
	Formatted string `json:"formatted"`
	// Problems keep the policy from going live; Warnings do not.
	Problems problem.List `json:"problems"`
	Warnings problem.List `json:"warnings"`
	// Tests are the tests that were run, by name.
	Tests []TestResult `json:"tests"`
	// Coverage says how much of the module the tests reached, in percent, and
	// Missed which lines they did not reach.
	Coverage float64 `json:"coverage"`
	Missed   []int   `json:"missed"`
}

// Inspect checks one module of a source as it has to be before it goes live:
// its types against the entity, the lints, that every condition has an exact
// form, its tests, and 200 random records asked in both ways. module is the name
// of the file in s.Modules, tests the text of its tests (perhaps none). err is
// only given when the check itself could not be made.
func Inspect(ctx context.Context, s Source, module, tests string) (r Report, err error) {
	defer contain(&err)
	r = Report{Problems: problem.List{}, Warnings: problem.List{}, Tests: []TestResult{}, Missed: []int{}}
	src, ok := s.Modules[module]
	if !ok {
		return r, fmt.Errorf("inspect %s: there is no such module", module)
	}
	if formatted, err := format.SourceWithOpts(module, []byte(src), format.Opts{RegoVersion: ast.RegoV1}); err == nil {
		r.Formatted = string(formatted)
	}
	u, err := Compile(ctx, s)
	if err == nil {
		r.Warnings = u.warnings(module)
		err = u.Check(ctx)
	}
	if err == nil {
		err = u.SelfCheck(ctx, selfChecks, 1)
	}
	if err != nil {
		return r, r.problems(err)
	}
	if tests == "" {
		return r, nil
	}
	return r, r.problems(r.test(ctx, u, module, tests))
}

// problems takes in what is wrong with the policy; other errors are returned.
func (r *Report) problems(err error) error {
	if err == nil || !problem.Is(err, problem.Invalid) {
		return err
	}
	r.Problems = append(r.Problems, problem.As(err).Details...)
	return nil
}

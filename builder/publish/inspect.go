package publish

import (
	"context"
	"slices"

	"github.com/mortise-crm/mortise/builder/policygen"
	"github.com/mortise-crm/mortise/engine/access"
	"github.com/mortise-crm/mortise/engine/catalog"
	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/problem"
)

// Inspection is what is to be said about one policy written by hand, before it
// is part of a draft.
type Inspection struct {
	// Problems keep it from being published; Warnings do not.
	Problems problem.List
	Warnings problem.List
	// Formatted is the module as it will be stored.
	Formatted string
	Tests     []access.TestResult
	// Coverage is how much of the module the tests reach, in percent; Missed
	// are the lines that they do not.
	Coverage float64
	Missed   []int
}

// Inspect tries a policy, a document of kind rego, in a set of documents: in
// place of the one of its name.
func (p *Publisher) Inspect(ctx context.Context, docs []definition.Document, policy definition.Document) (Inspection, error) {
	body, err := definition.Canonical(policy.Body)
	if err != nil {
		return Inspection{}, err
	}
	policy.Body = body
	docs = slices.DeleteFunc(designed(docs), func(d definition.Document) bool { return d.Key == policy.Key })
	docs = append(docs, policy)
	set, wrong := p.stages.Check(docs)
	if err := Problems(wrong); err != nil {
		return Inspection{Problems: problem.As(err).Details}, nil
	}
	policies, err := p.stages.Policies(set)
	if err != nil {
		return inspectionOf(err)
	}
	snapshot, err := catalog.Compile(0, append(docs, policies...))
	if err != nil {
		return inspectionOf(err)
	}
	i := slices.IndexFunc(set.Regos, func(d *definition.Rego) bool { return d.Name == policy.Name })
	return inspect(ctx, snapshot, set.Regos[i])
}

// inspectionOf says what is wrong with the set; other errors are returned.
func inspectionOf(err error) (Inspection, error) {
	if !problem.Is(err, problem.Invalid) {
		return Inspection{}, err
	}
	return Inspection{Problems: problem.As(err).Details}, nil
}

// inspect asks about each entity that the policy names.
func inspect(ctx context.Context, snapshot *catalog.Snapshot, d *definition.Rego) (Inspection, error) {
	var all Inspection
	for i, name := range d.Entities {
		e, ok := snapshot.Entity(name)
		if !ok {
			continue
		}
		report, err := access.Inspect(ctx, e.Source(), policygen.RegoFile(d.Name), d.Tests)
		if err != nil {
			return Inspection{}, err
		}
		all.Problems = append(all.Problems, placed(name, e.Regos(), ofTests(d, report.Problems))...)
		all.Warnings = append(all.Warnings, placed(name, e.Regos(), report.Warnings)...)
		if i == 0 {
			all.Formatted, all.Tests, all.Coverage, all.Missed = report.Formatted, report.Tests, report.Coverage, report.Missed
		}
	}
	all.Problems, all.Warnings = distinct(all.Problems), distinct(all.Warnings)
	return all, nil
}

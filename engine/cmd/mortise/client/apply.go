package client

import (
	"context"
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Files says which definitions a command brings.
type Files struct {
	Paths  []string `arg:"" help:"Files or folders of definitions: of mortise export, or an app package." placeholder:"PATH"`
	Delete bool     `help:"Remove the definitions that the files do not have."`
}

func (f Files) request() (mortise.SetRequest, error) {
	l, err := loadDocuments(f.Paths)
	if err != nil {
		return mortise.SetRequest{}, err
	}
	return mortise.SetRequest{Format: l.format, Documents: l.docs, Delete: f.Delete}, nil
}

// Apply publishes definitions from files.
type Apply struct {
	Server
	Files
	Plan    string   `help:"Only as this plan says: what mortise plan printed last." placeholder:"HASH"`
	Consent []string `help:"Agree to a step that takes something away." placeholder:"CODE"`
	Comment string   `help:"What the revision's history says." default:"mortise apply"`
}

// Run publishes the documents and prints what changed. Whatever fails leaves
// the published definitions as they were.
func (c *Apply) Run(ctx context.Context, k *kong.Kong) error {
	r, err := c.request()
	if err != nil {
		return err
	}
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	r.Plan, r.Consent, r.Comment = c.Plan, c.Consent, c.Comment
	done, err := client.Definitions().ApplySet(ctx, r)
	if err != nil {
		return err
	}
	printPublished(k.Stdout, done)
	return nil
}

// Plan prints what apply would change.
type Plan struct {
	Server
	Files
}

// Run asks for the plan of the documents.
func (c *Plan) Run(ctx context.Context, k *kong.Kong) error {
	r, err := c.request()
	if err != nil {
		return err
	}
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	plan, err := client.Definitions().PlanSet(ctx, r)
	if err != nil {
		return err
	}
	for _, doc := range plan.Documents {
		printf(k.Stdout, "%-8s %s %s\n", doc.Change, doc.Kind, doc.Name)
	}
	printSteps(k.Stdout, plan.Steps)
	if len(plan.Documents) == 0 {
		printf(k.Stdout, "nothing to change: revision %d has it all\n", plan.Revision)
	}
	if len(plan.Extra) > 0 {
		printf(k.Stdout, "%d definitions are not in the files; with --delete they go\n", len(plan.Extra))
	}
	printf(k.Stdout, "plan %s\n", plan.Plan)
	return nil
}

func printSteps(out io.Writer, steps []mortise.PlanStep) {
	for _, s := range steps {
		_, _ = fmt.Fprintf(out, "%-11s  %s\n", s.Risk, s.Text)
	}
}

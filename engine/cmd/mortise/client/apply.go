package client

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Apply publishes definitions from files.
type Apply struct {
	Server
	Paths   []string `arg:"" help:"Files or folders of definitions, say of an app package." placeholder:"PATH"`
	Comment string   `help:"What the revision's history says." default:"mortise apply"`
}

// Run publishes the documents and prints what changed. Whatever fails leaves
// the published definitions and the caller's draft as they were.
func (c *Apply) Run(ctx context.Context, k *kong.Kong) error {
	d, err := c.stage(ctx, c.Paths)
	if err != nil {
		return err
	}
	done, err := d.Publish(ctx, c.Comment)
	if err != nil {
		return errors.Join(err, d.Discard(context.WithoutCancel(ctx)))
	}
	if done.Unchanged {
		_, _ = fmt.Fprintf(k.Stdout, "nothing to change: revision %d has it all\n", done.Revision)
		return d.Discard(ctx)
	}
	printSteps(k.Stdout, done.Steps)
	_, _ = fmt.Fprintf(k.Stdout, "published revision %d\n", done.Revision)
	return nil
}

// Plan prints what apply would change.
type Plan struct {
	Server
	Paths []string `arg:"" help:"Files or folders of definitions, say of an app package." placeholder:"PATH"`
}

// Run asks for the plan of the documents and leaves nothing behind.
func (c *Plan) Run(ctx context.Context, k *kong.Kong) error {
	d, err := c.stage(ctx, c.Paths)
	if err != nil {
		return err
	}
	plan, err := d.Plan(ctx)
	if err := errors.Join(err, d.Discard(context.WithoutCancel(ctx))); err != nil {
		return err
	}
	for _, doc := range plan.Documents {
		_, _ = fmt.Fprintf(k.Stdout, "%-8s %s %s\n", doc.Change, doc.Kind, doc.Name)
	}
	printSteps(k.Stdout, plan.Steps)
	if len(plan.Documents) == 0 {
		_, _ = fmt.Fprintf(k.Stdout, "nothing to change: revision %d has it all\n", plan.Revision)
	}
	return nil
}

// stage puts the documents into the caller's draft, which must be empty: else
// what somebody has begun in the builder would be published along.
func (s Server) stage(ctx context.Context, paths []string) (mortise.Definitions, error) {
	var none mortise.Definitions
	docs, err := loadDocuments(paths)
	if err != nil {
		return none, err
	}
	client, err := s.connect(ctx)
	if err != nil {
		return none, err
	}
	d := client.Definitions()
	draft, err := d.Draft(ctx)
	if err != nil {
		return none, err
	}
	if n := len(draft.Documents); n > 0 {
		return none, fmt.Errorf("your draft has %d unpublished changes: publish or discard them first", n)
	}
	if err := d.PutAll(ctx, docs); err != nil {
		return none, errors.Join(err, d.Discard(context.WithoutCancel(ctx)))
	}
	return d, nil
}

func printSteps(out io.Writer, steps []mortise.PlanStep) {
	for _, s := range steps {
		_, _ = fmt.Fprintf(out, "%-11s  %s\n", s.Risk, s.Text)
	}
}

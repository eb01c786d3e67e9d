package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Diff tells what publishing would change in who may do what.
type Diff struct {
	Server
	printed
	Paths    []string `arg:"" optional:"" help:"Files or folders of definitions; your draft when absent." placeholder:"PATH"`
	Entities []string `help:"Only these entities." name:"entity" placeholder:"ENTITY"`
	Users    []string `help:"Only these users, by e-mail address or id." name:"user" placeholder:"USER"`
	Roles    []string `help:"Only these roles." name:"role" placeholder:"ROLE"`
}

// Run asks about the files, or the caller's draft, and leaves nothing behind.
func (c *Diff) Run(ctx context.Context, k *kong.Kong) error {
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	q := mortise.WhatIfQuestion{Entities: c.Entities, Roles: c.Roles}
	for _, user := range c.Users {
		id, err := userID(ctx, client, user)
		if err != nil {
			return err
		}
		q.Users = append(q.Users, id)
	}
	a, err := c.ask(ctx, client, q)
	if err != nil {
		return err
	}
	return c.print(k, a, func(out io.Writer) { printWhatIf(out, a) })
}

func (c *Diff) ask(ctx context.Context, client *mortise.Client, q mortise.WhatIfQuestion) (*mortise.WhatIf, error) {
	if len(c.Paths) == 0 {
		return client.Definitions().WhatIf(ctx, q)
	}
	d, err := c.stage(ctx, c.Paths)
	if err != nil {
		return nil, err
	}
	a, err := d.WhatIf(ctx, q)
	return a, errors.Join(err, d.Discard(context.WithoutCancel(ctx)))
}

// stage puts the documents into the caller's draft, which must be empty: else
// what somebody has begun in the builder would be counted along.
func (s Server) stage(ctx context.Context, paths []string) (mortise.Definitions, error) {
	var none mortise.Definitions
	l, err := loadDocuments(paths)
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
	if err := d.PutAll(ctx, l.docs); err != nil {
		return none, errors.Join(err, d.Discard(context.WithoutCancel(ctx)))
	}
	return d, nil
}

func printWhatIf(out io.Writer, a *mortise.WhatIf) {
	for _, r := range a.Roles {
		printf(out, "role %s  %s  %d\n", r.Name, r.Title, r.Holders)
		printChange(out, r)
	}
	for _, u := range a.Users {
		printf(out, "user %s  %s\n", u.ID, u.Name)
		printChange(out, u)
	}
	if len(a.Roles)+len(a.Users) == 0 {
		printf(out, "nobody gains or loses anything\n")
	}
	if a.Partial {
		printf(out, "not all could be counted: %d users left out, and %s\n", a.LeftOut.Users, strings.Join(a.LeftOut.Entities, " "))
	}
}

func printChange(out io.Writer, c mortise.AccessChange) {
	printDifference(out, "  ", "role", c.Roles)
	printDifference(out, "  ", "permission", c.Permissions)
	for _, e := range c.Entities {
		printf(out, "  %s  %s\n", e.Name, strings.TrimSpace(e.Title+"  "+e.Visible))
		printDifference(out, "    ", "action", e.Actions)
		for _, f := range e.Fields {
			printf(out, "    field %s: %s -> %s\n", f.Name, f.Before, f.After)
		}
		for _, r := range e.Records {
			printf(out, "    %s: +%d -%d records\n", r.Action, r.Gained, r.Lost)
			printExamples(out, "+", r.GainedExamples)
			printExamples(out, "-", r.LostExamples)
		}
		for _, f := range e.Cells {
			printf(out, "    cells of %s: +%d -%d\n", f.Field, f.Gained, f.Lost)
		}
	}
}

func printDifference(out io.Writer, indent, what string, d mortise.Difference) {
	for _, name := range d.Gained {
		printf(out, "%s+ %s %s\n", indent, what, name)
	}
	for _, name := range d.Lost {
		printf(out, "%s- %s %s\n", indent, what, name)
	}
}

func printExamples(out io.Writer, sign string, list []mortise.RecordExample) {
	for _, one := range list {
		printf(out, "      %s %s  %s\n", sign, one.ID, one.Label)
	}
}

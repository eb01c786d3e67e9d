package client

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Access explains who may do what.
type Access struct {
	Explain Explain `cmd:"" help:"Why may a user do something with a record, or not?"`
	Who     Who     `cmd:"" help:"Who may do something with a record?"`
	What    What    `cmd:"" help:"What may a user do?"`
	Diff    Diff    `cmd:"" help:"What would publishing change in who may do what?"`
}

// printed says how an answer is printed.
type printed struct {
	JSON bool `help:"Print the answer as JSON."`
}

// print writes v as JSON when that was asked for, or else as tell does.
func (a printed) print(k *kong.Kong, v any, tell func(out io.Writer)) error {
	if !a.JSON {
		tell(k.Stdout)
		return nil
	}
	e := json.NewEncoder(k.Stdout)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// printf writes to a terminal, where a failure has nobody to be told to.
func printf(out io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(out, format, args...) }

// userID finds a user by e-mail address; an id stands for itself.
func userID(ctx context.Context, c *mortise.Client, user string) (string, error) {
	if !strings.Contains(user, "@") {
		return user, nil
	}
	page, err := c.Records("user").List(ctx, mortise.ListOptions{Fields: []string{"id"}, Filter: "email == " + quoted(user)})
	if err != nil {
		return "", err
	}
	if len(page.Data) != 1 {
		return "", fmt.Errorf("there is no user %s that you may see", user)
	}
	return page.Data[0].ID(), nil
}

func quoted(text string) string {
	b, _ := json.Marshal(text) // a string always has a JSON form
	return string(b)
}

// mark shows whether something holds: +, - or, where that is not known, ?.
func mark(holds *bool) string {
	switch {
	case holds == nil:
		return "?"
	case *holds:
		return "+"
	}
	return "-"
}

// Explain asks why a user may do something, or not.
type Explain struct {
	Server
	printed
	Entity  string `arg:"" help:"Entity of the record."`
	ID      string `arg:"" optional:"" help:"Id of the record; any record when absent."`
	User    string `help:"E-mail address or id of the user; yourself when absent."`
	Action  string `help:"Action." default:"read"`
	Field   string `help:"Field, to ask about its cell."`
	Channel string `help:"Channel of the request." default:"web" enum:"web,api,import,job"`
}

// Run asks and prints the answer.
func (c *Explain) Run(ctx context.Context, k *kong.Kong) error {
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	user, err := userID(ctx, client, c.User)
	if err != nil {
		return err
	}
	a, err := client.Explain(ctx, mortise.AccessQuestion{User: user, Entity: c.Entity, ID: c.ID, Action: c.Action, Field: c.Field, Channel: c.Channel})
	if err != nil {
		return err
	}
	return c.print(k, a, func(out io.Writer) {
		printf(out, "%s\n", a.Text)
		for _, r := range a.Reasons {
			printf(out, "%s %-11s %s\n", mark(r.Holds), r.Kind, strings.TrimSpace(r.ID+"  "+r.Text))
			for _, part := range r.Conditions {
				printf(out, "    %s %s\n", mark(part.Holds), part.Text)
			}
		}
	})
}

// Who lists users who may do something.
type Who struct {
	Server
	printed
	Entity string `arg:"" help:"Entity of the record."`
	ID     string `arg:"" help:"Id of the record."`
	Action string `help:"Action." default:"read"`
}

// Run asks page by page and prints the users.
func (c *Who) Run(ctx context.Context, k *kong.Kong) error {
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	all, err := client.Who(ctx, c.Entity, c.ID, c.Action, "")
	for next := all.Next; err == nil && next != ""; {
		var page *mortise.AbleUsers
		if page, err = client.Who(ctx, c.Entity, c.ID, c.Action, next); err == nil {
			all.Users, next = append(all.Users, page.Users...), page.Next
		}
	}
	if err != nil {
		return err
	}
	all.Next = ""
	return c.print(k, all, func(out io.Writer) {
		printf(out, "%d\n", all.Total)
		for _, u := range all.Users {
			printf(out, "%s  %s\n", u.ID, u.Name)
			for _, g := range u.Grants {
				printf(out, "    %s  %s\n", g.ID, strings.TrimSpace(g.Title+"  "+g.Via))
			}
		}
	})
}

// What tells what a user may do.
type What struct {
	Server
	printed
	User   string `arg:"" optional:"" help:"E-mail address or id of the user; yourself when absent."`
	Entity string `help:"Only this entity."`
	Counts bool   `help:"Count the records that he may read, too."`
}

// Run asks and prints what he may do, entity by entity.
func (c *What) Run(ctx context.Context, k *kong.Kong) error {
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	user, err := userID(ctx, client, c.User)
	if err != nil {
		return err
	}
	a, err := client.What(ctx, user, c.Entity, c.Counts)
	if err != nil {
		return err
	}
	return c.print(k, a, func(out io.Writer) {
		for _, r := range a.Roles {
			printf(out, "%s  %s\n", r.Name, strings.TrimSpace(r.Title+"  "+r.Via))
		}
		if len(a.Permissions) > 0 {
			printf(out, "%s\n", strings.Join(a.Permissions, " "))
		}
		for _, e := range a.Entities {
			printEntity(out, e)
		}
	})
}

func printEntity(out io.Writer, e mortise.EntityAccess) {
	printf(out, "\n%s  %s", e.Name, e.Title)
	if e.Records != nil {
		printf(out, "  %d", *e.Records)
	}
	printf(out, "\n")
	for _, a := range e.Actions {
		for _, g := range a.Grants {
			printf(out, "  + %-11s %s  %s\n", a.Action, g.Scope, g.ID)
		}
		for _, text := range a.Except {
			printf(out, "  - %-11s %s\n", a.Action, text)
		}
	}
	for _, set := range []struct {
		name string
		list []string
	}{{"write", e.Fields.Write}, {"read", e.Fields.Read}, {"masked", e.Fields.Masked}, {"hidden", e.Fields.Hidden}} {
		if len(set.list) > 0 {
			printf(out, "  %s: %s\n", set.name, strings.Join(set.list, " "))
		}
	}
}

package client

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Export writes the records of an entity as CSV, or the definitions of the
// workspace as files.
type Export struct {
	Server
	Entity  string   `arg:"" name:"what" help:"Entity whose records are written; or a folder such as ./definitions, for the definitions." placeholder:"ENTITY|FOLDER"`
	Package string   `help:"Of the definitions, only those of this app package." placeholder:"NAME"`
	Fields  []string `help:"Fields to write; by default all that hold values of the record's own." placeholder:"FIELD"`
	Filter  string   `help:"Only records for which this expression is true." placeholder:"EXPR"`
	Sort    []string `help:"Order, say -created_at." default:"created_at" placeholder:"FIELD"`
	Output  string   `short:"o" help:"File to write; standard output when absent." placeholder:"FILE"`
}

// Run has the server write the records, all of them or none.
func (c *Export) Run(ctx context.Context, k *kong.Kong) (err error) {
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	if isFolder(c.Entity) {
		written, err := exportFolder(ctx, client, c.Entity, c.Package)
		if err == nil {
			printf(k.Stdout, "%d files\n", written)
		}
		return err
	}
	if len(c.Fields) == 0 {
		if c.Fields, err = ownFields(ctx, client, c.Entity); err != nil {
			return err
		}
	}
	out := k.Stdout
	if c.Output != "" {
		f, err := os.Create(c.Output)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		out = f
	}
	return client.Records(c.Entity).Export(ctx, out, mortise.ListOptions{Fields: c.Fields, Filter: c.Filter, Sort: c.Sort})
}

// isFolder tells a folder from the name of an entity, which has neither dots nor
// slashes.
func isFolder(what string) bool {
	if strings.ContainsAny(what, `./\`) {
		return true
	}
	info, err := os.Stat(what)
	return err == nil && info.IsDir()
}

// ownFields are the readable fields of an entity that are not the system's.
func ownFields(ctx context.Context, client *mortise.Client, entity string) ([]string, error) {
	d, err := client.Describe(ctx, entity)
	if err != nil {
		return nil, err
	}
	e, ok := d.Entity(entity)
	if !ok {
		return nil, fmt.Errorf("there is no entity %q that you may read (a folder for definitions is written ./%[1]s)", entity)
	}
	var out []string
	for _, f := range e.Fields {
		if !f.System {
			out = append(out, f.Name)
		}
	}
	return out, nil
}

package client

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Export writes the records of an entity as CSV.
type Export struct {
	Server
	Entity string   `arg:"" help:"Entity that the records are of."`
	Fields []string `help:"Fields to write; by default all that hold values of the record's own." placeholder:"FIELD"`
	Filter string   `help:"Only records for which this expression is true." placeholder:"EXPR"`
	Sort   []string `help:"Order, say -created_at." default:"created_at" placeholder:"FIELD"`
	Output string   `short:"o" help:"File to write; standard output when absent." placeholder:"FILE"`
}

// Run lists the records page by page and writes them as they come.
func (c *Export) Run(ctx context.Context, k *kong.Kong) (err error) {
	client, err := c.connect(ctx)
	if err != nil {
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
	return c.write(ctx, client, out, newProgress(k.Stderr, 0))
}

// exportPage is how many records are asked for at once.
const exportPage = 200

func (c *Export) write(ctx context.Context, client *mortise.Client, out io.Writer, p *progress) error {
	defer p.clear()
	w := csv.NewWriter(out)
	if err := w.Write(c.Fields); err != nil {
		return err
	}
	options := mortise.ListOptions{Fields: c.Fields, Filter: c.Filter, Sort: c.Sort, Limit: exportPage}
	rows, cells := int64(0), make([]string, len(c.Fields))
	for rec, err := range client.Records(c.Entity).All(ctx, options) {
		if err != nil {
			return err
		}
		for i, field := range c.Fields {
			cells[i] = cell(rec, field)
		}
		if err := w.Write(cells); err != nil {
			return err
		}
		if rows++; rows%exportPage == 0 {
			p.show(0, rows, 0)
		}
	}
	w.Flush()
	return w.Error()
}

// ownFields are the readable fields of an entity that are not the system's.
func ownFields(ctx context.Context, client *mortise.Client, entity string) ([]string, error) {
	d, err := client.Describe(ctx)
	if err != nil {
		return nil, err
	}
	e, ok := d.Entity(entity)
	if !ok {
		return nil, fmt.Errorf("there is no entity %q that you may read", entity)
	}
	var out []string
	for _, f := range e.Fields {
		if !f.System {
			out = append(out, f.Name)
		}
	}
	return out, nil
}

// cell writes a value as import reads it. A dotted field is a member of the
// record that a relation points to.
func cell(rec mortise.Record, field string) string {
	var value any = map[string]any(rec)
	for _, name := range strings.Split(field, ".") {
		m, ok := value.(map[string]any)
		if !ok {
			return ""
		}
		value = m[name]
	}
	return text(value)
}

func text(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	case []any:
		parts := make([]string, len(v))
		for i, part := range v {
			parts[i] = text(part)
		}
		return strings.Join(parts, ";")
	case map[string]any:
		return text(v["id"])
	}
	return fmt.Sprint(value)
}

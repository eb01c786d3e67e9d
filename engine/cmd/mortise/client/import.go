package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Import makes a record of each row of a file: of CSV in parts, of a workbook or
// with more options as a job of the server.
type Import struct {
	Server
	Entity string            `arg:"" help:"Entity that the records are of."`
	File   string            `arg:"" optional:"" help:"CSV file or workbook whose first line names the columns; - reads CSV in UTF-8 from standard input."`
	Map    map[string]string `help:"Column that fills a field; other columns are fields by their own name." placeholder:"COLUMN=FIELD" mapsep:"none"`
	Empty  []string          `help:"Cell text that means no value." placeholder:"TEXT" sep:"none"`
	Dry    bool              `help:"Only find what is wrong."`
	Mode   string            `help:"create, update or upsert." placeholder:"MODE"`
	Key    []string          `help:"Fields that a record is found by." placeholder:"FIELD"`
	Undo   string            `help:"Take back the import that a job did." placeholder:"JOB"`
	// Options are those of the API, as JSON; flags win over them.
	Options string `help:"File of options as JSON, such as map, values and tables." placeholder:"FILE"`
}

// errRows says that some rows were refused; each was printed already.
type errRows struct{ failed int64 }

func (e errRows) Error() string { return fmt.Sprintf("%d rows were refused", e.failed) }

// Run sends the file in parts and prints what is wrong with which line.
func (c *Import) Run(ctx context.Context, k *kong.Kong) error {
	if job, err := c.asJob(); err != nil {
		return err
	} else if job {
		return c.runJob(ctx, k)
	}
	in, size, err := c.open()
	if err != nil {
		return err
	}
	defer in.Close()
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	counted := &counter{in: in}
	parts, err := newSplitter(counted, partBytes)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	run := importRun{command: c, records: client.Records(c.Entity), out: k.Stdout, progress: newProgress(k.Stderr, size)}
	err = run.all(ctx, parts, counted)
	run.progress.clear()
	_, _ = fmt.Fprintf(k.Stdout, "%d created, %d failed, %d rows read\n", run.created, run.failed, run.rows)
	if err != nil {
		return err
	}
	if run.failed > 0 {
		return errRows{run.failed}
	}
	return nil
}

func (c *Import) open() (io.ReadCloser, int64, error) {
	if c.File == "-" {
		return io.NopCloser(os.Stdin), 0, nil
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// importRun is an import while it runs.
type importRun struct {
	command               *Import
	records               mortise.Records
	out                   io.Writer
	progress              *progress
	rows, created, failed int64
}

func (r *importRun) all(ctx context.Context, parts *splitter, read *counter) error {
	for {
		p, err := parts.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", r.command.File, err)
		}
		if err := r.send(ctx, p); err != nil {
			return err
		}
		r.progress.show(read.n, r.rows, r.failed)
	}
}

// send imports one part. A part refused as a whole, say for an unknown
// column, ends the import: the next one would be refused for the same reason.
func (r *importRun) send(ctx context.Context, p part) error {
	options := mortise.ImportOptions{Map: r.command.Map, Empty: r.command.Empty}
	result, err := r.records.Import(ctx, bytes.NewReader(p.body), options)
	if err != nil {
		return fmt.Errorf("%s, lines from %d: %w", r.command.File, p.first, err)
	}
	r.rows += result.Rows
	r.created += result.Created
	r.failed += result.Failed
	if len(result.Errors) > 0 {
		r.progress.clear()
	}
	for _, e := range result.Errors {
		text := e.Message
		if text == "" {
			text = e.Code
		}
		_, _ = fmt.Fprintf(r.out, "%s:%d: %s: %s\n", r.command.File, e.Line+p.offset, e.Pointer, text)
	}
	if result.Truncated {
		_, _ = fmt.Fprintf(r.out, "%s, lines from %d: more is wrong than is listed\n", r.command.File, p.first)
	}
	return nil
}

package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// Import makes or changes records by the rows of a file, as a job of the server.
type Import struct {
	Server
	Entity   string            `arg:"" help:"Entity that the records are of."`
	File     string            `arg:"" optional:"" help:"CSV file or workbook with a line that names the columns; - reads standard input."`
	Map      map[string]string `help:"Column that fills a field; other columns are fields by their own name." placeholder:"COLUMN=FIELD" mapsep:"none"`
	Empty    []string          `help:"Cell text that means no value." placeholder:"TEXT" sep:"none"`
	Dry      bool              `help:"Only find what is wrong."`
	Mode     string            `help:"create, update or upsert." placeholder:"MODE"`
	Key      []string          `help:"Fields that a record is found by." placeholder:"FIELD"`
	Failures string            `help:"File for the rows that were refused, with why; mended, it can be imported." placeholder:"FILE"`
	Undo     string            `help:"Take back the import that a job did." placeholder:"JOB"`
	// Options are those of the API, as JSON; flags win over them.
	Options string `help:"File of options as JSON, such as map, values and tables." placeholder:"FILE"`
}

// smallUpload is how large a file may be that is sent in one piece, in bytes.
const smallUpload = 4 << 20

// errRows says that some rows were refused; those that the server lists were
// printed already.
type errRows struct{ failed int64 }

func (e errRows) Error() string { return fmt.Sprintf("%d rows were refused", e.failed) }

// Run starts the job, follows it to its end and prints what became of the rows.
func (c *Import) Run(ctx context.Context, k *kong.Kong) error {
	if (c.File == "") == (c.Undo == "") {
		return errors.New("give a file to import, or a job with --undo")
	}
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	var job *mortise.Job
	if c.Undo != "" {
		job, err = client.UndoJob(ctx, c.Undo)
	} else {
		job, err = c.order(ctx, client)
	}
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(k.Stderr, "job %s\n", job.ID)
	f := follower{client: client, command: c, err: k.Stderr}
	if job, err = f.follow(ctx, job.ID); err != nil {
		return err
	}
	// What was written stands: it is told even to who has interrupted.
	return c.tell(context.WithoutCancel(ctx), k, client, job)
}

// order sends the file and starts the job.
func (c *Import) order(ctx context.Context, client *mortise.Client) (*mortise.Job, error) {
	o, err := c.options()
	if err != nil {
		return nil, err
	}
	f, done, err := c.open()
	if err != nil {
		return nil, err
	}
	defer done()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	var sent mortise.File
	if name := c.name(); info.Size() > smallUpload {
		sent, err = client.UploadLarge(ctx, name, f, info.Size())
	} else {
		sent, err = client.Upload(ctx, name, f)
	}
	if err != nil {
		return nil, fmt.Errorf("send %s: %w", c.File, err)
	}
	o.File = sent.ID
	job, err := client.Records(c.Entity).ImportFile(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.File, err)
	}
	return job, nil
}

// name is what the server is told that the file is called.
func (c *Import) name() string {
	if c.File == "-" {
		return "standard-input"
	}
	return filepath.Base(c.File)
}

// open opens the file. Standard input is copied to the disk first: a large file
// is sent in parts, some of them perhaps again.
func (c *Import) open() (*os.File, func(), error) {
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return nil, nil, err
		}
		return f, func() { _ = f.Close() }, nil
	}
	f, err := os.CreateTemp("", "mortise-import-")
	if err != nil {
		return nil, nil, err
	}
	done := func() { _, _ = f.Close(), os.Remove(f.Name()) }
	_, err = io.Copy(f, os.Stdin)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		done()
		return nil, nil, fmt.Errorf("read standard input: %w", err)
	}
	return f, done, nil
}

// options are those of the file of options, over which the flags win.
func (c *Import) options() (o mortise.ImportOrder, err error) {
	if c.Options != "" {
		b, err := os.ReadFile(c.Options)
		if err != nil {
			return o, err
		}
		d := json.NewDecoder(bytes.NewReader(b))
		d.DisallowUnknownFields()
		if err := d.Decode(&o); err != nil {
			return o, fmt.Errorf("%s: %w", c.Options, err)
		}
	}
	for header, field := range c.Map {
		if o.Map == nil {
			o.Map = map[string]string{}
		}
		o.Map[header] = field
	}
	o.Empty = append(o.Empty, c.Empty...)
	if c.Mode != "" {
		o.Mode = c.Mode
	}
	if len(c.Key) > 0 {
		o.Key = c.Key
	}
	o.Dry = o.Dry || c.Dry
	return o, nil
}

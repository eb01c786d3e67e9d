package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// smallUpload is how large a file may be that is sent in one piece, in bytes.
const smallUpload = 4 << 20

// asJob tells whether the server has to read the file as a whole: a workbook,
// or one of which more is wanted than a record of each row.
func (c *Import) asJob() (bool, error) {
	if c.Dry || c.Mode != "" || len(c.Key) > 0 || c.Options != "" || c.Undo != "" {
		return true, nil
	}
	if c.File == "-" {
		return false, nil
	}
	f, err := os.Open(c.File)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, 2)
	n, _ := f.Read(head) // a file that cannot be read is told of when it is sent
	return bytes.Equal(head[:n], []byte("PK")), nil
}

// runJob has the server import the file, or undo an import, as a job.
func (c *Import) runJob(ctx context.Context, k *kong.Kong) error {
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
	p := newProgress(k.Stderr, 0)
	job, err = client.WaitJob(ctx, job.ID, func(j *mortise.Job) { p.total = j.Total; p.show(j.Done, j.Done, j.Counts["failed"]) })
	p.clear()
	if err != nil {
		return err
	}
	return c.tell(k, job)
}

// order sends the file and starts the job.
func (c *Import) order(ctx context.Context, client *mortise.Client) (*mortise.Job, error) {
	o := mortise.ImportOrder{}
	if c.Options != "" {
		b, err := os.ReadFile(c.Options)
		if err != nil {
			return nil, err
		}
		d := json.NewDecoder(bytes.NewReader(b))
		d.DisallowUnknownFields()
		if err := d.Decode(&o); err != nil {
			return nil, fmt.Errorf("%s: %w", c.Options, err)
		}
	}
	c.override(&o)
	if c.File == "" || c.File == "-" {
		return nil, errors.New("a job needs a file, not standard input")
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	var sent mortise.File
	if name := filepath.Base(c.File); info.Size() > smallUpload {
		sent, err = client.UploadLarge(ctx, name, f, info.Size())
	} else {
		sent, err = client.Upload(ctx, name, f)
	}
	if err != nil {
		return nil, fmt.Errorf("send %s: %w", c.File, err)
	}
	o.File = sent.ID
	return client.Records(c.Entity).ImportFile(ctx, o)
}

// override lets the flags win over the file of options.
func (c *Import) override(o *mortise.ImportOrder) {
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
}

// tell prints what became of the rows.
func (c *Import) tell(k *kong.Kong, job *mortise.Job) error {
	if job.State == "failed" && job.Problem != nil {
		err := fmt.Errorf("the job failed: %s", job.Problem.Title)
		for _, d := range job.Problem.Errors {
			err = fmt.Errorf("%w; %s: %s", err, d.Pointer, d.Message)
		}
		return err
	}
	var result mortise.ImportResult
	if len(job.Result) > 0 && c.Undo == "" {
		if err := json.Unmarshal(job.Result, &result); err != nil {
			return fmt.Errorf("read the result of job %s: %w", job.ID, err)
		}
	}
	for _, e := range result.Errors {
		text := e.Message
		if text == "" {
			text = e.Code
		}
		_, _ = fmt.Fprintf(k.Stdout, "%s:%d: %s: %s\n", c.File, e.Line, e.Pointer, text)
	}
	n := job.Counts
	if c.Undo != "" {
		_, _ = fmt.Fprintf(k.Stdout, "%d archived, %d restored, %d changed since and left, %d failed\n", n["archived"], n["restored"], n["skipped"], n["failed"])
	} else {
		_, _ = fmt.Fprintf(k.Stdout, "%d created, %d updated, %d skipped, %d failed, %d rows read\n", n["created"], n["updated"], n["skipped"], n["failed"], job.Done)
	}
	if job.State != "done" {
		return fmt.Errorf("the job was %s", job.State)
	}
	if n["failed"] > 0 {
		return errRows{n["failed"]}
	}
	return nil
}

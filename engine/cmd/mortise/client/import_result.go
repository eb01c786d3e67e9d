package client

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/alecthomas/kong"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// tell prints what became of the rows, and keeps those that were refused.
func (c *Import) tell(ctx context.Context, k *kong.Kong, client *mortise.Client, job *mortise.Job) error {
	if err := c.list(k.Stdout, job); err != nil {
		return err
	}
	c.table(k.Stdout, job)
	if err := c.keep(ctx, k.Stderr, client, job); err != nil {
		return err
	}
	switch {
	case job.State == "cancelled":
		return fmt.Errorf("job %s was cancelled; %s", job.ID, c.ways(job.ID))
	case job.State == "failed" && job.Problem != nil:
		err := fmt.Errorf("job %s failed: %s", job.ID, job.Problem.Title)
		for _, d := range job.Problem.Errors {
			err = fmt.Errorf("%w; %s: %s", err, d.Pointer, d.Message)
		}
		return fmt.Errorf("%w; %s", err, c.ways(job.ID))
	case job.State != "done":
		return fmt.Errorf("job %s was %s; %s", job.ID, job.State, c.ways(job.ID))
	case job.Counts["failed"] > 0:
		return errRows{job.Counts["failed"]}
	}
	return nil
}

// list prints what is wrong with which row, as far as the server lists it.
func (c *Import) list(out io.Writer, job *mortise.Job) error {
	if len(job.Result) == 0 || c.Undo != "" {
		return nil
	}
	var result mortise.ImportResult
	if err := json.Unmarshal(job.Result, &result); err != nil {
		return fmt.Errorf("read the result of job %s: %w", job.ID, err)
	}
	for _, e := range result.Errors {
		text := e.Message
		if text == "" {
			text = e.Code
		}
		_, _ = fmt.Fprintf(out, "%s:%d: %s: %s\n", c.File, e.Line, e.Pointer, text)
	}
	if result.Truncated {
		_, _ = fmt.Fprintf(out, "%s: more is wrong than is listed; --failures FILE has all rows that were refused\n", c.File)
	}
	return nil
}

// table prints how many rows or records became what.
func (c *Import) table(out io.Writer, job *mortise.Job) {
	names := []string{"created", "updated", "skipped", "failed"}
	if c.Undo != "" {
		names = []string{"removed", "archived", "restored", "skipped", "failed"}
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, name := range names {
		_, _ = fmt.Fprintf(w, "%s\t%d\n", name, job.Counts[name])
	}
	if c.Undo == "" {
		_, _ = fmt.Fprintf(w, "rows read\t%d\n", job.Done)
	}
	_ = w.Flush()
}

// keep writes the file of the job, if it has one, where the caller wants it.
func (c *Import) keep(ctx context.Context, out io.Writer, client *mortise.Client, job *mortise.Job) error {
	if c.Failures == "" || job.File == nil {
		return nil
	}
	rows, err := client.JobFile(ctx, job.ID)
	if err != nil {
		return fmt.Errorf("fetch the rows that were refused: %w", err)
	}
	if err := os.WriteFile(c.Failures, rows, 0o600); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "the rows that were refused are in %s\n", c.Failures)
	return nil
}

package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

// follower waits for the job of an import, and has it cancelled when the
// command is interrupted.
type follower struct {
	client  *mortise.Client
	command *Import
	err     io.Writer
}

// follow waits until the job has ended. The first interruption asks the server
// to cancel it, the second leaves.
func (f follower) follow(ctx context.Context, id string) (*mortise.Job, error) {
	job, err := f.wait(ctx, id)
	if err == nil || ctx.Err() == nil {
		return job, err
	}
	again, stop := signal.NotifyContext(context.WithoutCancel(ctx), os.Interrupt, syscall.SIGTERM)
	defer stop()
	_, _ = fmt.Fprintf(f.err, "cancelling job %s; interrupt again to leave\n", id)
	_, refused := f.client.CancelJob(again, id)
	if refused != nil { // it may have ended meanwhile
		if job, err = f.client.Job(again, id); err != nil || !job.Ended() {
			return nil, fmt.Errorf("job %s was not cancelled: %w; %s", id, errors.Join(refused, err), f.command.ways(id))
		}
		return job, nil
	}
	if job, err = f.wait(again, id); err != nil && again.Err() != nil {
		return nil, fmt.Errorf("left: job %s is asked to end, and may still write some rows; %s", id, f.command.ways(id))
	}
	return job, err
}

func (f follower) wait(ctx context.Context, id string) (*mortise.Job, error) {
	p := newProgress(f.err)
	defer p.clear()
	return f.client.WaitJob(ctx, id, func(j *mortise.Job) { p.show(j.Done, j.Total, j.Counts["failed"]) })
}

// ways says how to go on after an import, or an undo, that was interrupted.
func (c *Import) ways(id string) string {
	if c.Undo != "" {
		return fmt.Sprintf("to go on: mortise import %s --undo %s", c.Entity, c.Undo)
	}
	if c.Dry {
		return "nothing was written"
	}
	return fmt.Sprintf("rows that were written stay; to undo them: mortise import %s --undo %s; to go on: import the file again with --mode upsert and --key, or undo first", c.Entity, id)
}

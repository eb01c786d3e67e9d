package jobs

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

// MaxOutput is the most bytes of the file that a job makes.
const MaxOutput = 1 << 30

// SetFiles gives the jobs where the files they make are kept. It is called once,
// before Start.
func (j *Jobs) SetFiles(contents *file.Service) { j.contents = contents }

// Output is the file that a task makes, while it is written. A task has one; a
// second one takes the place of the first.
type Output struct {
	task  *Task
	ctx   context.Context
	drop  context.CancelFunc
	file  store.JobFile
	keep  time.Duration
	to    io.WriteCloser
	sum   hash.Hash
	ended bool
}

// Output begins the file that the user fetches: under a name, with a media
// type, kept for a while after it is whole (0: as long as the job). Either Close
// or Discard ends it.
func (t *Task) Output(ctx context.Context, name, mediaType string, keep time.Duration) (*Output, error) {
	key := t.Workspace + "/jobs/" + t.ID
	ok, err := t.jobs.db.BeginJobFile(ctx, t.Workspace, t.hold, key)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, ErrLost
	}
	ctx, drop := context.WithCancel(ctx)
	to, err := t.jobs.contents.Write(ctx, key, mediaType)
	if err != nil {
		drop()
		return nil, err
	}
	return &Output{task: t, ctx: ctx, drop: drop, keep: keep, to: to, sum: sha256.New(),
		file: store.JobFile{Key: key, Name: file.Name(name), MediaType: mediaType}}, nil
}

// Write implements io.Writer.
func (o *Output) Write(b []byte) (int, error) {
	if o.file.Size+int64(len(b)) > MaxOutput {
		return 0, problem.New(problem.Invalid, "job_file_too_large").With("max", MaxOutput)
	}
	n, err := o.to.Write(b)
	o.file.Size += int64(n)
	_, _ = o.sum.Write(b[:n]) // of a hash: never fails
	if err != nil {
		return n, fmt.Errorf("write the file of a job: %w", err)
	}
	return n, nil
}

// Close makes the file whole: now the user can fetch it.
func (o *Output) Close() error {
	if o.ended {
		return errors.New("the file of the job has ended")
	}
	o.ended = true
	defer o.drop()
	if err := o.to.Close(); err != nil {
		return problem.Wrap(problem.Unavailable, "files_unavailable", err)
	}
	o.file.SHA256 = o.sum.Sum(nil)
	if o.keep > 0 {
		until := time.Now().Add(o.keep)
		o.file.Expires = &until
	}
	ok, err := o.task.jobs.db.EndJobFile(o.ctx, o.task.Workspace, o.task.hold, o.file)
	if err == nil && !ok {
		err = ErrLost
	}
	return err
}

// Discard ends a file that is not to be: what was written of it goes. After
// Close it does nothing.
func (o *Output) Discard() {
	if o.ended {
		return
	}
	o.ended = true
	o.drop()
	_ = o.to.Close() // which a cancelled context makes fail, so that nothing stays
}

// File gives the file of a job for reading, if its user may have it still.
func (j *Jobs) File(ctx context.Context, job Job) (store.JobFile, error) {
	f := job.Content
	if f.Name == "" || f.Expires != nil && f.Expires.Before(time.Now()) {
		return f, notFound()
	}
	if fetch := j.offered[job.Kind].Fetch; fetch != nil {
		return f, fetch(ctx, job)
	}
	return f, nil
}

// Shown is a job as its user may see it now: what he may not have any more of
// what it found is left out.
func (j *Jobs) Shown(ctx context.Context, job Job) (Job, error) {
	fetch := j.offered[job.Kind].Fetch
	if fetch == nil || job.File == nil && len(job.Result) == 0 {
		return job, nil
	}
	switch err := fetch(ctx, job); {
	case err == nil:
		return job, nil
	case problem.Is(err, problem.Internal), problem.Is(err, problem.Unavailable):
		return job, err
	}
	job.Result, job.File = nil, nil
	return job, nil
}

// Prune forgets jobs that ended long ago.
func (j *Jobs) Prune(ctx context.Context, workspace string, now time.Time) error {
	return j.db.PruneJobs(ctx, workspace, now.Add(-KeepJobs), j.remover(ctx))
}

// Expire removes files of jobs that have expired.
func (j *Jobs) Expire(ctx context.Context, workspace string, now time.Time) error {
	return j.db.DropJobFiles(ctx, workspace, now, j.remover(ctx))
}

func (j *Jobs) remover(ctx context.Context) func(key string) error {
	return func(key string) error { return j.contents.Remove(ctx, key) }
}
